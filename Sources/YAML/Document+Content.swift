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
}
