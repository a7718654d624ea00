import CEL
import YAML

/// Why a policy file cannot be used. Nothing is linted while one stands.
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
    guard !line.isEmpty else { return head }
    let units = line.utf16.prefix(position.column - 1)
    let before = String(decoding: units, as: UTF16.self).map { $0 == "\t" ? "\t" : " " }.joined()
    return head + "\n  " + line + "\n  " + before + "^"
  }
}

/// Everything that keeps policies from loading, in file order.
public struct LoadErrors: Error, Sendable {
  public let errors: [LoadError]
  public init(errors: [LoadError]) { self.errors = errors }
}
