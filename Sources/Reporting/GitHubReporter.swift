import Linting
import Policies
import YAML

/// Workflow commands, which GitHub Actions turns into annotations at the lines of a pull request.
///
/// GitHub shows the first ten errors, warnings and notices of a step; its log has all. So the line that sums up comes
/// first. Escapes as the toolkit of GitHub Actions documents them; without line ends, nothing that a manifest holds can
/// begin a command of its own. Suppressed findings are only counted. Paths go from the repository's root.
/// - SeeAlso: docs.github.com, "Workflow commands for GitHub Actions".
public struct GitHubReporter: Reporter {
  public init() {}

  public func write(_ report: Report, to out: inout some TextOutputStream) {
    let rules = RuleTexts(report.rules)
    let prefix = report.workTree?.prefix ?? ""
    let groups = NoticeGroup.groups(report.notices)
    let sums = ([report.summary.sentence] + groups.map { "\($0.notices.count) × \($0.kind.rawValue)" })
    out.write("::notice title=fargate-lint::\(GitHubReporter.data(sums.joined(separator: "\n")))\n")
    for finding in report.findings where finding.suppression == nil {
      var lines = [finding.shownMessage]
      lines += finding.related.map { "\($0.place): \($0.message)" }
      if let remediation = rules.remediation(of: finding.rule) { lines += ["", remediation] }
      let properties = GitHubReporter.properties(finding, below: prefix)
      let data = GitHubReporter.data(lines.joined(separator: "\n"))
      out.write("::\(GitHubReporter.command(finding.severity)) \(properties)::\(data)\n")
    }
  }

  private static func command(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }

  /// Columns are only taken where the place is on one line.
  private static func properties(_ finding: Finding, below prefix: String) -> String {
    let (start, end) = (finding.start, finding.end)
    var text = "file=\(property(finding.file.contained(below: prefix).text)),line=\(start.line)"
    if end.line == start.line {
      text += ",col=\(start.column),endColumn=\(end.column)"
    } else if end.line > start.line {
      text += ",endLine=\(end.line)"
    }
    return text + ",title=\(property(finding.rule))"
  }

  private static func data(_ text: String) -> String { datas(text) }
  private static func property(_ text: String) -> String { properties(text) }

  /// What a log would obey rather than show is shown as U+FFFD.
  private static let datas = Escaping(
    ["%": "%25", "\r": "%0D", "\n": "%0A", "\t": "\t"], SourceLines.unseen, as: { _ in "\u{fffd}" })
  private static let properties = Escaping(
    ["%": "%25", "\r": "%0D", "\n": "%0A", "\t": "\t", ":": "%3A", ",": "%2C"], SourceLines.unseen,
    as: { _ in "\u{fffd}" })
}
