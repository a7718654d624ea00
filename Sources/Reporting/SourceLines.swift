import YAML

/// The lines of a file, for showing where a finding stands.
struct SourceLines {
  private let lines: [ArraySlice<UInt8>]

  init(_ bytes: [UInt8]) {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x0a || (bytes[index] == 0x0d && !(index + 1 < bytes.count && bytes[index + 1] == 0x0a)) {
        lines.append(bytes[start..<index])
        start = index + 1
      }
      index += 1
    }
    lines.append(bytes[start...])
    self.lines = lines
  }

  /// A line as a terminal may show it, and carets below a range of it; nil when there is no such line.
  func frame(from start: Position, to end: Position) -> (line: String, carets: String)? {
    guard lines.indices.contains(start.line - 1) else { return nil }
    let text = String(decoding: lines[start.line - 1].filter { $0 != 0x0d }, as: UTF8.self)
    let last = end.line == start.line ? max(end.column, start.column + 1) : Int.max
    var shown: [(text: String, width: Int, marked: Bool)] = []
    var column = 1
    for character in text.prefix(4_000) {
      let marked = column >= start.column && column < last
      shown.append(
        (character == "\t" ? "  " : SourceLines.clean(String(character)), SourceLines.width(of: character), marked))
      column += character.utf16.count
    }
    // A long line is shown around the range.
    let first = shown.firstIndex { $0.marked } ?? shown.count
    let from = shown.count > 160 ? max(0, first - 40) : 0
    let to = min(shown.count, from + 160)
    let window = shown[from..<to]
    let carets = window.map { String(repeating: $0.marked ? "^" : " ", count: $0.width) }.joined()
    var end = carets
    while end.last == " " { end.removeLast() }
    if !end.contains("^") { end = String(repeating: " ", count: window.map(\.width).reduce(0, +)) + "^" }
    let before = from > 0 ? "…" : ""
    return (
      before + window.map(\.text).joined() + (to < shown.count ? "…" : ""), (from > 0 ? " " : "") + end
    )
  }

  /// Cells that a character takes: two for tabs (as shown here), wide scripts and emoji.
  private static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    if character == "\t" { return 2 }
    switch scalar.value {
    case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
      0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
      return 2
    default: return 1
    }
  }

  /// Control characters, and those that turn the direction of text, as U+FFFD.
  static func clean(_ text: String) -> String { cleaning(text) }

  private static let cleaning = Escaping([:], unseen, as: { _ in "\u{fffd}" })

  /// What a terminal would obey rather than show.
  static let unseen: [ClosedRange<UInt32>] = [
    0...0x1f, 0x7f...0x9f, 0x200e...0x200f, 0x202a...0x202e, 0x2028...0x2029, 0x2066...0x2069,
  ]
}
