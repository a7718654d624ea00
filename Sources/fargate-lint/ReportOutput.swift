import Linting
import Manifests
import Reporting

/// A report that a call asks for, and where it goes.
struct ReportOutput {
  static let options = [
    Option(name: "quiet", value: nil, help: "no summary"),
    Option(name: "verbose", value: nil, help: "every notice, and suppressed findings"),
    Color.option,
  ]

  let format: ReportFormat
  /// nil: standard output.
  let path: String?

  /// Those of `--report`.
  static func further(_ arguments: Arguments) throws(UsageError) -> [ReportOutput] {
    var result: [ReportOutput] = []
    for text in arguments.all("report") {
      guard let equals = text.firstIndex(of: "="), text.index(after: equals) < text.endIndex else {
        throw UsageError("`--report` is written FORMAT=FILE, not `\(text)`")
      }
      let format = try Arguments.parse(String(text[..<equals]), for: "report", ReportFormat.self)
      result.append(ReportOutput(format: format, path: String(text[text.index(after: equals)...])))
    }
    return result
  }

  static func console(_ arguments: Arguments, files: [SourceFile]) throws(UsageError) -> TextReporter {
    let color = try Color.isWanted(arguments)
    let byName = Dictionary(files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return TextReporter(color: color, quiet: arguments.has("quiet"), verbose: arguments.has("verbose")) { name in
      guard let file = byName[name], file.path != nil else { return nil }
      return file.bytes(upTo: 32 << 20)
    }
  }

  func write(_ report: Report, _ console: TextReporter) throws(UsageError) {
    let reporter = format.reporter(console: console)
    try ReportOutput.write(to: path) { reporter.write(report, to: &$0) }
    for omission in reporter.omissions(in: report) {
      Output.standardError("fargate-lint: the \(format.rawValue) report: \(omission)")
    }
  }

  /// - Parameter path: nil: standard output.
  static func write(to path: String?, _ fill: (inout Output) -> Void) throws(UsageError) {
    if let path {
      if let reason = Output.file(path, fill) {
        throw UsageError("the report `\(path)` could not be written: \(reason)")
      }
    } else if let reason = Output.stream(1, fill) {
      throw UsageError("the report could not be written to standard output: \(reason)")
    }
  }
}
