/// How generated data is written.
enum DataEncoding {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Base64 (RFC 4648); in lines of 70 characters where it is longer than one.
  static func wrappedBase64(_ bytes: [UInt8]) -> String {
    var encoded: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = 0
      for (place, byte) in group.enumerated() { bits |= Int(byte) << (16 - place * 8) }
      for place in 0..<4 {
        encoded.append(
          place <= group.count ? digits[bits >> (18 - place * 6) & 63] : UInt8(ascii: "="))
      }
    }
    guard encoded.count >= 70 else { return String(decoding: encoded, as: UTF8.self) }
    var wrapped: [UInt8] = []
    for start in stride(from: 0, to: encoded.count, by: 70) {
      wrapped += encoded[start..<min(start + 70, encoded.count)] + [0x0a]
    }
    return String(decoding: wrapped, as: UTF8.self)
  }
}
