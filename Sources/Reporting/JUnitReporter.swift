import Linting
import Manifests
import Policies

/// JUnit XML as Jenkins, GitLab, Azure and CircleCI read it: one suite a file with findings, one case a finding.
public struct JUnitReporter: Reporter {
  public init() {}

  public func write(_ report: Report, to out: inout some TextOutputStream) {
    let remediations = Dictionary(uniqueKeysWithValues: report.rules.map { ($0.name, $0.remediation) })
    let skipped = report.findings.count { $0.suppression != nil }
    let tests = max(report.findings.count, 1)
    out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    out.write(
      "<testsuites name=\"fargate-lint\" tests=\"\(tests)\" failures=\"\(report.findings.count - skipped)\" errors=\"0\">\n"
    )
    if report.findings.isEmpty {
      out.write("  <testsuite name=\"fargate-lint\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n")
      out.write("    <testcase classname=\"fargate-lint\" name=\"\(report.summary.files) files without findings\"/>\n")
      out.write("  </testsuite>\n")
    }
    var rest = report.findings[...]
    while let file = rest.first?.file {
      let group = rest.prefix { $0.file == file }
      rest = rest.dropFirst(group.count)
      write(group, of: file, remediations, to: &out)
    }
    out.write("</testsuites>\n")
  }

  private func write(
    _ findings: ArraySlice<Finding>, of file: FileName, _ remediations: [String: String],
    to out: inout some TextOutputStream
  ) {
    let name = XML.attribute(file.text)
    let skipped = findings.count { $0.suppression != nil }
    out.write(
      "  <testsuite name=\"\(name)\" tests=\"\(findings.count)\" failures=\"\(findings.count - skipped)\" errors=\"0\" skipped=\"\(skipped)\">\n"
    )
    var names: [String: Int] = [:]
    for finding in findings {
      var title = "\(finding.rule) at \(finding.start.line):\(finding.start.column)"
      names[title, default: 0] += 1
      if let count = names[title], count > 1 { title += " (\(count))" }
      out.write("    <testcase classname=\"\(name)\" name=\"\(XML.attribute(title))\">\n")
      if let suppression = finding.suppression {
        out.write("      <skipped message=\"\(XML.attribute(suppression.justification ?? "suppressed"))\"/>\n")
      } else {
        let place = "\(finding.file.text):\(finding.start.line):\(finding.start.column)"
        let type = "\(finding.severity.rawValue): \(finding.rule)"
        out.write(
          "      <failure message=\"\(XML.attribute(finding.message.isEmpty ? finding.rule : finding.message))\" type=\"\(XML.attribute(type))\">"
        )
        out.write(XML.text("\(place): \(finding.message)"))
        if let what = remediations[finding.rule], !what.isEmpty { out.write("\n\n" + XML.text(what)) }
        for related in finding.related {
          out.write(
            XML.text("\n\(related.file.text):\(related.start.line):\(related.start.column): \(related.message)"))
        }
        out.write("</failure>\n")
      }
      out.write("    </testcase>\n")
    }
    out.write("  </testsuite>\n")
  }
}

/// Text for XML 1.0: what the standard does not allow is shown as U+FFFD.
enum XML {
  static func attribute(_ text: String) -> String { escaped(text, inAttribute: true) }
  static func text(_ text: String) -> String { escaped(text, inAttribute: false) }

  private static func escaped(_ text: String, inAttribute: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"" where inAttribute: result += "&quot;"
      case "\n" where inAttribute, "\t" where inAttribute: result += "&#\(scalar.value);"
      case "\r": result += "&#13;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case "\0"..<" ", "\u{fffe}", "\u{ffff}": result += "\u{fffd}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
