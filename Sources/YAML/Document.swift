/// One document of a stream, lent while it is looked at: its tree, what is wrong with it, and where things stand.
public struct Document: ~Copyable {
  /// nil when the document cannot be read; `problems` then says why.
  public let tree: Tree?
  public let problems: [Problem]
  /// Counts the documents of the stream from 0, broken ones too.
  public let index: Int
  /// Comments that carry a word to this tool, those of the document-less text before it included.
  public let directives: [Comment]
  /// Whether the text is that of a template engine rather than YAML.
  public let isTemplate: Bool
  /// Where the conflict markers of a version control system begin, if any were left in.
  public let conflict: Position?

  let text: UnsafeBufferPointer<UInt8>
  let locator: Locator

  /// The line and column of an offset in characters, as `Tree.range` and `Problem.range` give it.
  public func position(of character: Int) -> Position { locator.position(of: character) }

  /// Whether the raw text of the document's chunk holds these bytes.
  public func contains(_ word: StaticString) -> Bool {
    word.withUTF8Buffer { bytes in Text.find(bytes, in: text, from: 0) != nil }
  }
}

/// A comment, from its `#` to the end of the line.
public struct Comment: Sendable {
  public let text: String
  public let start: Position
  public let end: Position
  /// Nothing but blanks stands before it on its line.
  public let ownsLine: Bool
}

/// Searching raw bytes.
enum Text {
  static func find(_ word: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
    guard let base = bytes.baseAddress, let first = word.first else { return nil }
    var index = from
    while index + word.count <= bytes.count {
      guard let at = firstByte(first, in: bytes, from: index), at + word.count <= bytes.count else { return nil }
      if memoryIsEqual(base + at, word.baseAddress, word.count) { return at }
      index = at + 1
    }
    return nil
  }

  static func firstByte(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
    guard let base = bytes.baseAddress, from < bytes.count else { return nil }
    return memoryIndex(of: byte, base + from, bytes.count - from).map { $0 + from }
  }
}
