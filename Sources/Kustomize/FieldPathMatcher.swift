import RE2

/// A path of `replacements` and `vars`: names with points between, `[name=value]` and numbers for items, `*` for all.
struct FieldPathMatcher {
  private let steps: [String]
  private let path: String
  private let origin: Origin?

  init(_ path: String, at origin: Origin?) {
    self.path = path
    self.origin = origin
    steps = FieldPathMatcher.steps(of: path)
  }

  /// Points within brackets, and those behind a backslash, separate nothing.
  private static func steps(of path: String) -> [String] {
    var steps: [String] = []
    var current = ""
    var isInside = false
    var isEscaped = false
    for character in path {
      if isEscaped {
        if character != "." { current.append("\\") }
        current.append(character)
        isEscaped = false
        continue
      }
      switch character {
      case "\\": isEscaped = true
      case "[":
        isInside = true
        current.append(character)
      case "]":
        isInside = false
        current.append(character)
      case "." where !isInside:
        steps.append(current)
        current = ""
      default: current.append(character)
      }
    }
    if isEscaped { current.append("\\") }
    return (steps + [current]).map(unwrapped)
  }

  /// A name with points may stand in brackets.
  private static func unwrapped(_ step: String) -> String {
    step.hasPrefix("[") && step.hasSuffix("]") && !step.contains("=") ? String(step.dropFirst().dropLast()) : step
  }

  // MARK: One

  /// What the path leads to; nil for nothing.
  func lookUp(in root: Element) throws(BuildError) -> Element? {
    var found: Element? = root
    for step in steps.map({ $0.drop { $0 == " " } }) where !step.isEmpty {
      guard let here = found, !here.isNull else { return nil }
      if let index = Int(step) {
        guard index >= 0, here.kind == .sequence else { throw wrong("a list", here) }
        found = here.items.indices.contains(index) ? here.items[index] : nil
      } else if step == "-" {
        guard here.kind == .sequence else { throw wrong("a list", here) }
        found = here.items.last
      } else if let (name, value) = try FieldPathMatcher.condition(String(step), self) {
        guard here.kind == .sequence else { throw wrong("a list", here) }
        found = here.items.first { name.isEmpty ? $0.text == value : $0[name]?.text == value }
      } else {
        guard here.kind == .mapping else { throw wrong("a mapping", here) }
        found = here[String(step)]
      }
    }
    return found
  }

  // MARK: All

  /// Everything that the path leads to.
  /// - Parameter created: what is made at the end of the path where it leads nowhere; nil: nothing.
  func match(_ root: Element, creating created: Element.Kind?) throws(BuildError) -> [Element] {
    try match(root, steps[...], created)
  }

  private func match(
    _ element: Element, _ steps: ArraySlice<String>, _ created: Element.Kind?
  ) throws(BuildError) -> [Element] {
    guard let step = steps.first else { return [element] }
    let rest = steps.dropFirst()
    if let index = Int(step) {
      guard element.kind == .sequence, index >= 0 else { throw wrong("a list", element) }
      if index == element.items.count, let created { element.items.append(made(rest.first, created)) }
      guard element.items.indices.contains(index) else {
        throw BuildError(origin, "`\(path)` asks for item \(index) of a list of \(element.items.count)")
      }
      return try match(element.items[index], rest, created)
    }
    if let (name, pattern) = try FieldPathMatcher.condition(step, self) {
      guard element.kind == .sequence || element.isNull else { throw wrong("a list", element) }
      var found = try matching(element, name, pattern, rest, created)
      if found.isEmpty, let created {
        let item = Element(pattern, .untagged, origin: origin)
        if name.isEmpty {
          element.items.append(item)
        } else {
          let mapping = Element(.mapping, origin: origin)
          mapping.set(name, item)
          element.items.append(mapping)
        }
        found = try matching(element, name, pattern, rest, created)
      }
      return found
    }
    if step == "*" {
      guard element.kind == .sequence || element.isNull else { throw wrong("a list", element) }
      var found: [Element] = []
      for item in element.kind == .sequence ? element.items : [] { found += try match(item, rest, created) }
      return found
    }
    if element.isNull { return [] }
    guard element.kind == .mapping else { throw wrong("a mapping", element) }
    guard let field = element[step] else {
      guard let created else { return [] }
      let field = made(rest.first, created)
      element.set(step, field)
      return try match(field, rest, created)
    }
    return try match(field, rest, created)
  }

  private func matching(
    _ list: Element, _ name: String, _ pattern: String, _ rest: ArraySlice<String>, _ created: Element.Kind?
  ) throws(BuildError) -> [Element] {
    let expression: RegularExpression
    do throws(RegularExpression.PatternError) { expression = try RegularExpression(pattern) } catch {
      throw BuildError(origin, "`\(pattern)` is no regular expression: \(error.message)")
    }
    var found: [Element] = []
    for item in list.kind == .sequence ? list.items : [] {
      if name.isEmpty {
        if expression.matches(item.written) { found.append(item) }
      } else if let value = item[name], expression.matches(value.written) {
        found += try match(item, rest, created)
      }
    }
    return found
  }

  /// What a missing step is made as, by what comes next.
  private func made(_ next: String?, _ last: Element.Kind) -> Element {
    guard let next else {
      let element = Element(last, origin: origin)
      if last == .scalar { element.tag = .untagged }
      return element
    }
    let isItem = next.hasPrefix("[") && next.hasSuffix("]") || Int(next) != nil
    return Element(isItem ? .sequence : .mapping, origin: origin)
  }

  /// `[name=value]`.
  private static func condition(
    _ step: String, _ matcher: FieldPathMatcher
  ) throws(BuildError) -> (name: String, value: String)? {
    guard step.hasPrefix("["), step.hasSuffix("]") else { return nil }
    let inner = step.dropFirst().dropLast()
    guard let sign = inner.firstIndex(of: "=") else {
      throw BuildError(matcher.origin, "`\(step)` of `\(matcher.path)` must be `[name=value]`")
    }
    return (String(inner[..<sign]), String(inner[inner.index(after: sign)...]))
  }

  private func wrong(_ wanted: String, _ element: Element) -> BuildError {
    BuildError(origin, "`\(path)` expects \(wanted) where there is \(element.kind.title)")
  }
}

extension Element {
  /// A scalar as it stands in its file, with its quotes and the comment behind it: that is what kustomize holds against
  /// the expressions of a path.
  fileprivate var written: String {
    guard let origin, !text.contains("\n") else { return text }
    let source = origin.source
    guard source.tree.kind(origin.node) == .scalar, source.tree.string(origin.node) == text else { return text }
    return source.document.withDocument { document in
      let comment = document.comment(behind: origin.node).map { " " + $0 } ?? ""
      return (isQuoted ? document.written(origin.node) : text) + comment
    }
  }
}
