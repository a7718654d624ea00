import Linting
import Manifests
import Policies
import Reporting

/// `check`: the gate.
enum CheckCommand {
  static let options =
    [
      Option(name: "format", value: "FORMAT", help: "text (default), json, sarif or junit"),
      Option(name: "output", value: "FILE", help: "write the report there instead of standard output"),
      Option(name: "report", value: "FORMAT=FILE", help: "write one more report (repeatable)"),
      Option(
        name: "fail-on", value: "LEVEL", help: "error (default), warning, note or never: what makes the exit code 1"),
      Option(
        name: "shard", value: "I/N", help: "judge the I-th of N parts of the files; `merge` makes one report of all"),
      LintRequest.showConfiguration,
    ] + LintRequest.options + ReportOutput.options

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
    let request = try LintRequest(arguments)
    if let shown = arguments.value("show-config") { return try request.showConfiguration(of: shown) }
    let report = await request.linter.report(on: request.input)
    let console = try ReportOutput.console(arguments, files: request.sourceFiles)
    for output in reports { try output.write(report, console) }
    return report.unrendered.complain() ? .failure : exitCode(report, failOn)
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
