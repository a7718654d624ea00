import YAML

/// Values as they stand, but for the marks of a later substitution.
struct PlainNotation: SourceNotation {
  let tree: Tree

  func alternatives(of cursor: SourceCursor) -> [SourceCursor] {
    if let unknown = cursor.unknown, cursor.unresolved == nil, tree.scalar(unknown) == .bool(true) {
      return [
        SourceCursor(cursor.node, condition: cursor.condition, unresolved: "it is known only after `terraform apply`")
      ]
    }
    return [cursor]
  }

  func scalar(of cursor: SourceCursor) -> Sourced<String> {
    if let reason = cursor.unresolved { return Sourced(unresolved: reason, at: cursor.node) }
    guard let scalar = tree.scalar(cursor.node) else { return Sourced(unresolved: "it is no text", at: cursor.node) }
    let text = tree.string(cursor.node)
    if tree.isPlaceholder(cursor.node) || Self.holdsVariable(text) {
      return Sourced(unresolved: "`\(text)` is filled in later", at: cursor.node, reference: text)
    }
    if case .bool(let value) = scalar { return Sourced(String(value), at: cursor.node) }
    return Sourced(text, at: cursor.node)
  }

  /// `$NAME`, as envsubst takes it too: no name on AWS or Kubernetes has a `$`.
  private static func holdsVariable(_ text: String) -> Bool {
    text.utf8.firstIndex(of: UInt8(ascii: "$")).map { dollar in
      let next = text.utf8[text.utf8.index(after: dollar)...].first ?? 0
      return next == UInt8(ascii: "_") || next | 0x20 >= UInt8(ascii: "a") && next | 0x20 <= UInt8(ascii: "z")
    } ?? false
  }

  func text(of cursor: SourceCursor) -> Sourced<String> {
    let value = scalar(of: cursor)
    guard value.unresolved == nil, tree.scalar(cursor.node) != .string else { return value }
    return value.withoutValue("`\(tree.string(cursor.node))` is no text: quote it")
  }
}
