/// How a terminal shows pieces of text.
struct Style {
  let isColored: Bool

  enum Kind: String {
    case error = "1;31"
    case bad = "33"
    case good = "32"
    case bold = "1"
    case frame = "34"
    case quiet = "2"
  }

  func paint(_ text: String, _ kind: Kind) -> String {
    isColored && !text.isEmpty ? "\u{1b}[\(kind.rawValue)m\(text)\u{1b}[0m" : text
  }
}
