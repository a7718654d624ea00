/// A fenced block of a Markdown page.
struct CodeBlock {
  /// What stands behind the fence up to a space; empty for none.
  let language: String
  /// The exit code that `run` or `run=CODE` behind the language asks for; nil where the block is not to be run.
  let status: Int32?
  /// Of the fence, from 1.
  let line: Int
  let text: String

  /// The blocks of a page, in order.
  static func all(in page: String) -> [CodeBlock] {
    var blocks: [CodeBlock] = []
    var fence: (words: [Substring], line: Int)?
    var lines: [Substring] = []
    for (number, line) in page.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let (words, start) = fence {
        guard line == "```" else {
          lines.append(line)
          continue
        }
        let run = words.dropFirst().first { $0 == "run" || $0.hasPrefix("run=") }
        blocks.append(
          CodeBlock(
            language: String(words.first ?? ""), status: run.map { Int32($0.dropFirst("run=".count)) ?? 0 },
            line: start, text: lines.joined(separator: "\n")))
        (fence, lines) = (nil, [])
      } else if line.hasPrefix("```") {
        fence = (line.dropFirst(3).split(separator: " "), number + 1)
      }
    }
    return blocks
  }
}
