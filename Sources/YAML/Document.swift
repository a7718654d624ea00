/// One document of a stream, lent while it is looked at: its tree, what is wrong with it, and where things stand.
public struct Document: ~Copyable {
  /// nil when the document cannot be read; `problems` then says why.
  public private(set) var tree: Tree?
  /// The tree as it is written, where values were filled in; nil: that is `tree`.
  public private(set) var unfilled: Tree?
  public let problems: [Problem]
  /// Counts the documents of the stream from 0, broken ones too.
  public let index: Int
  /// Comments that carry a word to this tool, those of the document-less text before it included.
  public let directives: [Comment]
  /// Whether the text is that of a template engine rather than YAML.
  public let isTemplate: Bool
  /// Where the conflict markers of a version control system begin, if any were left in.
  public let conflict: Position?

  /// Where the text stands that the document can be read from again.
  public let chunk: ChunkAddress

  let text: UnsafeBufferPointer<UInt8>
  let locator: Locator

  /// The document with the texts that `fill` gives for its values, each standing where it did; nil where it changes none.
  public func filled(_ fill: (String) -> String) -> Document? {
    guard let filled = tree?.filled(fill) else { return nil }
    return Document(
      tree: filled, unfilled: tree, problems: problems, index: index, directives: directives, isTemplate: isTemplate,
      conflict: conflict, chunk: chunk, text: text, locator: locator)
  }

  /// The line and column of an offset in characters, as `Tree.range` and `Problem.range` give it.
  public func position(of character: Int) -> Position { locator.position(of: character) }

  /// Whether the raw text of the document's chunk holds these bytes.
  public func contains(_ word: StaticString) -> Bool {
    word.withUTF8Buffer { bytes in Text.find(bytes, in: text, from: 0) != nil }
  }
}

/// The part of a file that a document stands in: its own text, or the whole where a text cannot be cut.
public struct ChunkAddress: Sendable, Hashable {
  /// In bytes from the start of the file; nil where the file must be read whole.
  public let offset: Int?
  /// In bytes.
  public let length: Int
  /// The line that the chunk begins in, from 1.
  public let firstLine: Int
  /// The document's index in its file, and the index of the chunk's first document.
  public let index: Int
  public let firstIndex: Int
}

extension ChunkAddress {
  /// Of a document that stands in no file, by its number.
  public init(index: Int) {
    offset = nil
    length = 0
    firstLine = 1
    self.index = index
    firstIndex = index
  }
}

/// A comment, from its `#` to the end of the line.
public struct Comment: Sendable {
  public let text: String
  public let start: Position
  public let end: Position
  /// Offset of the `#`, in characters from the start of the chunk; nil in text before the document's own chunk.
  public let character: Int?
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

extension Document {
  /// Where a person looks for a node: a map entry from its key to the end of its value, or only to the key's end where
  /// the value spans lines; a list item from its first character, likewise.
  public func place(of node: NodeID) -> (start: Position, end: Position) {
    guard let tree else { return (position(of: 0), position(of: 0)) }
    var value = node
    var key = tree.key(ofValue: node)
    if tree.isKey(node), let other = tree.value(ofKey: node) { (key, value) = (node, other) }
    let range = tree.range(value)
    let start = position(of: key.map { tree.range($0).lowerBound } ?? range.lowerBound)
    let end = position(of: max(range.upperBound, range.lowerBound))
    if end.line == start.line, end > start || key == nil { return (start, end) }
    if let key { return (start, position(of: tree.range(key).upperBound)) }
    return (start, firstLineEnd(of: value, in: tree))
  }

  /// The end of what stands on the first line of a node that spans lines.
  private func firstLineEnd(of node: NodeID, in tree: Tree) -> Position {
    var first = node
    while tree.kind(first) == .mapping || tree.kind(first) == .sequence, let child = tree.firstChild(of: first) {
      first = child
    }
    let range = tree.range(first)
    let start = position(of: range.lowerBound)
    var end = range.upperBound
    if position(of: end).line > start.line {
      let from = locator.byteOffset(of: range.lowerBound)
      let line = text[from...].prefix { $0 != 0x0a && $0 != 0x0d }
      end = range.lowerBound + line.count { $0 & 0xc0 != 0x80 }
    }
    return position(of: end)
  }
}

extension Tree {
  /// Whether a node is a key as written.
  public func isKey(_ node: NodeID) -> Bool { self[node.index].flags.contains(.isKey) }

  /// The value of an entry, aliases not followed, by its key as written.
  public func value(ofKey key: NodeID) -> NodeID? {
    guard isKey(key), self[key.index].next != 0 else { return nil }
    return NodeID(index: self[key.index].next)
  }

  /// The first key or item of a collection, as written.
  public func firstChild(of node: NodeID) -> NodeID? {
    let child = self[node.index].child
    return self[node.index].kind == .alias || child == 0 ? nil : NodeID(index: child)
  }

  /// The first node in document order that begins at or after a character.
  public func firstNode(from character: Int) -> NodeID? {
    var low = 0
    var high = nodeCount
    while low < high {
      let middle = (low + high) / 2
      if Int(nodes[middle].start) < character { low = middle + 1 } else { high = middle }
    }
    return low < nodeCount ? NodeID(index: UInt32(low)) : nil
  }

  /// RFC 6901, from the root of the document, as written.
  public func pointer(to node: NodeID) -> String {
    var parts: [String] = []
    var current = isKey(node) ? value(ofKey: node) ?? node : node
    while let parent = parent(current) {
      if kind(parent) == .mapping {
        let name = key(ofValue: current).map { string(NodeID(index: resolved($0.index))) } ?? ""
        parts.append(Tree.escaped(name))
      } else {
        var index = 0
        var child = self[parent.index].child
        while child != current.index, child != 0 {
          index += 1
          child = self[child].next
        }
        parts.append(String(index))
      }
      current = parent
    }
    return parts.reversed().map { "/" + $0 }.joined()
  }

  private static func escaped(_ name: String) -> String {
    guard name.contains("~") || name.contains("/") else { return name }
    return name.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
  }
}
