import Linting
import Manifests
import Policies
import YAML

/// For people: each finding with the lines it speaks of, then what was and what was not checked.
public struct TextReporter: Reporter {
  /// Whether the output is a terminal that shows colour.
  private let color: Bool
  /// Findings only, no summary.
  private let quiet: Bool
  /// All notices and suppressed findings too.
  let verbose: Bool
  /// The bytes of a file for its code frames; nil where they cannot be had again.
  let source: @Sendable (FileName) -> [UInt8]?

  public init(color: Bool, quiet: Bool, verbose: Bool, source: @escaping @Sendable (FileName) -> [UInt8]?) {
    self.color = color
    self.quiet = quiet
    self.verbose = verbose
    self.source = source
  }

  public func write(_ report: Report, to out: inout some TextOutputStream) {
    for (file, findings) in FindingsByFile(report.findings) {
      let shown = findings.filter { verbose || $0.suppression == nil }
      guard !shown.isEmpty else { continue }
      let lines = source(file).map { SourceLines($0) }
      for finding in shown { write(finding, lines, to: &out) }
    }
    writeEnd(of: report, to: &out)
  }

  /// Writes what was not checked, and the sums.
  func writeEnd(of report: Report, to out: inout some TextOutputStream) {
    guard !quiet else { return }
    writeNotices(report.notices, to: &out)
    writeSummary(report, to: &out)
  }

  // MARK: Findings

  private func write(_ finding: Finding, _ lines: SourceLines?, to out: inout some TextOutputStream) {
    let label = finding.suppression == nil ? finding.severity.rawValue : "suppressed \(finding.severity.rawValue)"
    out.write(
      styled("\(label)[\(finding.rule)]", style(finding.severity)) + styled(": " + clean(finding.message), .bold) + "\n"
    )
    let number = String(finding.start.line)
    let margin = String(repeating: " ", count: number.count)
    out.write("\(margin)\(styled("-->", .frame)) \(place(finding.file, finding.start))\n")
    if let frame = lines?.frame(from: finding.start, to: finding.end) {
      out.write("\(margin) \(styled("|", .frame))\n")
      out.write("\(styled("\(number) |", .frame)) \(frame.line)\n")
      out.write("\(margin) \(styled("|", .frame)) \(styled(frame.carets, style(finding.severity)))\n")
    }
    for related in finding.related {
      out.write("\(margin) \(styled("=", .frame)) \(place(related.file, related.start)): \(clean(related.message))\n")
    }
    if let reason = finding.suppression?.justification {
      out.write("\(margin) \(styled("=", .frame)) suppressed: \(clean(reason))\n")
    }
    out.write("\n")
  }

  private func place(_ file: FileName, _ start: Position) -> String {
    "\(clean(file.text)):\(start.line):\(start.column)"
  }

  /// What a terminal would obey rather than show is shown as U+FFFD.
  func clean(_ text: String) -> String { SourceLines.clean(text) }

  // MARK: Summary

  private func writeNotices(_ notices: [Notice], to out: inout some TextOutputStream) {
    guard !notices.isEmpty else { return }
    out.write(styled("Not checked, or not decided:", .bold) + "\n")
    for group in NoticeGroup.groups(notices) {
      out.write("  \(group.notices.count) × \(group.kind.rawValue)\n")
      let examples = verbose ? group.notices[...] : group.notices.prefix(3)
      for notice in examples {
        let line = notice.line.map { ":\($0)" } ?? ""
        let rule = notice.rule.map { " [\($0)]" } ?? ""
        out.write("    \(clean(notice.file.text))\(line)\(rule): \(clean(notice.message))\n")
      }
      if group.notices.count > examples.count {
        out.write("    … \(group.notices.count - examples.count) more (--verbose)\n")
      }
    }
    out.write("\n")
  }

  private func writeSummary(_ report: Report, to out: inout some TextOutputStream) {
    var rules: Set<String> = []
    for finding in report.findings where verbose || finding.suppression == nil { rules.insert(finding.rule) }
    if let first = rules.min() {
      out.write("Why, and what to do: fargate-lint explain \(first)\(rules.count > 1 ? " (or another rule)" : "")\n")
    }
    let line = report.summary.sentence { words, part in
      switch part {
      case .errors: styled(words, .error)
      case .warnings: styled(words, .warning)
      case .notes: words
      case .nothing: styled(words, .fine)
      }
    }
    out.write(line + "\n")
  }

  // MARK: Colour

  enum Style: String {
    case error = "1;31"
    case warning = "1;33"
    case note = "1;36"
    case bold = "1"
    case frame = "34"
    case fine = "32"
  }

  private func style(_ severity: Severity) -> Style {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }

  func styled(_ text: String, _ style: Style) -> String {
    color ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
  }
}
