/// A line that a program said to standard error.
struct ErrorLine {
  private enum Level { case error, warning, other }

  private var text: String
  private let level: Level

  /// The one that says what is wrong: the first that speaks of an error, else the first that is no warning.
  static func first(in said: String) -> String? {
    let lines = all(in: said).filter { !$0.text.isEmpty }
    return (lines.first { $0.level == .error } ?? lines.first { $0.level == .other })?.text
  }

  private static func all(in said: String) -> [ErrorLine] {
    var lines: [ErrorLine] = []
    var isOpen = false
    for raw in said.split(whereSeparator: \.isNewline) {
      let text = raw.drop(while: \.isWhitespace)
      if isOpen, let last = lines.indices.last {
        isOpen = text != ">"
        if isOpen { lines[last].text += (lines[last].text.isEmpty ? "" : " ") + text }
      } else if let (level, message) = logged(text) {
        isOpen = message == "<"
        lines.append(ErrorLine(text: isOpen ? "" : message, level: "EF".contains(level) ? .error : .warning))
      } else {
        lines.append(plain(text))
      }
    }
    return lines
  }

  private static func plain(_ text: Substring) -> ErrorLine {
    let lower = text.lowercased()
    if lower.hasPrefix("error: ") { return ErrorLine(text: String(text.dropFirst(7)), level: .error) }
    if lower.hasPrefix("error") || lower.hasPrefix("fatal") { return ErrorLine(text: String(text), level: .error) }
    let isWarning = lower.hasPrefix("warning") || lower.hasPrefix("# warning")
    return ErrorLine(text: String(text), level: isWarning ? .warning : .other)
  }

  /// What Kubernetes' own programs log: `E0131 12:00:00.000000 4711 run.go:72] "command failed" err="…"`, or `err=<` with
  /// lines that end with `>`.
  private static func logged(_ text: Substring) -> (level: Character, message: String)? {
    guard let level = text.first, "EFWI".contains(level), text.dropFirst().prefix(4).count(where: \.isNumber) == 4,
      let head = text.firstRange(of: "] ")
    else { return nil }
    let message = text[head.upperBound...]
    guard let error = message.firstRange(of: "err=") else { return (level, String(message)) }
    let quoted = message[error.upperBound...]
    guard quoted.first == "\"", quoted.last == "\"", quoted.count > 1 else { return (level, String(quoted)) }
    let unescaped = quoted.dropFirst().dropLast().replacing("\\\"", with: "\"").replacing("\\n", with: " ")
    return (level, String(unescaped))
  }
}
