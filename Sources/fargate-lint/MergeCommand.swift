import Linting
import Manifests
import Reporting

/// `merge`: the reports of shards become that of the whole run.
enum MergeCommand {
  static let options =
    [
      Option(
        name: "format", value: "FORMAT", help: "that of the first report (default), or any that `check` knows",
        words: ReportFormat.allCases.map(\.rawValue))
    ] + CheckCommand.options.filter { ["output", "report", "fail-on"].contains($0.name) } + ReportOutput.options

  static func run(_ arguments: Arguments) throws(Failure) -> ExitCode {
    do throws(UsageError) {
      return try merge(arguments)
    } catch { throw Failure(error) }
  }

  private static func merge(_ arguments: Arguments) throws(UsageError) -> ExitCode {
    let failOn = try arguments.word("fail-on", CheckCommand.FailOn.self, default: .error)
    let further = try ReportOutput.further(arguments)
    guard !arguments.operands.isEmpty else {
      throw UsageError("`merge` takes the reports of all shards, as in `merge shard-*.json`")
    }
    let parts = try arguments.operands.map { path throws(UsageError) in try read(path) }
    let format = try arguments.word("format", ReportFormat.self, default: parts[0].format)
    let outputs = [ReportOutput(format: format, path: arguments.value("output"))] + further
    let report: Report
    do throws(Report.MergeError) { report = try Report.merged(parts.map(\.report)) } catch {
      throw UsageError(message(error, arguments.operands))
    }
    let console = try ReportOutput.console(arguments, files: files(of: report))
    for output in outputs { try output.write(report, console) }
    return report.unrendered.complain() ? .failure : CheckCommand.exitCode(report, failOn)
  }

  private static func read(_ path: String) throws(UsageError) -> (report: Report, format: ReportFormat) {
    let file = SourceFile(name: FileName(path), path: Array(path.utf8), format: .json)
    guard let bytes = file.bytes(upTo: .max) else { throw UsageError("no such report `\(path)`, or it cannot be read") }
    do throws(ShardReader.Failure) {
      return try ShardReader(bytes).read()
    } catch {
      let place = [path, error.line.map(String.init), error.column.map(String.init)].compactMap(\.self)
      throw UsageError(verbatim: "\(place.joined(separator: ":")): error: \(error.message)")
    }
  }

  /// The files whose lines the text report shows, as far as they are here.
  private static func files(of report: Report) -> [SourceFile] {
    Set(report.findings.map(\.file)).map { SourceFile(name: $0, path: $0.bytes, format: .yaml) }
  }

  private static func message(_ error: Report.MergeError, _ paths: [String]) -> String {
    switch error {
    case .none: "nothing to merge"
    case .whole(let place): "`\(paths[place])` is no report of a shard"
    case .different(let one, let other, let what):
      "`\(paths[one])` and `\(paths[other])` are not of the same run: \(what)"
    case .twice(let one, let other, let shard):
      "`\(paths[one])` and `\(paths[other])` are both shard \(shard): give each once"
    case .missing(let numbers, let count):
      "the report of shard \(numbers.prefix(10).map { "\($0)/\(count)" }.joined(separator: ", ")) is missing"
        + (numbers.count > 10 ? ", and \(numbers.count - 10) more" : "")
    }
  }
}
