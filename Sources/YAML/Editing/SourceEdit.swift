/// One change of a document, in terms of its tree. Everything else in the file stays byte for byte.
public enum SourceEdit: Sendable, Hashable {
  /// Takes out an entry, by its value, or an item, and the list or map that it empties.
  case remove(NodeID)
  case set(NodeID, to: EditValue)
  /// Changes the key of an entry, by its value or by the key itself.
  case rename(NodeID, to: String)
  /// Puts a value at a path below a mapping, and makes what is missing on the way. Of a map what is there already is
  /// left out.
  case insert(NodeID, path: [String], value: EditValue)
  /// Puts an item behind the others of a list.
  case append(NodeID, value: EditValue)

  /// The node that it speaks of.
  public var node: NodeID {
    switch self {
    case .remove(let node), .set(let node, _), .rename(let node, _), .insert(let node, _, _), .append(let node, _): node
    }
  }

  /// The same edit of another node.
  public func at(_ node: NodeID) -> SourceEdit {
    switch self {
    case .remove: .remove(node)
    case .set(_, let value): .set(node, to: value)
    case .rename(_, let key): .rename(node, to: key)
    case .insert(_, let path, let value): .insert(node, path: path, value: value)
    case .append(_, let value): .append(node, value: value)
    }
  }
}

/// Why an edit is refused.
public enum EditError: Error, Sendable, Hashable {
  /// The tree has no such node, or none of the kind that the edit is for.
  case noSuchNode
  /// The text belongs to an anchor that is used elsewhere.
  case shared
  /// A comment would go that is not the edited node's own.
  case comment
  /// What is to be inserted is there already.
  case exists
  /// Nothing would be left of the document.
  case nothingLeft
  /// A block scalar or a text that cannot be written in the style that stands there.
  case style
  /// Two edits change the same text.
  case overlapping
  /// The edited text does not read as the tree with the edit.
  case misread
  /// Too much would have to be read again to know whether the edits hold.
  case limit
}
