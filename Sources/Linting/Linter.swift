import Fargate
import Manifests
import Policies
import Synchronization
import YAML

/// The engine: files in, an ordered report out.
///
/// Every file is read once, for what it shows by itself and for the facts that others ask for. When the scopes stand,
/// the objects whose rules look around are read again, one document at a time.
public struct Linter: Sendable {
  private let rules: ConfiguredRules
  private let options: LintOptions
  private let tables: LintTables
  private let kinds: WorkloadKinds
  private let binding: SubjectBinding

  public init(rules: RuleSet, options: LintOptions, vocabulary: Vocabulary, tables: LintTables) {
    self.init(rules: ConfiguredRules(rules), options: options, vocabulary: vocabulary, tables: tables)
  }

  public init(rules: ConfiguredRules, options: LintOptions, vocabulary: Vocabulary, tables: LintTables) {
    self.rules = rules
    self.options = options
    self.tables = tables
    kinds = tables.tables.workloadKinds.adding(rules.root?.kinds ?? [])
    binding = SubjectBinding(vocabulary: vocabulary, tables: tables.tables)
  }

  /// Checks files on all threads that the options allow.
  public func report(on input: LintInput) async -> Report { await run(input, .joins).report }

  /// Checks files as `report` does, and takes stock of them.
  public func audit(of input: LintInput) async -> Audit {
    let run = await run(input, .inventory)
    return Audit(run, tables: tables.tables, preset: rules.sets[0].preset)
  }

  /// Says where a workload lands, and what every profile says of it. No rule runs.
  public func placement(of workload: WorkloadName, in input: LintInput) async -> PlacementAnswer {
    var unjudged = LintInput(files: [])
    unjudged.context = input.files + input.context
    unjudged.settings = input.settings
    return PlacementExplainer(run: await run(unjudged, .inventory)).answer(workload)
  }

  /// A run when all is read: what it found, and what it knows.
  struct Run {
    let files: [RunFile]
    let scopes: RunScopes
    let report: Report
  }

  private func run(_ input: LintInput, _ detail: FactDetail) async -> Run {
    let all = input.runFiles
    let texts = TextTable()
    let read = await read(all, texts, detail)
    let results = PatchFiles(all, read).leavingOut(of: read, all)
    let scopes = scopes(of: all, results, texts, input.settings)
    let second = await readAgain(all, results, scopes)
    let report = assemble(all, results, scopes, second, notices: input.notices, version: input.version)
    return Run(files: all, scopes: scopes, report: report)
  }

  /// Checks texts in memory as if they were files of these names.
  public func report(on texts: [(name: String, text: String)], settings: ScopeSettings = ScopeSettings()) -> Report {
    let files = texts.map { entry in
      let format: DocumentStream.Format = entry.name.hasSuffix(".json") ? .json : .yaml
      return RunFile(SourceFile(name: FileName(entry.name), path: nil, format: format), text: Array(entry.text.utf8))
    }
    let table = TextTable()
    var checker = checker(table, .joins)
    let read = files.map { checker.check($0) }
    let results = PatchFiles(files, read).leavingOut(of: read, files)
    let scopes = scopes(of: files, results, table, settings)
    var reading = secondReading(files, scopes)
    let second = files.indices.map { file in
      var found: [ScopedJudgement] = []
      reading.check(results[file].revisits, of: file, into: &found)
      return found
    }
    return assemble(files, results, scopes, second, notices: [], version: "")
  }

  // MARK: Reading

  private func checker(_ texts: TextTable, _ detail: FactDetail) -> FileChecker {
    FileChecker(
      rules: rules, kinds: kinds, binding: binding,
      facts: FactReader(references: tables.references, texts: texts, detail: detail), clusters: tables.clusters)
  }

  private func scopes(
    of files: [RunFile], _ results: [FileResult], _ texts: TextTable, _ settings: ScopeSettings
  ) -> RunScopes {
    RunScopes(files, results, texts: texts, settings: settings, options: options, preset: rules.sets[0].preset)
  }

  private func secondReading(_ files: [RunFile], _ scopes: RunScopes) -> SecondReading {
    SecondReading(rules: rules, files: files, kinds: kinds, binding: binding, scopes: scopes)
  }

  /// Results in the order of the files, whoever read them.
  private func read(_ files: [RunFile], _ texts: TextTable, _ detail: FactDetail) async -> [FileResult] {
    let queue = WorkQueue<FileResult>(count: files.count, standard: FileResult())
    await withDiscardingTaskGroup { tasks in
      for _ in 0..<max(1, min(options.jobs, queue.groupCount)) {
        tasks.addTask {
          var checker = checker(texts, detail)
          while let group = queue.next() { queue.finish(group, with: group.map { checker.check(files[$0]) }) }
        }
      }
    }
    return queue.results
  }

  private func readAgain(_ files: [RunFile], _ results: [FileResult], _ scopes: RunScopes) async -> [[ScopedJudgement]]
  {
    let waiting = results.indices.filter { !results[$0].revisits.isEmpty && !files[$0].isContext }
    let queue = WorkQueue<[ScopedJudgement]>(count: waiting.count, standard: [])
    await withDiscardingTaskGroup { tasks in
      for _ in 0..<max(1, min(options.jobs, queue.groupCount)) where !waiting.isEmpty {
        tasks.addTask {
          var reading = secondReading(files, scopes)
          while let group = queue.next() {
            queue.finish(
              group,
              with: group.map { place in
                var found: [ScopedJudgement] = []
                reading.check(results[waiting[place]].revisits, of: waiting[place], into: &found)
                return found
              })
          }
        }
      }
    }
    var second = [[ScopedJudgement]](repeating: [], count: files.count)
    for (place, found) in zip(waiting, queue.results) { second[place] = found }
    return second
  }

  // MARK: Report

  private func assemble(
    _ files: [RunFile], _ results: [FileResult], _ scopes: RunScopes, _ second: [[ScopedJudgement]],
    notices: [Notice], version: String
  ) -> Report {
    var summary = Report.Summary()
    summary.files = files.count { !$0.isContext }
    summary.skipped = Set(notices.map(\.file)).count
    var gathered = Gathering(scopes: scopes)
    for notice in notices { gathered.add(notice) }
    for scope in scopes.all { if let notice = scope.severalClusters { gathered.add(notice) } }
    for (number, result) in results.enumerated() where !files[number].isContext {
      summary.documents += result.documents
      summary.resources += result.resources
      summary.workloads += result.workloads
      if result.skipped { summary.skipped += 1 }
      gathered.add(result, ofFile: number)
      for judgement in second[number] { gathered.add(judgement.judgement, in: judgement.scope) }
    }
    var reading = secondReading(files, scopes)
    for scope in scopes.all.indices { gathered.add(reading.checkClusters(of: scope), in: scope) }
    var findings = gathered.findings
    suppress(&findings, files, results)
    rules.apply(to: &findings, today: options.today)
    findings.sort(by: Linter.precedes)
    number(&findings)
    for finding in findings { summary.count(finding) }
    return Report(
      version: version, preset: rules.sets[0].preset, rules: rules.descriptions, summary: summary, findings: findings,
      notices: gathered.notices)
  }

  /// Lets each file's suppressions cover what was found in it, from wherever it was looked at.
  private func suppress(_ findings: inout [Finding], _ files: [RunFile], _ results: [FileResult]) {
    guard results.contains(where: { !$0.suppressions.isEmpty }) else { return }
    var byFile = Dictionary(grouping: findings, by: \.file)
    for (file, result) in zip(files, results) where !result.suppressions.isEmpty && !file.isContext {
      let name = file.source.name
      var own = byFile[name] ?? []
      SuppressionReview(rules: rules.set(of: name), today: options.today, file: name).apply(
        result.suppressions, to: &own)
      byFile[name] = own
    }
    findings = byFile.values.flatMap(\.self)
  }

  /// Report order: file, line, column, rule, message.
  private static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    if left.file != right.file { return left.file < right.file }
    if left.start != right.start { return left.start < right.start }
    return (left.rule, left.message, left.fingerprint) < (right.rule, right.message, right.fingerprint)
  }

  /// Adds the counters by which equal fingerprints differ, in report order.
  private func number(_ findings: inout [Finding]) {
    var counts: [String: Int] = [:]
    for index in findings.indices {
      let key = findings[index].fingerprint
      counts[key, default: 0] += 1
      findings[index].fingerprint = "\(key):\(counts[key] ?? 1)"
    }
  }
}

extension Report.Summary {
  mutating func count(_ finding: Finding) {
    if finding.suppression != nil {
      suppressed += 1
      return
    }
    switch finding.severity {
    case .error: errors += 1
    case .warning: warnings += 1
    case .note: notes += 1
    }
  }
}
