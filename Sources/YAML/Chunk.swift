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
    var index = from
    let feeds = SIMD32<UInt8>(repeating: 0x0a)
    let seconds = SIMD32<UInt8>(repeating: byte)
    while index + 33 <= bytes.count {
      let first = UnsafeRawPointer(base + index).loadUnaligned(as: SIMD32<UInt8>.self)
      let second = UnsafeRawPointer(base + index + 1).loadUnaligned(as: SIMD32<UInt8>.self)
      let both = (first .== feeds) .& (second .== seconds)
      if any(both) {
        for offset in 0..<32 where both[offset] { return index + offset }
      }
      index += 32
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
    guard let base = bytes.baseAddress, bytes.count > 0 else { return false }
    if base[0] == UInt8(ascii: "%") { return true }
    var index = 1
    let percent = SIMD32<UInt8>(repeating: UInt8(ascii: "%"))
    while index + 32 <= bytes.count {
      let block = UnsafeRawPointer(base + index).loadUnaligned(as: SIMD32<UInt8>.self) .== percent
      if any(block) {
        for offset in 0..<32 where block[offset] && endsLine(base[index + offset - 1]) { return true }
      }
      index += 32
    }
    while index < bytes.count {
      if base[index] == UInt8(ascii: "%"), endsLine(base[index - 1]) { return true }
      index += 1
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
    var count = 0
    var returns = false
    var index = 0
    while index + 32 <= bytes.count {
      let block = UnsafeRawPointer(base + index).loadUnaligned(as: SIMD32<UInt8>.self)
      let ones = SIMD32<UInt8>(repeating: 0).replacing(with: 1, where: block .== 0x0a)
      count += Int(ones.wrappedSum())
      if any(block .== 0x0d) { returns = true }
      index += 32
    }
    while index < bytes.count {
      if base[index] == 0x0a { count += 1 }
      if base[index] == 0x0d { returns = true }
      index += 1
    }
    if returns {
      for index in 0..<bytes.count where base[index] == 0x0d && !(index + 1 < bytes.count && base[index + 1] == 0x0a) {
        count += 1
      }
    }
    return count
  }
}
