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
    for scalar in visible(words).unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// Marks that turn the direction of text would let a name dress up as another, so they are spelled out, as are control
  /// characters but line ends.
  static func visible(_ words: String) -> String {
    var text = ""
    for scalar in words.unicodeScalars {
      if scalar != "\n", scalar.properties.generalCategory == .control || scalar.properties.isBidiControl {
        text += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
