import Linting

/// `--statistics`: what was found by which rule, and where the time went.
struct Statistics {
  let report: Report
  let times: [(phase: RunMonitor.Phase, time: Duration)]

  func print() { Output.standardError(text, terminator: "") }

  private var text: String {
    var lines: [String] = []
    let byRule = Dictionary(grouping: report.findings, by: \.rule)
    if !byRule.isEmpty { lines.append("Findings by rule (suppressed ones behind):") }
    for (rule, findings) in byRule.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }) {
      let suppressed = findings.count { $0.suppression != nil }
      let counting = findings.count - suppressed
      lines.append("\(padded(counting))  \(rule)" + (suppressed > 0 ? "  (+\(suppressed))" : ""))
    }
    lines.append("Milliseconds by phase:")
    for (phase, time) in times { lines.append("\(padded(milliseconds(time)))  \(phase.rawValue)") }
    lines.append("\(padded(milliseconds(times.reduce(.zero) { $0 + $1.time })))  in all")
    return lines.joined(separator: "\n") + "\n"
  }

  private func milliseconds(_ time: Duration) -> Int { Int((time / .milliseconds(1)).rounded()) }

  private func padded(_ number: Int) -> String {
    let text = String(number)
    return String(repeating: " ", count: max(0, 8 - text.count)) + text
  }
}
