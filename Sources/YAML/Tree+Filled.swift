extension Tree {
  /// A tree of the same nodes with other texts: those that `fill` gives for values that are strings, or look like none
  /// that is anything else, read anew where they stand without quotes. nil where it changes nothing.
  ///
  /// Keys stay, as where Flux substitutes.
  public func filled(_ fill: (String) -> String) -> Tree? {
    guard mayHavePlaceholders else { return nil }
    var changes: [(node: UInt32, text: String)] = []
    for index in 0..<UInt32(nodeCount) {
      let node = self[index]
      guard node.kind == .scalar, !node.flags.contains(.isKey), node.tag == .none || node.tag == .string else {
        continue
      }
      let text = string(NodeID(index: index))
      let filled = fill(text)
      if filled != text { changes.append((index, filled)) }
    }
    if changes.isEmpty { return nil }
    let copy = Tree(copying: self)
    for (node, text) in changes { copy.replaceText(of: node, by: text) }
    return copy
  }

  private convenience init(copying other: Tree) {
    self.init(symbols: other.symbols)
    for index in 0..<UInt32(other.nodeCount) { append(other[index]) }
    append(text: UnsafeBufferPointer(start: other.text, count: other.textCount))
    keys = other.keys
    localTags = other.localTags
    aliases = other.aliases
    mayHavePlaceholders = other.mayHavePlaceholders
    mayRepeatKeys = other.mayRepeatKeys
  }

  private func replaceText(of index: UInt32, by text: String) {
    var node = self[index]
    var text = text
    node.text = UInt32(textCount)
    node.length = UInt32(text.utf8.count)
    text.withUTF8 { bytes in
      append(text: bytes)
      guard node.style == .plain, node.tag == .none else { return }
      node.flags.remove(.surelyString)
      node.type = .string
      if case .scalar(let value) = Scalar.resolving(plain: bytes) { node.type = ScalarType(value) }
    }
    nodes[Int(index)] = node
  }

  /// The part of a scalar's text that became a part of another text; nil where nobody can tell.
  ///
  /// A text with as many lines is the same but for what was filled in: the line is told.
  public func part(_ part: Range<Int>, of text: String, writtenAs node: NodeID) -> Range<Int>? {
    let written = string(node)
    if written == text { return part }
    let lines = written.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    let before = text.unicodeScalars.prefix(part.lowerBound).count { $0 == "\n" }
    guard lines.count == text.unicodeScalars.count(where: { $0 == "\n" }) + 1 else { return nil }
    let line = lines[before]
    let blanks = line.prefix { $0 == " " || $0 == "\t" }.count
    let start = lines[..<before].reduce(0) { $0 + $1.count + 1 }
    return start + blanks..<start + line.count
  }
}
