/// Finding the comments that are meant for this tool. libyaml's events know no comments: a text search finds the
/// word, and the tree tells whether it stands in a value.
enum Directives {
  static let word: StaticString = "fargate-lint:"

  static func find(
    in text: UnsafeBufferPointer<UInt8>, tree: Tree?, locator: Locator, from first: Int = 0
  ) -> [Comment] {
    word.withUTF8Buffer { bytes in
      var comments: [Comment] = []
      var from = first
      while let at = Text.find(bytes, in: text, from: from) {
        from = at + bytes.count
        guard let hash = hashSign(before: at, in: text) else { continue }
        var end = at
        while end < text.count, text[end] != 0x0a, text[end] != 0x0d { end += 1 }
        from = end
        let characters = text[..<hash].count { $0 & 0xc0 != 0x80 }
        if let tree, stands(in: tree, at: characters) { continue }
        let length = text[hash..<end].count { $0 & 0xc0 != 0x80 }
        var before = hash
        while before > 0, text[before - 1] == 0x20 || text[before - 1] == 0x09 { before -= 1 }
        comments.append(
          Comment(
            text: String(decoding: text[hash..<end], as: UTF8.self), start: locator.position(of: characters),
            end: locator.position(of: characters + length), character: tree == nil ? nil : characters,
            ownsLine: before == 0 || text[before - 1] == 0x0a || text[before - 1] == 0x0d))
      }
      return comments
    }
  }

  /// The `#` that makes a comment of the word at `at`: only blanks stand between them.
  private static func hashSign(before at: Int, in text: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = at
    while index > 0, text[index - 1] == 0x20 || text[index - 1] == 0x09 || text[index - 1] == UInt8(ascii: "#") {
      index -= 1
      if text[index] == UInt8(ascii: "#") {
        let startsComment = index == 0 || [0x20, 0x09, 0x0a, 0x0d].contains(text[index - 1])
        if startsComment { return index }
      }
    }
    return nil
  }

  /// Whether a character lies inside a scalar.
  private static func stands(in tree: Tree, at character: Int) -> Bool {
    for index in 0..<tree.nodeCount {
      let node = tree[UInt32(index)]
      if node.kind == .scalar, Int(node.start) <= character, character < Int(node.end) { return true }
    }
    return false
  }
}
