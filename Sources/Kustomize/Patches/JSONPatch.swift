import YAML

/// A JSON patch (RFC 6902), applied as kustomize's library does: an index below zero counts from the end.
struct JSONPatch {
  struct Operation {
    let name: String
    let path: [String]
    let from: [String]
    let value: Element?
    let origin: Origin?
  }

  let operations: [Operation]

  /// - Parameter list: of operations.
  init(_ list: Element) throws(BuildError) {
    var operations: [Operation] = []
    for item in list.items {
      guard let name = item["op"]?.text, let path = item["path"] else {
        throw BuildError(item.origin, "an operation of a JSON patch needs `op` and `path`")
      }
      operations.append(
        Operation(
          name: name, path: try JSONPatch.steps(path), from: try item["from"].map(JSONPatch.steps) ?? [],
          value: item["value"]?.readByKubernetes(), origin: item.origin))
    }
    self.operations = operations
  }

  /// The reference tokens of a JSON pointer (RFC 6901).
  private static func steps(_ pointer: Element) throws(BuildError) -> [String] {
    if pointer.text.isEmpty { return [] }
    guard pointer.text.hasPrefix("/") else {
      throw BuildError(pointer.origin, "`\(pointer.text)` is no JSON pointer: it begins with `/`")
    }
    return pointer.text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { part in
      unescaped(part)
    }
  }

  private static func unescaped(_ part: Substring) -> String {
    guard part.contains("~") else { return String(part) }
    var result = ""
    var rest = part[...]
    while let character = rest.popFirst() {
      guard character == "~", let code = rest.first, code == "0" || code == "1" else {
        result.append(character)
        continue
      }
      rest.removeFirst()
      result.append(code == "0" ? "~" : "/")
    }
    return result
  }

  func apply(to root: Element) throws(BuildError) {
    root.endFlow()
    for operation in operations { try apply(operation, to: root) }
    root.passThroughJSON()
    guard let annotations = root.value(at: "metadata", "annotations"), annotations.kind == .mapping else { return }
    for value in annotations.fields.map(\.value) where value.tag == .int || value.tag == .float {
      value.text = Double(value.text).map(CanonicalJSON.shortest) ?? value.text
    }
  }

  private func apply(_ operation: Operation, to root: Element) throws(BuildError) {
    switch operation.name {
    case "add": try add(try value(of: operation), operation, operation.path, to: root)
    case "replace":
      let value = try value(of: operation)
      if operation.path.isEmpty { return root.become(value) }
      let place = try place(operation.path, operation, in: root)
      place.set(value)
    case "remove":
      let place = try place(operation.path, operation, in: root)
      guard place.exists else { throw missing(operation, operation.path) }
      place.remove()
    case "move":
      let source = try place(operation.from, operation, in: root)
      guard let value = source.value else { throw missing(operation, operation.from) }
      source.remove()
      try add(value, operation, operation.path, to: root)
    case "copy":
      let source = try place(operation.from, operation, in: root)
      // Of a field that is not there, the library copies null.
      guard let value = source.value ?? (source.index == nil ? Element("null", .null, origin: operation.origin) : nil)
      else { throw missing(operation, operation.from) }
      try add(value.copy(), operation, operation.path, to: root)
    case "test":
      let found = operation.path.isEmpty ? root : try place(operation.path, operation, in: root).value
      let wanted = operation.value
      if (found.map(\.isNull) ?? true) && (wanted.map(\.isNull) ?? true) { return }
      guard let found, let wanted, found.canonicalJSON == wanted.canonicalJSON else {
        throw BuildError(
          operation.origin, "the patch tests `\(pointer(operation.path))` for another value than is there")
      }
    default:
      throw BuildError(
        operation.origin,
        "`\(operation.name)` is no operation of a JSON patch: expected add, remove, replace, move, copy or test")
    }
  }

  private func value(of operation: Operation) throws(BuildError) -> Element {
    guard let value = operation.value else {
      throw BuildError(operation.origin, "`\(operation.name)` needs a `value`")
    }
    return value.copy()
  }

  private func add(_ value: Element, _ operation: Operation, _ path: [String], to root: Element) throws(BuildError) {
    if path.isEmpty { return root.become(value) }
    try place(path, operation, in: root, inserting: true).insert(value)
  }

  // MARK: Places

  /// A field or an item of a collection.
  private struct Place {
    let parent: Element
    let name: String
    /// Of a list.
    let index: Int?

    var value: Element? {
      if let index { return parent.items.indices.contains(index) ? parent.items[index] : nil }
      return parent[name]
    }

    var exists: Bool { value != nil }

    func set(_ value: Element) {
      if let index { parent.items[index] = value } else { parent.set(name, value, keepsStyle: false) }
    }

    func insert(_ value: Element) {
      if let index { parent.items.insert(value, at: index) } else { parent.set(name, value, keepsStyle: false) }
    }

    func remove() {
      if let index { parent.items.remove(at: index) } else { parent.remove(name) }
    }
  }

  private func place(
    _ path: [String], _ operation: Operation, in root: Element, inserting: Bool = false
  ) throws(BuildError) -> Place {
    var parent = root
    for step in path.dropLast() {
      guard let next = try child(step, of: parent, operation, path), next.kind != .scalar else {
        throw missing(operation, path)
      }
      parent = next
    }
    guard let last = path.last else { throw missing(operation, path) }
    guard parent.kind == .sequence else { return Place(parent: parent, name: last, index: nil) }
    if last == "-", inserting { return Place(parent: parent, name: last, index: parent.items.count) }
    guard let index = index(last, of: parent, inserting: inserting) else {
      throw BuildError(operation.origin, "`\(pointer(path))` is no place of a list with \(parent.items.count) items")
    }
    return Place(parent: parent, name: last, index: index)
  }

  private func child(
    _ step: String, of element: Element, _ operation: Operation, _ path: [String]
  ) throws(BuildError) -> Element? {
    guard element.kind == .sequence else { return element[step] }
    guard let index = index(step, of: element, inserting: false) else { throw missing(operation, path) }
    return element.items[index]
  }

  private func index(_ step: String, of list: Element, inserting: Bool) -> Int? {
    guard let number = Int(step) else { return nil }
    let count = list.items.count + (inserting ? 1 : 0)
    let index = number < 0 ? number + count : number
    return (0..<count).contains(index) ? index : nil
  }

  private func missing(_ operation: Operation, _ path: [String]) -> BuildError {
    BuildError(operation.origin, "`\(operation.name)` meets nothing at `\(pointer(path))`")
  }

  private func pointer(_ path: [String]) -> String { path.map { "/\($0)" }.joined() }
}

extension Element {
  /// A copy whose scalars are what Kubernetes reads, which is how JSON patches are read.
  fileprivate func readByKubernetes() -> Element {
    let copy = self.copy()
    copy.typeAsKubernetes()
    return copy
  }

  private func typeAsKubernetes() {
    switch kind {
    case .sequence: for item in items { item.typeAsKubernetes() }
    case .mapping: for field in fields { field.value.typeAsKubernetes() }
    case .scalar:
      guard let origin, let value = origin.source.tree.scalar(origin.node) else { return }
      switch value {
      case .string: tag = .string
      case .null: (tag, text) = (.null, "null")
      case .bool(let flag): (tag, text) = (.bool, flag ? "true" : "false")
      case .int(let number): (tag, text) = (.int, "\(number)")
      case .uint(let number): (tag, text) = (.int, "\(number)")
      case .double: (tag, text) = (.float, CanonicalJSON.number(text))
      }
    }
  }

  /// Makes of scalars what a way through JSON does: nulls are spelled out, numbers are those of a double.
  fileprivate func passThroughJSON() {
    switch kind {
    case .scalar:
      tag = settledTag
      switch tag {
      case .null: text = "null"
      case .bool: text = text.lowercased()
      case .int, .float: text = CanonicalJSON.number(text)
      case .timestamp:
        text = Timestamp.text(text)
        tag = .string
      case .string, .untagged: break
      }
      isQuoted = tag == .string && Tag(CoreType(plain: text)) != .string
      if tag == .int, text.utf8.count > 15, let number = Double(text) { text = CanonicalJSON.whole(number) }
    case .sequence: for item in items { item.passThroughJSON() }
    case .mapping: for field in fields { field.value.passThroughJSON() }
    }
  }
}
