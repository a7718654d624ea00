/// The Markdown of rules' texts as markup: paragraphs, lists and fenced code, and within them code spans, emphasis and
/// links, as CommonMark reads them.
///
/// Anything else stays as it is written, raw HTML too. Policies may come from strangers: their words are escaped, and
/// only addresses of the web become links. One pass with a bounded look ahead, so linear in the text.
/// - SeeAlso: CommonMark 0.31, 4.5 Fenced code blocks, 5.3 Lists, 6 Inlines.
struct MarkdownText {
  private let text: String

  init(_ text: String) { self.text = text }

  /// As far as a closing mark is looked for.
  private static let reach = 500

  // MARK: Blocks

  var html: HTML {
    var blocks = Blocks()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) { blocks.take(line) }
    blocks.close()
    return blocks.html
  }

  private struct Blocks {
    private enum Kind { case paragraph, bullets, numbers, code }

    private(set) var html: HTML = ""
    private var kind: Kind?
    /// Lines of the open paragraph or code, or of the open list's items.
    private var parts: [[Substring]] = []

    mutating func take(_ line: Substring) {
      let words = line.drop { $0 == " " || $0 == "\t" }
      if kind == .code {
        if words.hasPrefix("```") { close() } else { parts[0].append(line) }
      } else if words.hasPrefix("```") {
        begin(.code, [])
      } else if words.isEmpty {
        close()
      } else if let (list, item) = Blocks.item(words) {
        if kind == list { parts.append([item]) } else { begin(list, [item]) }
      } else if kind == nil {
        begin(.paragraph, [words])
      } else {
        parts[parts.count - 1].append(words)
      }
    }

    private static func item(_ line: Substring) -> (Kind, Substring)? {
      if line.hasPrefix("- ") || line.hasPrefix("* ") { return (.bullets, line.dropFirst(2)) }
      let digits = line.prefix { $0.isASCII && $0.isNumber }
      let rest = line.dropFirst(digits.count)
      return !digits.isEmpty && rest.hasPrefix(". ") ? (.numbers, rest.dropFirst(2)) : nil
    }

    private mutating func begin(_ kind: Kind, _ first: [Substring]) {
      close()
      self.kind = kind
      parts = [first]
    }

    mutating func close() {
      guard let kind else { return }
      let texts = parts.map { $0.joined(separator: "\n") }
      func items() -> [HTML] { texts.map { "<li>\(MarkdownText.inline($0[...]))</li>\n" } }
      switch kind {
      case .paragraph: html += "<p>\(MarkdownText.inline(texts[0][...]))</p>\n"
      case .bullets: html += "<ul>\n\(items())</ul>\n"
      case .numbers: html += "<ol>\n\(items())</ol>\n"
      case .code: html += "<pre><code>\(texts[0])\n</code></pre>\n"
      }
      (self.kind, parts) = (nil, [])
    }
  }

  // MARK: Inlines

  /// The text as one line of words, for titles and cells.
  var inline: HTML { MarkdownText.inline(text[...]) }

  private static func inline(_ text: Substring) -> HTML {
    var html: HTML = ""
    var plain = text[..<text.startIndex]
    var rest = text
    while let first = rest.first {
      if let (markup, end) = span(first, in: rest, after: plain.last) {
        html += "\(String(plain))\(markup)"
        rest = rest[end...]
        plain = rest[..<rest.startIndex]
      } else if first == "\\", let next = rest.dropFirst().first, next.isASCII, next.isPunctuation || next.isSymbol {
        html += "\(String(plain))\(String(next))"
        rest = rest.dropFirst(2)
        plain = rest[..<rest.startIndex]
      } else {
        // A run of marks that opens nothing is text as a whole.
        let run = "`*_".contains(first) ? rest.prefix { $0 == first }.count : 1
        rest = rest.dropFirst(run)
        plain = text[plain.startIndex..<rest.startIndex]
      }
    }
    html += "\(String(plain))"
    return html
  }

  /// What begins with a mark, and where it ends; nil where the mark is text.
  private static func span(_ mark: Character, in text: Substring, after before: Character?) -> (HTML, String.Index)? {
    switch mark {
    case "`":
      let run = text.prefix { $0 == "`" }
      guard let (words, end) = enclosed(by: run, in: text, isNested: false, where: { _, _ in true }) else { return nil }
      let isPadded = words.first == " " && words.last == " " && words.contains { $0 != " " }
      return ("<code>\(String(isPadded ? words.dropFirst().dropLast() : words))</code>", end)
    case "*", "_":
      let run = text.prefix { $0 == mark }.prefix(2)
      if mark == "_", before.map({ $0.isLetter || $0.isNumber }) ?? false { return nil }
      guard let next = text.dropFirst(run.count).first, !next.isWhitespace else { return nil }
      let found = enclosed(by: run, in: text, isNested: true) { before, after in
        !before.isWhitespace && !(mark == "_" && after.map { $0.isLetter || $0.isNumber } ?? false)
      }
      guard let (words, end) = found else { return nil }
      let inner = inline(words)
      return (run.count == 2 ? "<strong>\(inner)</strong>" : "<em>\(inner)</em>", end)
    case "[":
      guard let (title, middle) = enclosed("[", "](", in: text),
        let (address, end) = enclosed("(", ")", in: text[text.index(before: middle)...]),
        address.hasPrefix("https://") || address.hasPrefix("http://"), !address.contains(where: \.isWhitespace)
      else { return nil }
      return ("<a href=\"\(String(address))\" rel=\"noreferrer\">\(inline(title))</a>", end)
    default: return nil
    }
  }

  /// What stands between the run of marks that a text begins with and the next run that closes it; nil where none is
  /// near, or nothing stands between.
  /// - Parameter isNested: whether a run of three closes, by its last marks, what stands within and this.
  private static func enclosed(
    by run: Substring, in text: Substring, isNested: Bool,
    where ends: (_ before: Character, _ after: Character?) -> Bool
  ) -> (Substring, String.Index)? {
    guard let mark = run.first else { return nil }
    var near = text.dropFirst(run.count).prefix(reach)[...]
    let start = near.startIndex
    while let first = near.firstIndex(of: mark) {
      let marks = near[first...].prefix { $0 == mark }
      near = near[marks.endIndex...]
      guard marks.count == run.count || isNested && marks.count == 3, first > start else { continue }
      let end = text.index(marks.endIndex, offsetBy: -run.count)
      if ends(text[text.index(before: first)], text[marks.endIndex...].first) {
        return (text[start..<end], marks.endIndex)
      }
    }
    return nil
  }

  /// What stands between two marks; nil where the second is not near, or nothing stands between.
  private static func enclosed(
    _ open: String, _ close: String, in text: Substring
  ) -> (Substring, String.Index)? {
    let near = text.dropFirst(open.count).prefix(reach)
    guard let found = near.firstRange(of: close), found.lowerBound > near.startIndex else { return nil }
    return (near[..<found.lowerBound], found.upperBound)
  }
}
