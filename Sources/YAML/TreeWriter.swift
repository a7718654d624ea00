/// Makes a tree that is parsed from no YAML, node by node, in document order.
public struct TreeWriter: ~Copyable {
  private var builder = TreeBuilder()
  private var mayHavePlaceholders = false

  public init() { builder.reset() }

  /// The number of nodes so far, which is the index of the next one.
  public var count: UInt32 { UInt32(builder.tree.nodeCount) }

  /// - Parameter range: where it stands in a text, in characters.
  /// - Throws: a limit that is passed.
  public mutating func begin(_ kind: NodeKind, at range: Range<UInt32> = 0..<0) throws(Problem) {
    try builder.begin(kind, style: .block, tag: nil, anchor: nil, range: range)
  }

  /// Ends the collection that was begun last.
  public mutating func end() throws(Problem) { try builder.end(at: 0) }

  /// Adds text, a key or a value.
  public mutating func string(_ text: String, at range: Range<UInt32> = 0..<0) throws(Problem) {
    try scalar(text, .doubleQuoted, range)
  }

  /// Adds what a plain scalar of this spelling stands for.
  public mutating func plain(_ text: String, at range: Range<UInt32> = 0..<0) throws(Problem) {
    try scalar(text, .plain, range)
  }

  private mutating func scalar(_ text: String, _ style: NodeStyle, _ range: Range<UInt32>) throws(Problem) {
    if text.utf8.contains(where: { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "<") }) {
      mayHavePlaceholders = true
    }
    var text = text
    var problem: Problem?
    text.withUTF8 { bytes in
      do throws(Problem) {
        try builder.scalar(bytes, style: style, tag: nil, anchor: nil, range: range)
      } catch { problem = error }
    }
    if let problem { throw problem }
  }

  public mutating func finish() -> Tree { builder.finish(mayHavePlaceholders: mayHavePlaceholders) }
}
