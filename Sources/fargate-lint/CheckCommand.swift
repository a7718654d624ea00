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
      Option(name: "show-config", value: "PATH", help: "print what holds for a path, and which file says it"),
    ] + LintRequest.options + [
      Option(name: "quiet", value: nil, help: "findings only, no summary"),
      Option(name: "verbose", value: nil, help: "every notice, and suppressed findings"),
      Color.option,
    ]

  private enum FailOn: String, CaseIterable { case error, warning, note, never }

  static func run(_ arguments: Arguments) async throws(Failure) -> ExitCode {
    do throws(UsageError) {
      return try await check(arguments)
    } catch { throw Failure(error) }
  }

  private static func check(_ arguments: Arguments) async throws(UsageError) -> ExitCode {
    let failOn = try arguments.word("fail-on", FailOn.self, default: .error)
    let reports = try reports(arguments)
    let request = try LintRequest(arguments)
    if let shown = arguments.value("show-config") { return try request.showConfiguration(of: shown) }
    let report = await request.linter.report(on: request.input)
    try write(report, reports, console(arguments, files: request.sourceFiles), arguments)
    return exitCode(report, failOn)
  }

  private static func exitCode(_ report: Report, _ failOn: FailOn) -> ExitCode {
    let summary = report.summary
    switch failOn {
    case .never: return .fine
    case .error: return summary.errors > 0 ? .findings : .fine
    case .warning: return summary.errors + summary.warnings > 0 ? .findings : .fine
    case .note: return summary.errors + summary.warnings + summary.notes > 0 ? .findings : .fine
    }
  }

  // MARK: Output

  private struct Destination {
    let format: ReportFormat
    /// nil: standard output.
    let path: String?
  }

  private static func reports(_ arguments: Arguments) throws(UsageError) -> [Destination] {
    var result = [
      Destination(
        format: try arguments.word("format", ReportFormat.self, default: .text), path: arguments.value("output"))
    ]
    for text in arguments.all("report") {
      guard let equals = text.firstIndex(of: "="), text.index(after: equals) < text.endIndex else {
        throw UsageError("`--report` is written FORMAT=FILE, not `\(text)`")
      }
      let format = try Arguments.parse(String(text[..<equals]), for: "report", ReportFormat.self)
      result.append(Destination(format: format, path: String(text[text.index(after: equals)...])))
    }
    return result
  }

  private static func console(_ arguments: Arguments, files: [SourceFile]) throws(UsageError) -> TextReporter {
    let color = try Color.isWanted(arguments)
    let byName = Dictionary(files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return TextReporter(color: color, quiet: arguments.has("quiet"), verbose: arguments.has("verbose")) { name in
      guard let file = byName[name], file.path != nil else { return nil }
      return file.bytes(upTo: 32 << 20)
    }
  }

  private static func write(
    _ report: Report, _ destinations: [Destination], _ console: TextReporter, _ arguments: Arguments
  )
    throws(UsageError)
  {
    for destination in destinations {
      let reporter = destination.format.reporter(console: console)
      if let path = destination.path {
        if let reason = Output.file(path, { reporter.write(report, to: &$0) }) {
          throw UsageError("the report `\(path)` could not be written: \(reason)")
        }
      } else {
        var output = Output(1)
        reporter.write(report, to: &output)
        output.flush()
      }
    }
  }
}
