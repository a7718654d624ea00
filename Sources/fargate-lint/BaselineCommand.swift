import Linting
import Reporting

/// `baseline`: writes down what is found today, for `check --baseline` to pass over.
enum BaselineCommand {
  static let options =
    [Option(name: "output", value: "FILE", help: "write the baseline there instead of standard output")]
    + LintRequest.options

  static func run(_ arguments: Arguments) async throws(Failure) -> ExitCode {
    do throws(UsageError) {
      let request = try LintRequest(arguments)
      let report = await request.linter.report(on: request.input)
      // What was not rendered would be missing from it.
      if report.unrendered.complain() { return .failure }
      try ReportOutput.write(to: arguments.value("output")) { BaselineReporter().write(report, to: &$0) }
      return .fine
    } catch { throw Failure(error) }
  }
}
