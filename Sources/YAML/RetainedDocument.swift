/// A document that is kept beyond its reading: its tree, and its text for telling where things stand.
public final class RetainedDocument: @unchecked Sendable {
  // The bytes never change and go with the object.
  private let text: UnsafeMutableBufferPointer<UInt8>
  public let tree: Tree?
  /// As `Document.unfilled`.
  public let unfilled: Tree?
  public let chunk: ChunkAddress
  private let problems: [Problem]
  private let directives: [Comment]
  private let isTemplate: Bool

  fileprivate init(_ document: borrowing Document) {
    text = .allocate(capacity: document.text.count)
    _ = text.initialize(from: document.text)
    tree = document.tree
    unfilled = document.unfilled
    chunk = document.chunk
    problems = document.problems
    directives = document.directives
    isTemplate = document.isTemplate
  }

  deinit { text.deallocate() }

  /// Lends the document as it was read.
  public func withDocument<Result>(_ body: (borrowing Document) -> Result) -> Result {
    let bytes = UnsafeBufferPointer(text)
    return body(
      Document(
        tree: tree, unfilled: unfilled, problems: problems, index: chunk.index, directives: directives,
        isTemplate: isTemplate,
        conflict: nil, chunk: chunk, text: bytes, locator: Locator(bytes, firstLine: chunk.firstLine)))
  }

  /// The same with the texts that `fill` gives for its values.
  public func filled(_ fill: (String) -> String) -> RetainedDocument {
    withDocument { $0.filled(fill)?.retained() } ?? self
  }
}

extension Document {
  /// The document, for keeps.
  public func retained() -> RetainedDocument { RetainedDocument(self) }
}
