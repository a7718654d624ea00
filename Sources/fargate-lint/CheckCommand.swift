import Linting
import Manifests
import Policies
import Reporting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `check`: the gate.
enum CheckCommand {
  static let options =
    [
      Option(name: "format", value: "FORMAT", help: "text (default), json, sarif or junit"),
      Option(name: "output", value: "FILE", help: "write the report there instead of standard output"),
      Option(name: "report", value: "FORMAT=FILE", help: "write one more report (repeatable)"),
      Option(
        name: "fail-on", value: "LEVEL", help: "error (default), warning, note or never: what makes the exit code 1"),
      Option(name: "select", value: "RULE,…", help: "run only these rules or categories, whatever the preset"),
      Option(name: "ignore", value: "RULE,…", help: "leave these rules or categories out"),
      Preset.option,
    ] + PolicySources.options + [
      Option(name: "show-config", value: "PATH", help: "print what holds for a path, and which file says it"),
      Option(name: "profiles", value: "FILE", help: "read Fargate profiles from there (repeatable)"),
      Option(
        name: "context", value: "PATH", help: "read for profiles and neighbours, without reporting on it (repeatable)"),
      Option(
        name: "assume-fargate", value: "WHEN",
        help: "auto (default): unknown placement counts as Fargate; always; never"),
      Option(name: "exclude", value: "GLOB", help: "pass over matching files and folders (repeatable)"),
      Option(name: "no-ignore", value: nil, help: "read what git ignores too"),
      Option(name: "no-cache", value: nil, help: "judge every file anew"),
      Option(name: "stdin-filename", value: "NAME", help: "the name of standard input in reports"),
      Option(name: "jobs", value: "N", help: "files read at the same time (default: one a processor)"),
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
    var options = LintOptions(today: today())
    options.assumeFargate = try arguments.word("assume-fargate", AssumeFargate.self, default: .auto)
    options.jobs = try jobs(arguments)
    options.inputs = try inputs(arguments)
    let paths = arguments.operands.isEmpty ? ["."] : arguments.operands
    let (files, passedOver) = try find(paths, arguments)
    let sources: PolicySources
    let rules: ConfiguredRules
    do throws(Failure) {
      let shown = arguments.value("show-config")
      var configurations = ConfigurationFiles(arguments, paths: paths.map { named($0, arguments) })
      let selection = try selection(arguments, configurations.root)
      sources = try PolicySources(arguments, configurations)
      let isWhole = arguments.all("exclude").isEmpty && options.assumeFargate != .never
      rules = try configurations.rules(sources.rules, selection, files, wholeOf: isWhole ? paths : [])
      if let shown { return try ShownConfiguration.print(shown, &configurations, sources.rules, selection) }
    } catch { throw UsageError(verbatim: error.text) }
    let notices = passedOver + unbound(sources.rules, rules)
    let linter = Linter(rules: rules, options: options, vocabulary: sources.vocabulary, tables: sources.tables)
    let report = await linter.report(on: files, notices: notices, version: FargateLint.version)
    try write(report, reports, console(arguments, files: files + rules.configurationFiles), arguments)
    return exitCode(report, failOn)
  }

  /// Tells of policies of Kubernetes' own that run on everything they match, as no binding narrows them.
  private static func unbound(_ all: [Rule], _ rules: ConfiguredRules) -> [Notice] {
    let running = Set(rules.sets.flatMap(\.rules).map(\.description.name))
    return all.filter { !$0.isBound && running.contains($0.description.name) }.map { rule in
      Notice(
        kind: .policyUnbound, rule: rule.description.name, file: FileName(rule.file),
        message: "no binding beside this policy names it: it runs as Deny on all that it matches")
    }
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

  // MARK: Input

  private static func jobs(_ arguments: Arguments) throws(UsageError) -> Int {
    guard let text = arguments.value("jobs") else { return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
    guard let jobs = Int(text), (1...1_024).contains(jobs) else {
      throw UsageError("`--jobs` is a number from 1 to 1024, not `\(text)`")
    }
    return jobs
  }

  static func today() -> CalendarDate {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    return CalendarDate(year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
  }

  private static func selection(_ arguments: Arguments, _ root: Configuration?) throws(Failure) -> RuleSet.Selection {
    var selection = RuleSet.Selection()
    do throws(UsageError) {
      selection.preset = try arguments.word("preset", Preset.self, default: root?.preset?.value ?? .current).rawValue
    } catch { throw Failure(error) }
    selection.select = arguments.list("select")
    selection.ignore = arguments.list("ignore")
    return selection
  }

  private static func inputs(_ arguments: Arguments) throws(UsageError) -> Inputs {
    var inputs = Inputs()
    inputs.profiles = arguments.all("profiles")
    inputs.context = arguments.all("context")
    let here = System.workingDirectory()
    for path in inputs.profiles + inputs.context
    where System.kind(PathName.absolute(Array(path.utf8), from: here)) == nil {
      throw UsageError("no such file or folder `\(path)`")
    }
    return inputs
  }

  /// A path as configurations are looked for beside it: standard input counts as the file that it is named after.
  private static func named(_ path: String, _ arguments: Arguments) -> String {
    path == "-" ? arguments.value("stdin-filename") ?? "<stdin>" : path
  }

  private static func find(_ paths: [String], _ arguments: Arguments) throws(UsageError) -> ([SourceFile], [Notice]) {
    var options = Discovery.Options()
    options.excludes = arguments.all("exclude").map { Glob($0) }
    options.followsGitIgnore = !arguments.has("no-ignore")
    if let name = arguments.value("stdin-filename") { options.standardInputName = name }
    do throws(Discovery.NoSuchPath) {
      let (files, skipped) = try Discovery.find(paths.map { Array($0.utf8) }, options)
      // Configurations are no manifests.
      let manifests = files.filter { !PathName.last($0.name.bytes).elementsEqual(Configuration.fileName.utf8) }
      return (manifests, skipped.map(notice))
    } catch { throw UsageError("no such file or folder `\(error.path)`") }
  }

  private static func notice(_ skipped: Discovery.Skipped) -> Notice {
    switch skipped.reason {
    case .linkOutside:
      Notice(
        kind: .fileSkipped, file: skipped.name, message: "a link that leads out of the given paths is not followed")
    case .linkBroken: Notice(kind: .fileSkipped, file: skipped.name, message: "a link that leads nowhere")
    case .noRegularFile: Notice(kind: .fileSkipped, file: skipped.name, message: "no regular file, so not opened")
    case .gitSilent:
      Notice(kind: .fileSkipped, file: skipped.name, message: "git did not answer: files that it ignores were read too")
    case .chart:
      Notice(
        kind: .templateSkipped, file: skipped.name,
        message: "a template of a Helm chart: lint what the chart renders, as in `helm template CHART | fargate-lint -`"
      )
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
