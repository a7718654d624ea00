import Linting
import Manifests
import Policies

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a call of `check`, or of a command that takes its options, asks to be judged, by which rules, and with what
/// knowledge of clusters.
struct LintRequest {
  static let options =
    [
      Option(name: "select", value: "RULE,…", help: "run only these rules or categories, whatever the preset"),
      Option(name: "ignore", value: "RULE,…", help: "leave these rules or categories out"),
      Preset.option,
    ] + PolicySources.options + [
      Option(
        name: "profiles", value: "FILE",
        help: "read Fargate profiles and clusters from there, for every scope (repeatable)"
      ),
      Option(
        name: "context", value: "PATH",
        help:
          "read for profiles and neighbours, without reporting on it (repeatable; default: the root configuration's folder)"
      ),
      Option(
        name: "assume-fargate", value: "WHEN",
        help: "auto (default): unknown placement counts as Fargate; always; never",
        words: AssumeFargate.allCases.map(\.rawValue)),
      Option(
        name: "render", value: "PROGRAM,…",
        help:
          "run kustomize for what it fetches or generates by plugins, helm for charts: their output is judged too (default: none is run)",
        words: ["kustomize", "helm"]),
      Option(name: "exclude", value: "GLOB", help: "pass over matching files and folders (repeatable)"),
      Option(name: "no-ignore", value: nil, help: "read what git ignores too"),
      Option(name: "stdin-filename", value: "NAME", help: "the name of standard input in reports"),
      Option(name: "jobs", value: "N", help: "files read at the same time (default: one a processor)"),
    ]

  static let showConfiguration = Option(
    name: "show-config", value: "PATH", help: "print what holds for a path, and which file says it")

  let linter: Linter
  var input: LintInput
  private let rules: ConfiguredRules
  private let sources: PolicySources
  private let configurations: ConfigurationFiles
  private let selection: RuleSet.Selection

  /// - Parameters:
  ///   - paths: the files and folders to judge; nil: the operands.
  ///   - monitor: what follows the run.
  ///   - detail: whether findings carry their fixes.
  ///   - isFormer: whether a revision is judged, which may not know every rule that the call names.
  init(
    _ arguments: Arguments, paths operands: [String]? = nil, _ monitor: RunMonitor? = nil,
    _ detail: VerdictDetail = .findings, isFormer: Bool = false
  ) throws(UsageError) {
    var options = LintOptions(today: LintRequest.today())
    options.assumeFargate = try arguments.word("assume-fargate", AssumeFargate.self, default: .auto)
    options.jobs = try LintRequest.jobs(arguments)
    options.shard = try arguments.shard()
    options.detail = detail
    let operands = operands ?? arguments.operands
    let paths = operands.isEmpty ? ["."] : operands
    let isWhole = arguments.all("exclude").isEmpty && options.assumeFargate != .never
    var rendering = try arguments.rendering()
    monitor?.begin(.discovery)
    let (files, skipped) = try LintRequest.find(paths.map { Array($0.utf8) }, arguments)
    rendering?.charts = Chart.outermost(of: skipped.compactMap(\.chart), below: paths.map { Array($0.utf8) })
    monitor?.begin(.policies)
    do throws(Failure) {
      var configurations = ConfigurationFiles(arguments, paths: paths.map { LintRequest.named($0, arguments) })
      var selection = try LintRequest.selection(arguments, configurations.root)
      selection.allowsUnknown = isFormer
      self.selection = selection
      sources = try PolicySources(arguments, configurations)
      rules = try configurations.rules(sources.rules, selection, files, wholeOf: isWhole ? paths : [])
      self.configurations = configurations
      for name in rules.sets[0].renamed(in: selection) {
        Output.standardError("fargate-lint: note: the rule `\(name.former)` is called `\(name.current)` now")
      }
    } catch { throw UsageError(verbatim: error.text) }
    monitor?.begin(.discovery)
    linter = Linter(rules: rules, options: options, vocabulary: sources.vocabulary, tables: sources.tables)
    var input = LintInput(files: files)
    input.context = try LintRequest.context(arguments, rules.root, paths)
    input.repositoryPrefix = LintRequest.repositoryPrefix()
    input.workTree = WorkTree(around: System.workingDirectory())
    input.folders = LintRequest.homes(of: paths + arguments.all("context"))
    input.settings = try LintRequest.settings(arguments, rules.root, sources.tables)
    input.rendering = rendering
    input.baseline = try Comparison.baseline(arguments, paths: isWhole ? paths : [])
    input.notices = skipped.map(LintRequest.notice) + LintRequest.unbound(sources.rules, rules)
    input.version = FargateLint.version
    input.monitor = monitor
    self.input = input
  }

  /// Every file whose lines a report may show.
  var sourceFiles: [SourceFile] { input.files + input.context + rules.configurationFiles }

  func showConfiguration(of path: String) throws(UsageError) -> ExitCode {
    var configurations = configurations
    do throws(Failure) {
      return try ShownConfiguration.print(path, &configurations, sources.rules, selection)
    } catch { throw UsageError(verbatim: error.text) }
  }

  // MARK: Options

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

  /// Tells of policies of Kubernetes' own that run on everything they match, as no binding narrows them.
  private static func unbound(_ all: [Rule], _ rules: ConfiguredRules) -> [Notice] {
    let running = Set(rules.sets.flatMap(\.rules).map(\.description.name))
    return all.filter { !$0.isBound && running.contains($0.description.name) }.map { rule in
      Notice(
        kind: .policyUnbound, rule: rule.description.name, file: FileName(rule.file),
        message: "no binding beside this policy names it: it runs as Deny on all that it matches")
    }
  }

  // MARK: Files

  /// Where the working directory lies in its repository; nil outside of one.
  static func repositoryPrefix() -> String? {
    let here = System.workingDirectory()
    var above = FilesAbove(name: ".git", folders: [here], workingDirectory: here)
    let home = above.home(of: here)
    guard System.kind(PathName.join(home, Array(".git".utf8))) != nil else { return nil }
    return home == here ? "" : FileName(bytes: PathName.relative(here, to: home)).text
  }

  /// The repositories that paths lie in, or what stands for them: manifests may name files from there.
  private static func homes(of paths: [String]) -> [[UInt8]] {
    let here = System.workingDirectory()
    let folders = paths.filter { $0 != "-" }.map { path in
      let absolute = PathName.absolute(Array(path.utf8), from: here)
      return System.kind(absolute) == .folder ? absolute : PathName.folder(of: absolute)
    }
    var above = FilesAbove(name: ".git", folders: folders, workingDirectory: here)
    return Set(folders.map { above.home(of: $0) }).sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// A path as configurations are looked for beside it: standard input counts as the file that it is named after.
  private static func named(_ path: String, _ arguments: Arguments) -> String {
    path == "-" ? arguments.value("stdin-filename") ?? "<stdin>" : path
  }

  private static func context(_ arguments: Arguments, _ root: Configuration?, _ paths: [String]) throws(UsageError)
    -> [SourceFile]
  {
    let named = arguments.all("context").map { Array($0.utf8) }
    if !named.isEmpty { return try find(named, arguments).files }
    let here = System.workingDirectory()
    let isWhole = paths.contains { root.map(\.folder) == PathName.absolute(Array($0.utf8), from: here) }
    guard let folder = root?.folder, !isWhole else { return [] }
    return try find([folder], arguments).files
  }

  private static func settings(_ arguments: Arguments, _ root: Configuration?, _ tables: LintTables) throws(UsageError)
    -> ScopeSettings
  {
    var settings = ScopeSettings(root, tables: tables)
    for path in arguments.all("profiles") {
      let files = try find([Array(path.utf8)], arguments).files
      guard let file = files.first, files.count == 1 else {
        throw UsageError("`--profiles` takes one file, and `\(path)` is none; repeat it for more")
      }
      do throws(LoadError) { try settings.add(profilesIn: file, tables: tables) } catch {
        throw UsageError(verbatim: error.text)
      }
    }
    return settings
  }

  private static func find(_ paths: [[UInt8]], _ arguments: Arguments) throws(UsageError) -> (
    files: [SourceFile], skipped: [Discovery.Skipped]
  ) {
    var options = Discovery.Options()
    options.excludes = arguments.all("exclude").map { Glob($0) }
    options.followsGitIgnore = !arguments.has("no-ignore")
    if let name = arguments.value("stdin-filename") { options.standardInputName = name }
    do throws(Discovery.NoSuchPath) {
      let (files, skipped) = try Discovery.find(paths, options)
      // Configurations are no manifests.
      return (files.filter { !PathName.last($0.name.bytes).elementsEqual(Configuration.fileName.utf8) }, skipped)
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
        message: "a template of a Helm chart: `--render helm` runs helm and lints what the chart makes"
      )
    }
  }
}
