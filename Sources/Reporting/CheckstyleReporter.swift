import Linting
import Manifests
import Policies

/// Checkstyle XML, as Jenkins and reviewdog read it: one `file` element a file, one `error` a finding that counts, in
/// report order. For every kind of notice one of severity `info` stands at the first place.
///
/// Lines and columns count from 1, columns in UTF-16 units, as in every report.
public struct CheckstyleReporter: Reporter {
  public init() {}

  public func write(_ report: Report, to out: inout some TextOutputStream) {
    var groups = Dictionary(grouping: NoticeGroup.groups(report.notices), by: \.first.file)
    out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"\(CheckstyleReporter.format)\">\n")
    for (file, findings) in FindingsByFile(report.findings) {
      write(file, findings.filter { $0.suppression == nil }, groups.removeValue(forKey: file) ?? [], to: &out)
    }
    for (file, groups) in groups.sorted(by: { $0.key < $1.key }) { write(file, [], groups, to: &out) }
    out.write("</checkstyle>\n")
  }

  /// Of Checkstyle, whose form it is.
  private static let format = "10.0"

  private func write(
    _ file: FileName, _ findings: [Finding], _ groups: [NoticeGroup], to out: inout some TextOutputStream
  ) {
    guard !findings.isEmpty || !groups.isEmpty else { return }
    out.write("  <file name=\"\(XML.attribute(file.text))\">\n")
    for finding in findings {
      let place = "line=\"\(finding.start.line)\" column=\"\(finding.start.column)\""
      write(place, severity(finding.severity), finding.shownMessage, finding.rule, to: &out)
    }
    for group in groups {
      write("line=\"\(group.first.line ?? 1)\"", "info", group.summary, group.kind.rawValue, to: &out)
    }
    out.write("  </file>\n")
  }

  private func write(
    _ place: String, _ severity: String, _ message: String, _ rule: String, to out: inout some TextOutputStream
  ) {
    out.write(
      "    <error \(place) severity=\"\(severity)\" message=\"\(XML.attribute(message))\" source=\"fargate-lint.\(XML.attribute(rule))\"/>\n"
    )
  }

  private func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "info"
    }
  }
}
