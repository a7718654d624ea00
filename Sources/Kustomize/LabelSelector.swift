/// A label selector as text, such as `app=web,tier in (front, back),!old` (Kubernetes, Labels and Selectors).
struct LabelSelector {
  private enum Operator { case `in`, notIn, exists, doesNotExist, greater, less }

  private var requirements: [(key: String, operator: Operator, values: [String])] = []

  /// nil for a text that is none.
  init?(_ text: String) {
    for part in LabelSelector.parts(of: text) {
      guard let requirement = LabelSelector.requirement(part) else { return nil }
      requirements.append(requirement)
    }
  }

  /// Commas within parentheses separate values.
  private static func parts(of text: String) -> [String] {
    var parts: [String] = []
    var current = ""
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == ",", depth == 0 {
        parts.append(current)
        current = ""
      } else {
        current.append(character)
      }
    }
    parts.append(current)
    return parts.map(trimmed).filter { !$0.isEmpty }
  }

  private static func requirement(_ part: String) -> (key: String, operator: Operator, values: [String])? {
    if part.hasPrefix("!") { return (trimmed(String(part.dropFirst())), .doesNotExist, []) }
    if let open = part.firstIndex(of: "("), part.hasSuffix(")") {
      let words = part[..<open].split(separator: " ")
      let values = part[part.index(after: open)...].dropLast().split(separator: ",", omittingEmptySubsequences: false)
        .map { trimmed(String($0)) }
      guard words.count == 2 else { return nil }
      switch words[1] {
      case "in": return (String(words[0]), .in, values)
      case "notin": return (String(words[0]), .notIn, values)
      default: return nil
      }
    }
    for (sign, meaning) in [("!=", Operator.notIn), ("==", .in), ("=", .in), (">", .greater), ("<", .less)] {
      guard let range = part.firstRange(of: sign) else { continue }
      return (trimmed(String(part[..<range.lowerBound])), meaning, [trimmed(String(part[range.upperBound...]))])
    }
    return part.contains(" ") ? nil : (part, .exists, [])
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first?.isWhitespace ?? false { text.removeFirst() }
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }

  func matches(_ labels: [String: String]) -> Bool {
    requirements.allSatisfy { requirement in
      let value = labels[requirement.key]
      switch requirement.operator {
      case .in: return value.map { requirement.values.contains($0) } ?? false
      case .notIn: return value.map { !requirement.values.contains($0) } ?? true
      case .exists: return value != nil
      case .doesNotExist: return value == nil
      case .greater, .less:
        guard let number = value.flatMap(Int.init), let bound = requirement.values.first.flatMap(Int.init) else {
          return false
        }
        return requirement.operator == .greater ? number > bound : number < bound
      }
    }
  }
}

extension Draft {
  /// Whether a selector takes a resource by its labels and annotations.
  func isSelected(byLabelsOf selector: Kustomization.Selector, at origin: Origin) throws(BuildError) -> Bool {
    for (text, name) in [(selector.labelSelector, "labels"), (selector.annotationSelector, "annotations")]
    where !text.isEmpty {
      guard let labels = LabelSelector(text) else {
        throw BuildError(origin, "`\(text)` is no label selector")
      }
      if !labels.matches(metadataMap(name)) { return false }
    }
    return true
  }
}
