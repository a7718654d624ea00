/// The name of a file as reports show it: relative to the working directory where it lies below it, with `/`.
///
/// A name on disk is bytes, not text; what is not UTF-8 is percent-encoded in `text`, so that every report is UTF-8.
public struct FileName: Hashable, Comparable, Sendable {
  /// The name's bytes, without a NUL.
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// Eight bytes at a time, which is much cheaper than one.
  public func hash(into hasher: inout Hasher) {
    var word: UInt64 = 0
    for (place, byte) in bytes.enumerated() {
      word = word << 8 | UInt64(byte)
      if place & 7 == 7 { hasher.combine(word) }
    }
    hasher.combine(word)
    hasher.combine(bytes.count)
  }

  /// Byte order, which is the order of every report.
  public static func < (left: FileName, right: FileName) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// The name as text: bytes that are not UTF-8 as `%XX`.
  public var text: String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var result = ""
    var rest = bytes[...]
    while !rest.isEmpty {
      var decoder = UTF8()
      var iterator = rest.makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&iterator), let width = UTF8.encode(scalar)?.count {
        result.unicodeScalars.append(scalar)
        rest = rest.dropFirst(width)
      } else if let byte = rest.popFirst() {
        result += FileName.percentEncoded(byte)
      }
    }
    return result
  }

  /// The name as a relative URI reference (RFC 3986): every byte that is no unreserved character or `/` as `%XX`.
  public var uri: String {
    var result = ""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += FileName.percentEncoded(byte)
      }
    }
    return result
  }

  private static func percentEncoded(_ byte: UInt8) -> String {
    let hex = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "%0\(hex)" : "%\(hex)"
  }
}
