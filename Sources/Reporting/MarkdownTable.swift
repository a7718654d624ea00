/// A table in GitHub's Markdown.
struct MarkdownTable {
  let heads: [String]
  /// The columns that end below each other.
  var numbers: Set<Int> = []

  /// - Parameter rows: cells that are Markdown already.
  func write(_ rows: [[String]], to out: inout some TextOutputStream) {
    out.write("| " + heads.joined(separator: " | ") + " |\n")
    out.write("|" + heads.indices.map { numbers.contains($0) ? " ---: |" : " --- |" }.joined() + "\n")
    for row in rows { out.write("| " + row.joined(separator: " | ") + " |\n") }
    out.write("\n")
  }

  /// Text that means nothing to Markdown, on one line.
  static func text(_ words: String) -> String {
    var result = ""
    for letter in words {
      if "\\`*_{}[]<>#|!~&@".contains(letter) { result.append("\\") }
      result.append(letter.isNewline ? " " : letter)
    }
    return result
  }

  static func code(_ words: String) -> String {
    let plain = words.map { $0.isNewline ? " " : $0 == "|" ? "¦" : $0 == "`" ? "'" : String($0) }.joined()
    return "`\(plain)`"
  }
}
