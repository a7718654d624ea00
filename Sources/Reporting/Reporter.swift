import Linting

/// Writes a report in one format. A reporter has no state: the same report gives the same bytes.
public protocol Reporter: Sendable {
  /// Streams, so that a report of a million findings needs no text of a million lines.
  func write(_ report: Report, to out: inout some TextOutputStream)

  /// What the format's readers would refuse or cut and the text therefore lacks, one sentence each, without a full stop.
  func omissions(in report: Report) -> [String]
}

extension Reporter {
  /// Most formats hold everything.
  public func omissions(in report: Report) -> [String] { [] }
}

/// The formats of `--format` and `--report`.
public enum ReportFormat: String, CaseIterable, Sendable {
  case text, json, sarif, junit, github, gitlab, checkstyle, markdown, html

  /// Whether the format says what can be done about findings, which costs another reading of their documents.
  public var tellsFixes: Bool { self == .json || self == .sarif }

  /// What writes the format; text is for `console` to shape.
  public func reporter(console: TextReporter) -> any Reporter {
    switch self {
    case .text: console
    case .json: JSONReporter()
    case .sarif: SARIFReporter()
    case .junit: JUnitReporter()
    case .github: GitHubReporter()
    case .gitlab: GitLabReporter()
    case .checkstyle: CheckstyleReporter()
    case .markdown: MarkdownReporter()
    case .html: HTMLReporter(source: console.source)
    }
  }
}
