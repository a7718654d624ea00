import Foundation

/// RFC 4648, section 4.
public enum Base64 {
  public static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// nil when the text is no base64.
  /// - Parameter padded: whether `=` must fill the last group.
  public static func decode(_ text: String, padded: Bool) -> [UInt8]? {
    let missing = (4 - text.utf8.count % 4) % 4
    if padded || text.hasSuffix("=") { return Data(base64Encoded: text).map(Array.init) }
    return Data(base64Encoded: text + String(repeating: "=", count: missing)).map(Array.init)
  }
}
