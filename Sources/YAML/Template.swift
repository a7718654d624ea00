/// Recognising texts that are YAML only after something else has worked on them.
///
/// Asked only of a text that does not parse: what parses is YAML whatever it holds.
enum Template {
  /// Whether `{{`, `{%` or a `${` that is no value stands where YAML would see structure: outside quotes, block
  /// scalars and comments.
  static func isMarked(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var blockIndent: Int?
    var quote: UInt8?
    var start = 0
    while start < text.count {
      var end = start
      while end < text.count, text[end] != 0x0a { end += 1 }
      let line = text[start..<end]
      start = end + 1
      let indent = line.prefix { $0 == 0x20 }.count
      let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x0d || $0 == 0x09 }
      if let block = blockIndent, isBlank || indent > block { continue }
      blockIndent = nil
      if holdsMark(line, &quote) { return true }
      if opensBlock(line) { blockIndent = indent }
    }
    return false
  }

  private static func holdsMark(_ line: Slice<UnsafeBufferPointer<UInt8>>, _ quote: inout UInt8?) -> Bool {
    var previous: UInt8 = 0x20
    var index = line.startIndex
    let begin = line.firstIndex { $0 != 0x20 && $0 != UInt8(ascii: "-") } ?? line.endIndex
    while index < line.endIndex {
      let byte = line[index]
      let following = index + 1 < line.endIndex ? line[index + 1] : 0
      if let open = quote {
        if open == UInt8(ascii: "\""), byte == UInt8(ascii: "\\") { index += 1 }
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "{"), following == UInt8(ascii: "{") || following == UInt8(ascii: "%") {
        return true
      } else if byte == UInt8(ascii: "$"), following == UInt8(ascii: "{"), index == begin {
        return true
      } else if byte == UInt8(ascii: "#"), previous == 0x20 || previous == 0x09 {
        return false
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), !isWordByte(previous) {
        quote = byte
      }
      previous = byte
      index += 1
    }
    return false
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte >= 0x80
  }

  /// Whether the line ends with the header of a block scalar: `|`, `>`, with indentation and chomping signs.
  private static func opensBlock(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var rest = line
    if let comment = zip(rest.indices, rest.indices.dropFirst()).first(where: {
      rest[$0.0] == 0x20 && rest[$0.1] == UInt8(ascii: "#")
    }) {
      rest = rest[..<comment.0]
    }
    while let last = rest.last,
      [0x20, 0x0d, UInt8(ascii: "-"), UInt8(ascii: "+")].contains(last) || (48...57).contains(last)
    {
      rest = rest.dropLast()
    }
    guard let last = rest.last, last == UInt8(ascii: "|") || last == UInt8(ascii: ">") else { return false }
    let before = rest.dropLast().last
    return before == nil || before == 0x20
  }

  /// The line and offset in characters of the first conflict marker, where one of each kind stands in the text.
  static func conflict(in text: UnsafeBufferPointer<UInt8>) -> Int? {
    var first: Int?
    var closes = false
    var characters = 0
    var start = 0
    while start < text.count {
      var end = start
      while end < text.count, text[end] != 0x0a { end += 1 }
      let line = text[start..<end]
      if line.starts(with: "<<<<<<< ".utf8), first == nil { first = characters }
      if line.starts(with: ">>>>>>> ".utf8), first != nil { closes = true }
      characters += line.count { $0 & 0xc0 != 0x80 } + 1
      start = end + 1
    }
    return closes ? first : nil
  }
}
