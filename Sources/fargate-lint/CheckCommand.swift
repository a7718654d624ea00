import Linting
import Manifests
import Policies
import Reporting

/// `check`: the gate.
enum CheckCommand {
  static let options =
    [
      Option(
        name: "format", value: "FORMAT",
        help: "text (default), json, sarif, junit, github, gitlab, checkstyle, markdown or html",
        words: ReportFormat.allCases.map(\.rawValue)),
      Option(name: "output", value: "FILE", help: "write the report there instead of standard output"),
      Option(name: "report", value: "FORMAT=FILE", help: "write one more report (repeatable)"),
      Option(
        name: "fail-on", value: "LEVEL", help: "error (default), warning, note or never: what makes the exit code 1",
        words: FailOn.allCases.map(\.rawValue)),
      Option(
        name: "shard", value: "I/N", help: "judge the I-th of N parts of the files; `merge` makes one report of all"),
      Option(
        name: "statistics", value: nil, help: "say on standard error what each rule found, and where the time went"),
      Option(name: "watch", value: nil, help: "check again whenever a file changes"),
      LintRequest.showConfiguration,
    ] + Comparison.options + LintRequest.options + RunCache.options + ReportOutput.options

  /// What makes the exit code 1.
  enum FailOn: String, CaseIterable { case error, warning, note, never }

  static func run(_ arguments: Arguments) async throws(Failure) -> ExitCode {
    do throws(UsageError) {
      return try await check(arguments)
    } catch { throw Failure(error) }
  }

  private static func check(_ arguments: Arguments) async throws(UsageError) -> ExitCode {
    let failOn = try arguments.word("fail-on", FailOn.self, default: .error)
    let format = try arguments.word("format", ReportFormat.self, default: .text)
    let reports =
      [ReportOutput(format: format, path: arguments.value("output"))] + (try ReportOutput.further(arguments))
    if let shown = arguments.value("show-config") {
      return try LintRequest(arguments).showConfiguration(of: shown)
    }
    if arguments.has("watch") { try await watch(arguments, reports) }
    let (report, _) = try await run(arguments, reports)
    return report.unrendered.complain() ? .failure : exitCode(report, failOn)
  }

  /// Checks once, and writes what was asked for.
  private static func run(
    _ arguments: Arguments, _ reports: [ReportOutput]
  ) async throws(UsageError) -> (report: Report, files: [SourceFile]) {
    let bar = ProgressBar.onTerminal()
    defer { bar?.clear() }
    let monitor = RunMonitor { bar?.show($0, $1, of: $2) }
    let comparison = try Comparison(arguments)
    let request = try LintRequest(arguments, monitor, reports.contains { $0.format.tellsFixes } ? .fixes : .findings)
    let report = try await comparison.compare(await request.linter.report(on: request.input))
    bar?.clear()
    monitor.begin(.writing)
    let console = try ReportOutput.console(arguments, files: request.sourceFiles)
    for output in reports { try output.write(report, console) }
    monitor.end()
    if arguments.has("statistics") { Statistics(report: report, times: monitor.times).print() }
    return (report, request.sourceFiles)
  }

  private static func watch(_ arguments: Arguments, _ reports: [ReportOutput]) async throws(UsageError) -> Never {
    let operands = arguments.operands.isEmpty ? ["."] : arguments.operands
    guard !operands.contains("-") else { throw UsageError("`--watch` cannot watch standard input") }
    let named = Arguments.pathOptions.flatMap { arguments.all($0) }
    let written = Set(reports.compactMap { $0.path.map { Array($0.utf8) } })
    await Watch.run((operands + named).map { Array($0.utf8) }, writing: written) { () async throws(UsageError) in
      let (report, files) = try await run(arguments, reports)
      _ = report.unrendered.complain()
      return files.compactMap(\.path)
    }
  }

  static func exitCode(_ report: Report, _ failOn: FailOn) -> ExitCode {
    let summary = report.summary
    switch failOn {
    case .never: return .fine
    case .error: return summary.errors > 0 ? .findings : .fine
    case .warning: return summary.errors + summary.warnings > 0 ? .findings : .fine
    case .note: return summary.errors + summary.warnings + summary.notes > 0 ? .findings : .fine
    }
  }
}
