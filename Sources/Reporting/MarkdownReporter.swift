import Linting
import Manifests
import Policies

/// A job summary in GitHub's Markdown: the sums, the rules, the findings as a table, what was not checked.
///
/// GitHub refuses a summary of more than 1 MiB whole. So the tables hold what is most serious, and say how much more
/// there is.
/// - SeeAlso: docs.github.com, "Workflow commands for GitHub Actions", "Adding a job summary".
public struct MarkdownReporter: Reporter {
  public init() {}

  /// Findings that the table shows.
  private static let listed = 500
  /// Bytes of the table's rows.
  private static let budget = 600_000
  /// Letters of a text that comes from a manifest or a policy.
  private static let letters = 400

  public func write(_ report: Report, to out: inout some TextOutputStream) {
    let summary = report.summary.sentence { words, part in part == .notes ? words : "**\(words)**" }
    out.write("## fargate-lint\n\n\(summary)\n\n")
    writeRules(report, to: &out)
    writeFindings(report, to: &out)
    writeNotices(NoticeGroup.groups(report.notices), to: &out)
  }

  public func omissions(in report: Report) -> [String] {
    let leftOut = chosen(report).leftOut
    return leftOut > 0
      ? ["\(AuditText.count(leftOut, "more finding")), the least serious, are counted but not listed"] : []
  }

  private func chosen(_ report: Report) -> MostSerious {
    MostSerious(
      of: report.findings.filter { $0.suppression == nil }, atMost: MarkdownReporter.listed,
      budget: MarkdownReporter.budget
    ) { row($0).reduce(0) { $0 + $1.utf8.count + 3 } }
  }

  private func writeRules(_ report: Report, to out: inout some TextOutputStream) {
    let rules = RuleTexts(report.rules)
    var counts: [RuleCount: Int] = [:]
    for finding in report.findings where finding.suppression == nil {
      counts[RuleCount(rule: finding.rule, severity: finding.severity), default: 0] += 1
    }
    guard !counts.isEmpty else { return }
    let sorted = counts.sorted { ($1.key.severity, $1.value, $0.key.rule) < ($0.key.severity, $0.value, $1.key.rule) }
    let rows = sorted.prefix(MarkdownReporter.listed).map { entry, count in
      let rule = rules[entry.rule]
      let name = MarkdownTable.code(shortened(entry.rule))
      return [
        entry.severity.rawValue, rule.map { "[\(name)](\($0.helpURI))" } ?? name, AuditText.grouped(count),
        MarkdownTable.text(shortened(rule?.title ?? "")),
      ]
    }
    MarkdownTable(heads: ["Severity", "Rule", "Findings", "Says"], numbers: [2]).write(rows, to: &out)
  }

  private struct RuleCount: Hashable {
    let rule: String
    let severity: Severity
  }

  private func writeFindings(_ report: Report, to out: inout some TextOutputStream) {
    let chosen = chosen(report)
    guard !chosen.findings.isEmpty else { return }
    out.write("### Findings\n\n")
    MarkdownTable(heads: ["Severity", "Place", "Object", "Message", "Rule"]).write(
      chosen.findings.map(row), to: &out)
    for omission in omissions(in: report) { out.write("\(omission).\n\n") }
  }

  private func row(_ finding: Finding) -> [String] {
    [
      finding.severity.rawValue, MarkdownTable.code(shortened(finding.place, keepsEnd: true)),
      MarkdownTable.text(shortened(finding.resource?.shown ?? "")),
      MarkdownTable.text(shortened(finding.shownMessage)), MarkdownTable.code(shortened(finding.rule)),
    ]
  }

  private func writeNotices(_ groups: [NoticeGroup], to out: inout some TextOutputStream) {
    guard !groups.isEmpty else { return }
    out.write("### Not checked, or not decided\n\n")
    let rows = groups.map { group in
      let line = group.first.line.map { ":\($0)" } ?? ""
      return [
        MarkdownTable.code(group.kind.rawValue), AuditText.grouped(group.notices.count),
        MarkdownTable.code(shortened(group.first.file.text + line, keepsEnd: true)),
        MarkdownTable.text(shortened(group.first.message)),
      ]
    }
    MarkdownTable(heads: ["Kind", "Notices", "First at", "Says"], numbers: [1]).write(rows, to: &out)
  }

  private func shortened(_ text: String, keepsEnd: Bool = false) -> String {
    let text = SourceLines.clean(text)
    if text.utf8.count <= MarkdownReporter.letters { return text }
    return keepsEnd ? "…" + text.suffix(MarkdownReporter.letters) : text.prefix(MarkdownReporter.letters) + "…"
  }
}
