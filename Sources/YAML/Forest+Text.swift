/// Questions about the text of a scalar against a run of bytes, without making a string of it.
extension Forest {
  /// The number of bytes of a scalar's text.
  @inlinable
  public func textCount(_ node: NodeRef) -> Int {
    let raw = pointers[Int(node.tree)][node.node.index]
    return raw.kind == .scalar ? Int(raw.length) : 0
  }

  /// The number of characters of a scalar's text, or `most` where there are more.
  public func characterCount(_ node: NodeRef, atMost most: Int) -> Int {
    // A character has four bytes at most.
    let length = most < textCount(node) / 4 ? most * 4 : textCount(node)
    let tree = pointers[Int(node.tree)]
    let text = UnsafeRawPointer(tree.text + Int(tree[node.node.index].text))
    var count = length
    var place = 0
    while place + 8 <= length {
      // Bytes that continue a character are those with the first bit and without the second.
      let eight = text.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      count -= ((eight >> 7) & ~(eight >> 6) & 0x0101_0101_0101_0101).nonzeroBitCount
      place += 8
    }
    while place < length {
      if text.load(fromByteOffset: place, as: UInt8.self) & 0xc0 == 0x80 { count -= 1 }
      place += 1
    }
    return min(count, most)
  }

  @inlinable
  public func text(_ node: NodeRef, equals bytes: [UInt8], from start: Int, count: Int) -> Bool {
    textCount(node) == count && holds(node, 0, bytes, start, count)
  }

  @inlinable
  public func text(_ node: NodeRef, startsWith bytes: [UInt8], from start: Int, count: Int) -> Bool {
    textCount(node) >= count && holds(node, 0, bytes, start, count)
  }

  @inlinable
  public func text(_ node: NodeRef, endsWith bytes: [UInt8], from start: Int, count: Int) -> Bool {
    textCount(node) >= count && holds(node, textCount(node) - count, bytes, start, count)
  }

  public func text(_ node: NodeRef, contains bytes: [UInt8], from start: Int, count: Int) -> Bool {
    let length = textCount(node)
    guard count > 0 else { return true }
    guard length >= count else { return false }
    return (0...length - count).contains { holds(node, $0, bytes, start, count) }
  }

  /// Whether the texts of two scalars are the same.
  public func sameText(_ left: NodeRef, _ right: NodeRef) -> Bool {
    self[left.tree].sameText(left.node, self[right.tree], right.node)
  }

  /// Whether `count` bytes of the text from `offset` are those of `bytes` from `start`. The bounds are the caller's.
  @usableFromInline
  func holds(_ node: NodeRef, _ offset: Int, _ bytes: [UInt8], _ start: Int, _ count: Int) -> Bool {
    let tree = pointers[Int(node.tree)]
    let text = tree.text + Int(tree[node.node.index].text) + offset
    precondition(start + count <= bytes.count)
    return bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { memoryIsEqual(text, $0 + start, count) } ?? true
    }
  }

  /// Item `index` of a sequence, aliases followed; nil out of its bounds.
  public func item(_ index: Int, of node: NodeRef) -> NodeRef? {
    self[node.tree].item(index, of: node.node).map { NodeRef(tree: node.tree, node: $0) }
  }
}
