import Linting
import Manifests
import Policies

/// JUnit XML as Jenkins, GitLab, GitHub, Azure and CircleCI read it: one suite a file with findings, one case a finding.
///
/// A case is known by its suite and its name, from which servers tell what is new and what is fixed; so a name holds the
/// rule and the object, with a counter for equals, and no line. The failure's text says where, why and what to do. What
/// is suppressed is skipped, and so is, in a suite of its own, what was not checked.
public struct JUnitReporter: Reporter {
  public init() {}

  public func write(_ report: Report, to out: inout some TextOutputStream) {
    let rules = RuleTexts(report.rules)
    let groups = NoticeGroup.groups(report.notices)
    let suppressed = report.findings.count { $0.suppression != nil }
    let tests = max(report.findings.count, 1) + groups.count
    out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    out.write(
      "<testsuites name=\"fargate-lint\" tests=\"\(tests)\" failures=\"\(report.findings.count - suppressed)\" errors=\"0\">\n"
    )
    if report.findings.isEmpty {
      out.write("  <testsuite name=\"fargate-lint\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n")
      out.write("    <testcase classname=\"fargate-lint\" name=\"no findings\"/>\n")
      out.write("  </testsuite>\n")
    }
    for (file, findings) in FindingsByFile(report.findings) { write(findings, of: file, rules, to: &out) }
    write(groups, to: &out)
    out.write("</testsuites>\n")
  }

  private func write(
    _ findings: ArraySlice<Finding>, of file: FileName, _ rules: RuleTexts, to out: inout some TextOutputStream
  ) {
    let name = XML.attribute(file.text)
    let skipped = findings.count { $0.suppression != nil }
    out.write(
      "  <testsuite name=\"\(name)\" tests=\"\(findings.count)\" failures=\"\(findings.count - skipped)\" errors=\"0\" skipped=\"\(skipped)\">\n"
    )
    var titles = UniqueTitles()
    for finding in findings {
      let title = titles.next(finding.rule + (finding.resource.map { ": \($0.shown)" } ?? ""))
      out.write("    <testcase classname=\"\(name)\" name=\"\(XML.attribute(title))\">\n")
      if let suppression = finding.suppression {
        out.write("      <skipped message=\"\(XML.attribute(suppression.justification ?? "suppressed"))\"/>\n")
      } else {
        let type = "\(finding.severity.rawValue): \(finding.rule)"
        out.write(
          "      <failure message=\"\(XML.attribute(finding.shownMessage))\" type=\"\(XML.attribute(type))\">")
        out.write(XML.text(text(finding, rules)))
        out.write("</failure>\n")
      }
      out.write("    </testcase>\n")
    }
    out.write("  </testsuite>\n")
  }

  private func text(_ finding: Finding, _ rules: RuleTexts) -> String {
    var text = "\(finding.place): \(finding.severity.rawValue): \(finding.shownMessage)\n"
    for related in finding.related { text += "\(related.place): \(related.message)\n" }
    if let placement = finding.placement { text += "Placement: \(placement.status), \(placement.reason)\n" }
    if let remediation = rules.remediation(of: finding.rule) { text += "\nWhat to do: \(remediation)\n" }
    if let rule = rules[finding.rule] { text += "\nMore: \(rule.helpURI)\n" }
    return text
  }

  /// Of cases with one title, all but the first have a counter.
  private struct UniqueTitles {
    private var counts: [String: Int] = [:]
    private var taken: Set<String> = []

    mutating func next(_ title: String) -> String {
      var unique = title
      while !taken.insert(unique).inserted {
        counts[title, default: 1] += 1
        unique = "\(title) #\(counts[title] ?? 2)"
      }
      return unique
    }
  }

  // MARK: Notices

  /// Places that a case names; the JSON report has all.
  private static let named = 100

  private func write(_ groups: [NoticeGroup], to out: inout some TextOutputStream) {
    guard !groups.isEmpty else { return }
    let name = "fargate-lint: not checked or not decided"
    out.write(
      "  <testsuite name=\"\(name)\" tests=\"\(groups.count)\" failures=\"0\" errors=\"0\" skipped=\"\(groups.count)\">\n"
    )
    for group in groups {
      out.write("    <testcase classname=\"\(name)\" name=\"\(group.kind.rawValue)\">\n")
      out.write("      <skipped message=\"\(XML.attribute(group.summary))\"/>\n      <system-out>")
      for notice in group.notices.prefix(JUnitReporter.named) {
        let line = notice.line.map { ":\($0)" } ?? ""
        let rule = notice.rule.map { "\($0): " } ?? ""
        out.write(XML.text("\(notice.file.text)\(line): \(rule)\(notice.message)\n"))
      }
      let more = group.notices.count - JUnitReporter.named
      if more > 0 { out.write("and \(more) more\n") }
      out.write("</system-out>\n    </testcase>\n")
    }
    out.write("  </testsuite>\n")
  }
}
