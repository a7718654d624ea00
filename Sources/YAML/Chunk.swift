/// Finding document markers and counting lines in raw text.
enum Chunk {
  /// The next line at or after `from` that begins a document: `---`, then a blank, a line break or the end.
  /// - Parameter from: the first byte that may follow the line feed before the marker.
  /// - Returns: the offset of the first `-`; nil when there is none.
  static func marker(in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
    var index = max(from - 1, 0)
    while let feed = lineFeed(before: UInt8(ascii: "-"), in: bytes, from: index) {
      let at = feed + 1
      if at + 3 <= bytes.count, bytes[at + 1] == UInt8(ascii: "-"), bytes[at + 2] == UInt8(ascii: "-"),
        at + 3 == bytes.count || isBlankOrBreak(bytes[at + 3])
      {
        return at
      }
      index = at
    }
    return nil
  }

  /// The first line feed at or after `from` that is followed by `byte`.
  private static func lineFeed(before byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let raw = UnsafeRawPointer(base)
    var index = from
    while index + 9 <= bytes.count {
      let feeds = Word.equal(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self), 0x0a)
      let both = feeds & Word.equal(raw.loadUnaligned(fromByteOffset: index + 1, as: UInt64.self), byte)
      if both != 0 { return index + both.littleEndian.trailingZeroBitCount / 8 }
      index += 8
    }
    while index + 1 < bytes.count {
      if base[index] == 0x0a, base[index + 1] == byte { return index }
      index += 1
    }
    return nil
  }

  /// Whether some line begins with `%`: a directive, behind which a text cannot be cut at its markers.
  /// libyaml breaks lines at CR, NEL, LS and PS too.
  static func hasDirective(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var from = 0
    while let at = Text.firstByte(UInt8(ascii: "%"), in: bytes, from: from) {
      if at == 0 || endsLine(bytes[at - 1]) { return true }
      from = at + 1
    }
    return false
  }

  private static func endsLine(_ byte: UInt8) -> Bool {
    byte == 0x0a || byte == 0x0d || byte == 0x85 || byte == 0xa8 || byte == 0xa9
  }

  private static func isBlankOrBreak(_ byte: UInt8) -> Bool {
    byte == 0x0a || byte == 0x20 || byte == 0x0d || byte == 0x09
  }

  /// Number of line ends (LF, CR LF, CR).
  static func lineCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var feeds = 0
    for index in 0..<bytes.count { feeds &+= base[index] == 0x0a ? 1 : 0 }
    guard Text.firstByte(0x0d, in: bytes, from: 0) != nil else { return feeds }
    return feeds
      + bytes.indices.count { bytes[$0] == 0x0d && !($0 + 1 < bytes.count && bytes[$0 + 1] == 0x0a) }
  }
}

/// Eight bytes at a time: each result has the high bit set in the bytes that hold what was asked.
enum Word {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let high: UInt64 = 0x8080_8080_8080_8080

  @inline(__always)
  static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let difference = word ^ (ones &* UInt64(byte))
    return ~(((difference & ~high) &+ ~high) | difference) & high
  }

  /// Bytes that need a closer look in a text: not ASCII, or a control character that is no line feed.
  @inline(__always)
  static func suspicious(_ word: UInt64) -> UInt64 {
    let control = ~((word | high) &- (ones &* 0x20)) & high
    return (word & high) | (control & ~equal(word, 0x0a)) | equal(word, 0x7f)
  }
}
