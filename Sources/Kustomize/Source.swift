import YAML

/// A document that a build read: a file's, or one that is written in a field of another.
final class Source: Sendable {
  /// As reports name the file.
  let file: String
  let document: RetainedDocument
  let tree: Tree
  /// Whether nothing was cut from its text, not even an empty document.
  let isAlone: Bool
  /// How far the document stands into its file where it is the text of a field.
  private let inline: Inline?

  /// The text of a field that is a document of its own.
  struct Inline: Sendable {
    let field: Origin
    /// Where its first line stands; nil where its lines do not stand as they read.
    let start: Position?
  }

  init?(file: String, _ document: RetainedDocument, isAlone: Bool, inline: Inline? = nil) {
    guard let tree = document.tree, tree.root != nil else { return nil }
    self.file = file
    self.document = document
    self.tree = tree
    self.isAlone = isAlone
    self.inline = inline
  }

  /// Whether it is more than null.
  var holdsValue: Bool { tree.root.map { !tree.isNull($0) } ?? false }

  /// A key as kustomize has it: words that are booleans in YAML 1.1 alone, as Kubernetes reads it, are text.
  func key(_ node: NodeID) -> String {
    let name = tree.string(node)
    guard name == "true" || name == "false" else { return name }
    let written = document.withDocument { $0.written(node) }
    return Source.isWordOfOldBoolean(written) ? written : name
  }

  static func isWordOfOldBoolean(_ text: String) -> Bool {
    text.utf8.count <= 3 && ["y", "n", "yes", "no", "on", "off"].contains(text.lowercased())
  }

  /// The document of a file that this one stands in, and the field in it.
  var outermost: Origin? { inline.map { $0.field.source.outermost ?? $0.field } }

  /// Where a node stands for people: a map entry from its key.
  func entryPlace(of node: NodeID) -> (start: Position, end: Position) {
    place(of: node) { document in document.place(of: node) }
  }

  /// Where the value of a node stands.
  func valuePlace(of node: NodeID) -> (start: Position, end: Position) {
    let range = tree.range(node)
    return place(of: node) { document in
      (document.position(of: range.lowerBound), document.position(of: range.upperBound))
    }
  }

  private func place(
    of node: NodeID, _ find: (borrowing Document) -> (start: Position, end: Position)
  ) -> (start: Position, end: Position) {
    let own = document.withDocument(find)
    guard let inline else { return own }
    guard let start = inline.start else { return inline.field.source.entryPlace(of: inline.field.node) }
    func moved(_ position: Position) -> Position {
      Position(line: position.line + start.line - 1, column: position.column + start.column - 1)
    }
    return (moved(own.start), moved(own.end))
  }
}

/// Where a node was written.
public struct Origin: Sendable {
  let source: Source
  /// In the source's tree.
  let node: NodeID

  init(_ source: Source, _ node: NodeID) {
    self.source = source
    self.node = node
  }

  /// As reports name it.
  public var file: String { source.file }

  /// The document that it stands in, that of the outer file for a document in a field.
  public var document: RetainedDocument { (source.outermost?.source ?? source).document }

  /// The node in that document: for a document in a field, the field.
  public var documentNode: NodeID { source.outermost?.node ?? node }

  /// Where it stands for people: a map entry from its key to the end of its value, or to the key's where that spans lines.
  public var entry: (start: Position, end: Position) { source.entryPlace(of: node) }

  /// Where its value stands.
  public var value: (start: Position, end: Position) { source.valuePlace(of: node) }
}
