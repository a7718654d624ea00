/// What a run of bytes is as text that YAML allows (YAML 1.1, section 5.1, as libyaml's reader has it).
enum Characters: Equatable {
  case fine(count: Int)
  /// Not UTF-8 from this byte on; `characters` stand before it.
  case invalid(at: Int, characters: Int)
  /// A character that YAML forbids in a stream.
  case forbidden(UInt32, at: Int, characters: Int)

  static func check(_ bytes: UnsafeBufferPointer<UInt8>) -> Characters {
    guard let base = bytes.baseAddress else { return .fine(count: 0) }
    let end = bytes.count
    var index = 0
    var count = 0
    let raw = UnsafeRawPointer(base)
    while index < end {
      while index + 8 <= end, Word.suspicious(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) == 0 {
        index += 8
        count += 8
      }
      let stop = min(end, index + 8)
      while index < stop {
        let byte = base[index]
        if byte < 0x80 {
          guard byte >= 0x20 && byte != 0x7f || byte == 0x0a || byte == 0x0d || byte == 0x09 else {
            return .forbidden(UInt32(byte), at: index, characters: count)
          }
          index += 1
        } else {
          guard let (scalar, width) = decode(base + index, end - index) else {
            return .invalid(at: index, characters: count)
          }
          guard scalar >= 0xa0 || scalar == 0x85, scalar != 0xfffe, scalar != 0xffff else {
            return .forbidden(scalar, at: index, characters: count)
          }
          index += width
        }
        count += 1
      }
    }
    return .fine(count: count)
  }

  /// One multi-byte character of strict UTF-8 (RFC 3629).
  private static func decode(_ bytes: UnsafePointer<UInt8>, _ available: Int) -> (UInt32, Int)? {
    let first = UInt32(bytes[0])
    let width: Int
    var scalar: UInt32
    switch first {
    case 0xc2...0xdf: (width, scalar) = (2, first & 0x1f)
    case 0xe0...0xef: (width, scalar) = (3, first & 0x0f)
    case 0xf0...0xf4: (width, scalar) = (4, first & 0x07)
    default: return nil
    }
    guard width <= available else { return nil }
    for offset in 1..<width {
      guard bytes[offset] & 0xc0 == 0x80 else { return nil }
      scalar = scalar << 6 | UInt32(bytes[offset] & 0x3f)
    }
    if width == 3, scalar < 0x800 || (0xd800...0xdfff).contains(scalar) { return nil }
    if width == 4, scalar < 0x10000 || scalar > 0x10ffff { return nil }
    return (scalar, width)
  }
}
