extension Document {
  /// Where the text of a literal block scalar (`|`) begins: its first line, from 1, and the column from which each of its
  /// lines counts; nil for a scalar whose lines do not stand as they read.
  public func literalContent(of node: NodeID) -> Position? {
    guard let tree, tree.kind(node) == .scalar, tree.style(node) == .literal else { return nil }
    let start = locator.byteOffset(of: tree.range(node).lowerBound)
    guard let feed = text[start...].firstIndex(of: 0x0a) else { return nil }
    let header = text[start..<feed]
    // An indentation indicator says how deep the text is where it begins with spaces itself.
    if header.contains(where: { (0x31...0x39).contains($0) }) { return nil }
    var line = feed + 1
    while line < text.count {
      let spaces = text[line...].prefix { $0 == 0x20 }.count
      if line + spaces < text.count, text[line + spaces] != 0x0a, text[line + spaces] != 0x0d {
        return Position(line: position(of: tree.range(node).lowerBound).line + 1, column: spaces + 1)
      }
      guard let next = text[line...].firstIndex(of: 0x0a) else { return nil }
      line = next + 1
    }
    return nil
  }

  /// Where a part of a scalar's text stands, up to the end of its first line; the scalar's own place without a part, or
  /// where its lines do not stand as they read.
  ///
  /// - Parameter part: in characters from the start of the text.
  public func place(of node: NodeID, part: Range<Int>?) -> (start: Position, end: Position) {
    guard let tree, let wanted = part, let content = literalContent(of: node) else { return place(of: node) }
    let own = unfilled ?? tree
    guard let part = unfilled == nil ? wanted : own.part(wanted, of: tree.string(node), writtenAs: node) else {
      return place(of: node)
    }
    return own.withUTF8(node) { span in
      span.withUnsafeBufferPointer { bytes in
        let locator = Locator(bytes, firstLine: content.line)
        let start = locator.position(of: part.lowerBound)
        var end = locator.position(of: part.upperBound)
        if end.line > start.line {
          let rest = bytes[locator.byteOffset(of: part.lowerBound)...]
          let line = rest.prefix { $0 != 0x0a }.count { $0 & 0xc0 != 0x80 }
          end = locator.position(of: part.lowerBound + line)
        }
        func moved(_ position: Position) -> Position {
          Position(line: position.line, column: position.column + content.column - 1)
        }
        return (moved(start), moved(end))
      }
    }
  }
}

extension Document {
  /// What is written where a scalar stands, quotes and all.
  public func written(_ node: NodeID) -> String {
    guard let range = tree?.range(node) else { return "" }
    let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
    return String(String.UnicodeScalarView(scalars.dropFirst(range.lowerBound).prefix(range.count)))
  }

  /// The comment behind a node on its line, from its `#` on; nil where something else stands there.
  public func comment(behind node: NodeID) -> String? {
    guard let tree else { return nil }
    let rest = text[locator.byteOffset(of: tree.range(node).upperBound)...].prefix { $0 != 0x0a && $0 != 0x0d }
    let comment = rest.drop { $0 == 0x20 || $0 == 0x09 }
    // Without a blank before it, a `#` is part of what stands before.
    guard comment.first == UInt8(ascii: "#"), comment.startIndex > rest.startIndex else { return nil }
    return String(decoding: comment, as: UTF8.self)
  }
}
