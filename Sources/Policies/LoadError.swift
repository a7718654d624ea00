import CEL
import YAML

/// Why a policy or a configuration cannot be used. Nothing is linted while one stands.
public struct LoadError: Error, Sendable {
  public let file: String
  public let position: Position
  /// Lower case, what was found, what was expected, what to do.
  public let message: String
  /// The line that the position is in.
  public let line: String

  public init(file: String, position: Position, message: String, line: String) {
    self.file = file
    self.position = position
    self.message = message
    self.line = line
  }

  /// An issue of an expression that stands by itself.
  public init(expression: String, _ issue: Issue) {
    let position = issue.position(in: expression)
    let lines = expression.split(separator: "\n", omittingEmptySubsequences: false)
    self.init(
      file: "expression", position: position, message: issue.message, line: String(lines[position.line - 1]))
  }

  /// `FILE:LINE:COLUMN: error: MESSAGE`, then the line with a caret below the column.
  public var text: String {
    let head = "\(file):\(position.line):\(position.column): error: \(message)"
    // A line that no terminal shows whole is left out.
    guard !line.isEmpty, line.utf16.count <= 400 else { return head }
    let units = line.utf16.prefix(position.column - 1)
    let before = String(decoding: units, as: UTF16.self).map { $0 == "\t" ? "\t" : " " }.joined()
    return head + "\n  " + line + "\n  " + before + "^"
  }
}

extension [LoadError] {
  /// By file, line and column.
  public var inReportOrder: [LoadError] {
    sorted { ($0.file, $0.position) < ($1.file, $1.position) }
  }
}
