import YAML

/// A field that a transformer touches, in resources of a type (kustomize's FieldSpec).
struct FieldSpec: Sendable {
  /// Empty parts stand for any.
  let type: GroupVersionKind
  /// Names with `/` between; `\/` is a slash in a name, `[]` says that a list is expected.
  let path: String
  let creates: Bool
  private let steps: [String]

  init(
    type: GroupVersionKind = GroupVersionKind(group: "", version: "", kind: ""), path: String, creates: Bool
  ) {
    self.type = type
    self.path = path
    self.creates = creates
    steps = FieldSpec.steps(of: path)
  }

  init(_ node: NodeID, in tree: Tree) {
    func text(_ name: String) -> String { tree.value(of: name, in: node).map { tree.string($0) } ?? "" }
    let type = GroupVersionKind(group: text("group"), version: text("version"), kind: text("kind"))
    self.init(type: type, path: text("path"), creates: text("create") == "true")
  }

  private static func steps(of path: String) -> [String] {
    var steps: [String] = []
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      if let last = steps.last, last.hasSuffix("\\") {
        steps[steps.count - 1] = last.dropLast() + "/" + part
      } else {
        steps.append(String(part))
      }
    }
    return steps
  }

  /// Whether another spec stands for the same field.
  func covers(_ other: FieldSpec) -> Bool { type.isSelected(by: other.type) && path == other.path }

  /// Calls `body` for each place of a resource of the type that the path leads to, lists passed through.
  /// - Parameters:
  ///   - created: what is made where the field is missing and the spec says so; nil: nothing.
  ///   - origin: of what is made.
  /// - Throws: that something on the way is neither a mapping nor a list.
  func apply(
    to draft: Draft, creating created: Element.Kind?, origin: Origin?, _ body: (Element) throws(BuildError) -> Void
  ) throws(BuildError) {
    guard draft.identifier.type.isSelected(by: type) else { return }
    try visit(draft.root, steps[...], creates ? created : nil, origin, body)
  }

  /// Does the same whatever the type, and makes nothing.
  func apply(toAny draft: Draft, _ body: (Element) throws(BuildError) -> Void) throws(BuildError) {
    try visit(draft.root, steps[...], nil, nil, body)
  }

  private func visit(
    _ element: Element, _ steps: ArraySlice<String>, _ created: Element.Kind?, _ origin: Origin?,
    _ body: (Element) throws(BuildError) -> Void
  ) throws(BuildError) {
    guard let step = steps.first else { return try body(element) }
    if element.isNull { return }
    switch element.kind {
    case .sequence: for item in element.items { try visit(item, steps, created, origin, body) }
    case .mapping:
      let isList = step.hasSuffix("[]")
      let name = isList ? String(step.dropLast(2)) : step
      let wanted: Element.Kind? = isList ? nil : steps.count == 1 ? created : created.map { _ in .mapping }
      var field = element[name]
      if field == nil, let wanted {
        let made = Element(wanted, origin: origin)
        if wanted == .scalar { made.tag = .untagged }
        element.set(name, made)
        field = made
      }
      guard let field else { return }
      if field.isNull, let wanted {
        field.become(wanted, origin: origin)
        if wanted == .scalar { field.tag = .untagged }
      }
      try visit(field, steps.dropFirst(), created, origin, body)
    case .scalar:
      throw BuildError(
        element.origin, "`\(path)` leads through a scalar here; kustomize expects a mapping or a list")
    }
  }
}

extension [FieldSpec] {
  /// Adds those that are not there yet.
  func adding(_ others: [FieldSpec]) -> [FieldSpec] {
    var result = self
    for other in others where !result.contains(where: { $0.covers(other) }) { result.append(other) }
    return result
  }
}
