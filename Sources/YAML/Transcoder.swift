/// UTF-16 to UTF-8, for files that begin with a UTF-16 byte order mark.
enum Transcoder {
  /// Whether the first two bytes of a file are UTF-16's mark, and if so whether it is big-endian.
  static func utf16ByteOrder(_ first: UInt8, _ second: UInt8) -> Bool? {
    switch (first, second) {
    case (0xff, 0xfe): false
    case (0xfe, 0xff): true
    default: nil
    }
  }

  static func utf8(fromUTF16 bytes: UnsafeBufferPointer<UInt8>, bigEndian: Bool) -> Result<[UInt8], Problem> {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var characters = 0
    var index = 0
    func unit(_ at: Int) -> UInt32 {
      let (first, second) = (UInt32(bytes[at]), UInt32(bytes[at + 1]))
      return bigEndian ? first << 8 | second : second << 8 | first
    }
    while index + 1 < bytes.count {
      var value = unit(index)
      index += 2
      if (0xd800..<0xdc00).contains(value), index + 1 < bytes.count, (0xdc00..<0xe000).contains(unit(index)) {
        value = 0x10000 + (value - 0xd800) << 10 + (unit(index) - 0xdc00)
        index += 2
      }
      guard let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else {
        let at = characters..<characters
        return .failure(Problem(.encoding, "half of a UTF-16 surrogate pair: save the file as UTF-8", at))
      }
      text.append(contentsOf: encoded)
      characters += 1
    }
    if index < bytes.count {
      let at = characters..<characters
      return .failure(Problem(.encoding, "a UTF-16 file of an odd number of bytes: save it as UTF-8", at))
    }
    return .success(text)
  }
}
