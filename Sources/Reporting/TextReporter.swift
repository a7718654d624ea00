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
  private let source: @Sendable (FileName) -> [UInt8]?

  public init(color: Bool, quiet: Bool, verbose: Bool, source: @escaping @Sendable (FileName) -> [UInt8]?) {
    self.color = color
    self.quiet = quiet
    self.verbose = verbose
    self.source = source
  }

  public func write(_ report: Report, to out: inout some TextOutputStream) {
    let shown = report.findings.filter { verbose || $0.suppression == nil }
    var rest = shown[...]
    while let file = rest.first?.file {
      let group = rest.prefix { $0.file == file }
      rest = rest.dropFirst(group.count)
      let lines = source(file).map { SourceLines($0) }
      for finding in group { write(finding, lines, to: &out) }
    }
    writeEnd(of: report, to: &out)
  }

  /// Writes what was not checked, and the sums.
  func writeEnd(of report: Report, to out: inout some TextOutputStream) {
    guard !quiet else { return }
    writeNotices(report.notices, to: &out)
    writeSummary(report, report.findings.filter { verbose || $0.suppression == nil }, to: &out)
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
    let groups = Dictionary(grouping: notices, by: \.kind).sorted { $0.key.rawValue < $1.key.rawValue }
    out.write(styled("Not checked, or not decided:", .bold) + "\n")
    for (kind, group) in groups {
      out.write("  \(group.count) × \(kind.rawValue)\n")
      let examples = verbose ? group[...] : group.prefix(3)
      for notice in examples {
        let line = notice.line.map { ":\($0)" } ?? ""
        let rule = notice.rule.map { " [\($0)]" } ?? ""
        out.write("    \(clean(notice.file.text))\(line)\(rule): \(clean(notice.message))\n")
      }
      if group.count > examples.count { out.write("    … \(group.count - examples.count) more (--verbose)\n") }
    }
    out.write("\n")
  }

  private func writeSummary(_ report: Report, _ shown: [Finding], to out: inout some TextOutputStream) {
    let summary = report.summary
    let read =
      "\(count(summary.files, "file")), \(count(summary.documents, "document")), \(count(summary.workloads, "workload"))"
    let rules = Set(shown.map(\.rule)).sorted()
    if let first = rules.first {
      out.write("Why, and what to do: fargate-lint explain \(first)\(rules.count > 1 ? " (or another rule)" : "")\n")
    }
    var parts: [String] = []
    if summary.errors > 0 { parts.append(styled(count(summary.errors, "error"), .error)) }
    if summary.warnings > 0 { parts.append(styled(count(summary.warnings, "warning"), .warning)) }
    if summary.notes > 0 { parts.append(count(summary.notes, "note")) }
    var line = parts.isEmpty ? styled("No findings", .fine) : parts.joined(separator: ", ")
    line += " in \(read)"
    if summary.suppressed > 0 { line += "; \(summary.suppressed) suppressed" }
    if summary.skipped > 0 {
      line += "; \(summary.skipped) \(summary.skipped == 1 ? "file or chart" : "files or charts") skipped"
    }
    out.write(line + "\n")
  }

  func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

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
