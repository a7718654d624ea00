/// A pattern of `*` (any run of characters, none too) and `?` (exactly one); everything else stands for itself.
///
/// Time grows with the product of the lengths at worst, never beyond.
public struct Wildcard: Sendable, Hashable {
  /// Without a star after a star.
  private let bytes: [UInt8]
  /// The bytes of the shortest text that matches, at least.
  private let shortest: Int
  /// Whether it has neither `*` nor `?`.
  public let isLiteral: Bool

  public init(_ pattern: String) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(pattern.utf8.count)
    var (stars, ones) = (0, 0)
    for byte in pattern.utf8 where byte != Self.star || bytes.last != Self.star {
      bytes.append(byte)
      if byte == Self.star { stars += 1 } else if byte == Self.one { ones += 1 }
    }
    self.bytes = bytes
    shortest = bytes.count - stars
    isLiteral = stars + ones == 0
  }

  /// Whether any text matches.
  public var matchesEverything: Bool { bytes == [Self.star] }

  public func matches(_ text: String) -> Bool {
    matches(text.utf8.span)
  }

  private static let star = UInt8(ascii: "*")
  private static let one = UInt8(ascii: "?")

  private func matches(_ text: Span<UInt8>) -> Bool {
    guard text.count >= shortest else { return false }
    var place = 0
    var at = 0
    var star: (pattern: Int, text: Int)?
    while at < text.count {
      if place < bytes.count, bytes[place] == Self.star {
        star = (place, at)
        place += 1
      } else if place < bytes.count, bytes[place] == Self.one, !Self.continues(text[at]) {
        place += 1
        at += 1
        while at < text.count, Self.continues(text[at]) { at += 1 }
      } else if place < bytes.count, bytes[place] == text[at], bytes[place] != Self.one {
        place += 1
        at += 1
      } else if let last = star {
        // Let the last star take one byte more.
        place = last.pattern + 1
        at = last.text + 1
        star = (last.pattern, at)
      } else {
        return false
      }
    }
    return bytes[place...].allSatisfy { $0 == Self.star }
  }

  /// Whether a byte of UTF-8 goes on with a character.
  private static func continues(_ byte: UInt8) -> Bool { byte & 0xc0 == 0x80 }
}
