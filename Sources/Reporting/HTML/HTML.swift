import YAML

/// Text of an HTML page. What people named is escaped on its way in; markup is what this target writes.
struct HTML: ExpressibleByStringInterpolation {
  private(set) var text: String

  init(stringLiteral text: String) { self.text = text }

  init(stringInterpolation parts: Interpolation) { text = parts.text }

  struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }

    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ markup: HTML) { text += markup.text }
    mutating func appendInterpolation(_ number: Int) { text += String(number) }
    mutating func appendInterpolation(_ words: String) { HTML.escape(words, into: &text) }
    mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { text += part.text } }
  }

  static func += (left: inout HTML, right: HTML) { left.text += right.text }

  /// Markup that stands in a file of this target.
  static func trusted(_ text: String) -> HTML { HTML(stringLiteral: text) }

  /// Safe in text and in attributes between double quotes.
  private static func escape(_ words: String, into text: inout String) {
    escaping.append(words, to: &text)
  }

  /// Marks that turn the direction of text would let a name dress up as another, so they are spelled out, as are control
  /// characters but line ends.
  static func visible(_ words: String) -> String { spelling(words) }

  private static let unseen: [ClosedRange<UInt32>] = [
    0...0x09, 0x0b...0x1f, 0x7f...0x9f, 0x061c...0x061c, 0x200e...0x200f, 0x202a...0x202e, 0x2066...0x2069,
  ]
  private static let spelling = Escaping([:], unseen, as: spelled)
  private static let escaping = Escaping(
    ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"], unseen, as: spelled)

  private static func spelled(_ scalar: Unicode.Scalar) -> String { "\\u{" + String(scalar.value, radix: 16) + "}" }
}
