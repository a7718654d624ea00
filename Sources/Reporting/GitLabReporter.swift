import Linting
import Manifests
import Policies
import YAML

/// GitLab's Code Quality report: one JSON array, one element a finding that counts.
///
/// Paths go from the repository's root. For every kind of notice one element of severity `info` stands at the first
/// place, and says how many there are. GitLab tells findings apart by fingerprint alone.
/// - SeeAlso: docs.gitlab.com, "Code Quality", "Code Quality report format".
public struct GitLabReporter: Reporter {
  public init() {}

  public func write(_ report: Report, to out: inout some TextOutputStream) {
    let prefix = report.workTree?.prefix ?? ""
    var separator = "[\n"
    func write(_ element: String, to out: inout some TextOutputStream) {
      out.write(separator + element)
      separator = ",\n"
    }
    for finding in report.findings where finding.suppression == nil {
      write(element(finding, prefix), to: &out)
    }
    for group in NoticeGroup.groups(report.notices) { write(element(group, prefix), to: &out) }
    out.write(separator == "[\n" ? "[]\n" : "\n]\n")
  }

  private func element(_ finding: Finding, _ prefix: String) -> String {
    JSONObject.make {
      $0.add("description", SourceLines.clean(finding.shownMessage))
      $0.add("check_name", finding.rule)
      $0.add("fingerprint", finding.fingerprint.text)
      $0.add("severity", severity(finding.severity))
      $0.add("location") {
        $0.add("path", path(finding.file, prefix))
        $0.add("lines") {
          $0.add("begin", finding.start.line)
          $0.add("end", max(finding.start.line, finding.end.line))
        }
      }
    }
  }

  private func element(_ group: NoticeGroup, _ prefix: String) -> String {
    JSONObject.make {
      $0.add("description", SourceLines.clean(group.summary))
      $0.add("check_name", group.kind.rawValue)
      $0.add("fingerprint", "notice:\(group.kind.rawValue)")
      $0.add("severity", "info")
      $0.add("location") {
        $0.add("path", path(group.first.file, prefix))
        $0.add("lines") { $0.add("begin", group.first.line ?? 1) }
      }
    }
  }

  private func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: "critical"
    case .warning: "minor"
    case .note: "info"
    }
  }

  /// GitLab's paths have no backslash.
  private func path(_ file: FileName, _ prefix: String) -> String {
    GitLabReporter.slashes(file.contained(below: prefix).text)
  }

  private static let slashes = Escaping(["\\": "%5C"])
}
