import Fargate
import Kustomize
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
  private var options: LintOptions
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
    let isMoved = run.scopes.all.indices.allSatisfy { run.isOnFargate(inScope: $0) }
    var assuming = self
    assuming.options.assumeFargate = .always
    return Audit(
      run, assumed: isMoved ? nil : await assuming.run(input, .inventory), owners: input.owners,
      tables: tables.tables)
  }

  /// Says where a workload lands, and what every profile says of it. No rule runs.
  public func placement(of workload: WorkloadName, in input: LintInput) async -> PlacementAnswer {
    var unjudged = LintInput(files: [])
    unjudged.context = input.files + input.context
    unjudged.settings = input.settings
    unjudged.folders = input.folders
    unjudged.rendering = input.rendering
    return PlacementExplainer(run: await run(unjudged, .inventory)).answer(workload)
  }

  /// A run when all is read: what it found, and what it knows.
  struct Run {
    let files: [RunFile]
    let scopes: RunScopes
    let report: Report

    /// Whether a profile takes every pod of a scope.
    func isOnFargate(inScope number: Int) -> Bool {
      let scope = scopes.all[number]
      let inventory = scope.index.inventory
      return inventory.resources(of: scope.files).allSatisfy { id in
        inventory.pods(of: id).allSatisfy { scope.judged($0).status == .fargate }
      }
    }
  }

  private func run(_ input: LintInput, _ detail: FactDetail) async -> Run {
    let own = withVariables(input.runFiles)
    let sources = input.sources
    let monitor = input.monitor
    monitor?.begin(.building)
    let store = BuildStore(sources, rules.variables, input.renderer(sources))
    let texts = TextTable()
    let named = Kustomizations.files(of: own)
    let kustomizations = Kustomizations(
      await each(named.count, in: 4, nil, monitor) { { Kustomizations.Entry(named[$0], store.build) } })
    var deployments: [Deployment] = []
    var made: [DeploymentResult] = []
    var waiting = kustomizations.outermost + input.charts
    while !waiting.isEmpty {
      made += await build(waiting, store, texts, detail, monitor)
      deployments += waiting
      waiting = kustomizations.below(deployments, made)
    }
    var built = Deployments(deployments, made, of: own)
    monitor?.begin(.reading)
    let first = await self.read(own, built, store, texts, detail, monitor)
    monitor?.begin(.joining)
    let repository = RepositoryDeployments(
      own, first, built: built, store, texts, prefix: input.repositoryPrefix)
    let known = built.deployed
    built.replace(
      by: repository, await build(repository.own.map(\.deployment), store, texts, detail, monitor), of: own)
    let read = built.leavingOut(of: first, own, known: known)
    let all = own + built.files
    let results = PatchFiles(kustomizations, besides: built.deployed).leavingOut(of: read, own) + built.results
    let scopes = scopes(of: all, results, built, repository, texts, input.settings)
    monitor?.begin(.neighbours)
    let second = await readAgain(all, results, scopes, store, monitor)
    monitor?.begin(.report)
    let skipped = built.unrendered(input.notices)
    let notices = built.notices + built.orphans(of: own, read) + repository.notices
    var report = assemble(
      all, results, scopes, second, store, skipped: skipped, notices: notices, version: input.version,
      baseline: input.baseline)
    report.workTree = input.workTree
    report.settle(await fixes(of: report.findings, in: own, monitor))
    return Run(files: all, scopes: scopes, report: report)
  }

  /// Checks texts in memory as if they were files of these names.
  public func report(on texts: [(name: String, text: String)], settings: ScopeSettings = ScopeSettings()) -> Report {
    let own = withVariables(
      texts.map { entry in
        let format: DocumentStream.Format = entry.name.hasSuffix(".json") ? .json : .yaml
        return RunFile(SourceFile(name: FileName(entry.name), path: nil, format: format), text: Array(entry.text.utf8))
      })
    let store = BuildStore(BuildFiles(own, below: []), rules.variables)
    let table = TextTable()
    let kustomizations = Kustomizations(
      Kustomizations.files(of: own).map { Kustomizations.Entry($0, store.build) })
    var deployments: [Deployment] = []
    var made: [DeploymentResult] = []
    var waiting = kustomizations.outermost
    var checker = checker(table, .joins)
    while !waiting.isEmpty {
      made += waiting.map { checker.check($0, store) }
      deployments += waiting
      waiting = kustomizations.below(deployments, made)
    }
    var built = Deployments(deployments, made, of: own)
    let known = built.deployed
    let second = own.map { checker.check($0, isDeployed: known.contains($0.source.name.text), store) }
    let repository = RepositoryDeployments(own, second, built: built, store, table, prefix: "")
    built.replace(by: repository, repository.own.map { checker.check($0.deployment, store) }, of: own)
    let read = built.leavingOut(of: second, own, known: known)
    let all = own + built.files
    let results = PatchFiles(kustomizations, besides: built.deployed).leavingOut(of: read, own) + built.results
    let scopes = scopes(of: all, results, built, repository, table, settings)
    var reading = secondReading(all, scopes, store)
    let around = all.indices.map { file in
      var found: [ScopedJudgement] = []
      reading.check(results[file].revisits[...], of: file, into: &found)
      return found
    }
    let notices = built.notices + built.orphans(of: own, read) + repository.notices
    var report = assemble(all, results, scopes, around, store, skipped: [], notices: notices, version: "")
    let writer = FixWriter(own)
    var stream = DocumentStream()
    report.settle(FixWriter.work(for: report.findings).flatMap { writer.fixes(of: $0, &stream) })
    return report
  }

  /// What can be done about findings, by number of the finding.
  private func fixes(
    of findings: [Finding], in files: [RunFile], _ monitor: RunMonitor?
  ) async -> [(finding: Int, fix: Finding.Fix)] {
    let work = FixWriter.work(for: findings)
    guard !work.isEmpty else { return [] }
    let writer = FixWriter(files)
    return await each(work.count, in: 16, [], monitor) {
      let stream = Held(DocumentStream())
      return { writer.fixes(of: work[$0], &stream.value) }
    }
    .flatMap(\.self)
  }

  // MARK: Reading

  private func withVariables(_ files: [RunFile]) -> [RunFile] {
    if rules.variables.isEmpty { return files }
    return files.map { file in
      var file = file
      file.variables = rules.variables.variables(of: file.source.name)
      return file
    }
  }

  private func checker(_ texts: TextTable, _ detail: FactDetail) -> FileChecker {
    FileChecker(
      rules: rules, kinds: kinds, binding: binding,
      facts: FactReader(references: tables.references, texts: texts, detail: detail), clusters: tables.clusters,
      detail: options.detail, shard: options.shard)
  }

  private func scopes(
    of files: [RunFile], _ results: [FileResult], _ deployments: Deployments, _ repository: RepositoryDeployments,
    _ texts: TextTable, _ settings: ScopeSettings
  ) -> RunScopes {
    let preset = rules.sets[0].preset
    return RunScopes(
      files, results, doubts: deployments.doubts, repository, texts: texts, settings: settings, options: options,
      preset: preset, sizes: PodSizes(tables: tables.tables, preset: preset),
      prices: PriceList(
        tables: tables.tables, preset: preset, stated: rules.root?.prices?.stated ?? PriceList.Stated()))
  }

  private func secondReading(_ files: [RunFile], _ scopes: RunScopes, _ store: BuildStore) -> SecondReading {
    SecondReading(
      rules: rules, files: files, store: store, kinds: kinds, binding: binding, scopes: scopes, detail: options.detail)
  }

  /// Does the same to each of a number of things, on all threads that the options allow.
  /// - Parameter worker: makes what works in one thread.
  /// - Returns: results in order, whoever worked on them.
  private func each<Result: Sendable>(
    _ count: Int, in groups: Int, _ standard: Result, _ monitor: RunMonitor?,
    _ worker: @escaping @Sendable () -> (Int) -> Result
  ) async -> [Result] {
    monitor?.expect(count)
    let queue = WorkQueue<Result>(count: count, in: groups, standard: standard)
    await withDiscardingTaskGroup { tasks in
      for _ in 0..<min(options.jobs, queue.groupCount) {
        tasks.addTask {
          let work = worker()
          while let group = queue.next() {
            queue.finish(group, with: group.map(work))
            monitor?.advance(by: group.count)
          }
        }
      }
    }
    return queue.results
  }

  private func build(
    _ deployments: [Deployment], _ store: BuildStore, _ texts: TextTable, _ detail: FactDetail,
    _ monitor: RunMonitor?
  ) async -> [DeploymentResult] {
    await each(deployments.count, in: 1, DeploymentResult(), monitor) {
      let checker = Held(checker(texts, detail))
      return { checker.value.check(deployments[$0], store) }
    }
  }

  private func read(
    _ files: [RunFile], _ deployments: Deployments, _ store: BuildStore, _ texts: TextTable, _ detail: FactDetail,
    _ monitor: RunMonitor?
  ) async -> [FileResult] {
    await each(files.count, in: 16, FileResult(), monitor) {
      let checker = Held(checker(texts, detail))
      return { place in
        let file = files[place]
        return checker.value.check(
          file, isDeployed: deployments.deployed.contains(file.source.name.text), store)
      }
    }
  }

  private func readAgain(
    _ files: [RunFile], _ results: [FileResult], _ scopes: RunScopes, _ store: BuildStore,
    _ monitor: RunMonitor?
  ) async -> [[ScopedJudgement]] {
    // A large file is work for several threads.
    let waiting = results.indices.filter { !results[$0].revisits.isEmpty && !files[$0].isContext }.flatMap { file in
      let revisits = results[file].revisits
      return stride(from: 0, to: revisits.count, by: 64).map { first in
        (file: file, revisits: first..<min(first + 64, revisits.count))
      }
    }
    let found = await each(waiting.count, in: 16, [ScopedJudgement](), monitor) {
      let reading = Held(secondReading(files, scopes, store))
      return { place in
        let (file, range) = waiting[place]
        var found: [ScopedJudgement] = []
        reading.value.check(results[file].revisits[range], of: file, into: &found)
        return found
      }
    }
    var second = [[ScopedJudgement]](repeating: [], count: files.count)
    for (part, found) in zip(waiting, found) { second[part.file] += found }
    return second
  }

  // MARK: Report

  private func assemble(
    _ files: [RunFile], _ results: [FileResult], _ scopes: RunScopes, _ second: [[ScopedJudgement]],
    _ store: BuildStore, skipped: [Notice], notices: [Notice], version: String,
    baseline: Baseline? = nil
  ) -> Report {
    var summary = Report.Summary()
    summary.files = files.count { !$0.isContext && $0.deployment == nil && isReported($0.source.name) }
    summary.skipped = Set(skipped.map(\.file)).count { isReported($0) }
    var gathered = Gathering(scopes: scopes, files: files, today: options.today)
    gathered.expect(
      results.reduce(0) { $0 + $1.findings.count + $1.candidates.count }
        + second.reduce(0) { $0 + $1.reduce(0) { $0 + $1.judgement.findings.count } })
    for notice in skipped + notices { gathered.add(notice) }
    for scope in scopes.all { if let notice = scope.severalClusters { gathered.add(notice) } }
    for (number, result) in results.enumerated() where !files[number].isContext {
      if isReported(files[number].source.name) { summary.addRead(result) }
      gathered.add(result, ofFile: number)
      for judgement in second[number] { gathered.add(judgement.judgement, in: judgement.scope, ofFile: number) }
    }
    var reading = secondReading(files, scopes, store)
    for scope in scopes.all.indices { gathered.add(reading.checkClusters(of: scope), in: scope) }
    gathered.relateToDeployments()
    gathered.unite()
    var findings = gathered.takeFindings()
    if options.shard != nil { findings.removeAll { !isReported($0.file) } }
    let renamed = suppress(&findings, files, results, gathered.suppressions, store)
    for notice in renamed + rules.notices { gathered.add(notice) }
    let verdicts = rules.apply(to: &findings, today: options.today)
    if options.shard == nil { findings += verdicts.compactMap(\.finding) }
    findings.putInReportOrder()
    for notice in baseline?.apply(to: &findings, running: rules.descriptions) ?? [] { gathered.add(notice) }
    for finding in findings { summary.count(finding) }
    return Report(
      version: version, preset: rules.sets[0].preset, rules: rules.descriptions, summary: summary, findings: findings,
      notices: gathered.notices.filter { isReported($0.file) },
      part: options.shard.map { ReportPart(shard: $0, verdicts: verdicts) })
  }

  /// Whether what is found in a file is for this run to report, and not for another shard.
  private func isReported(_ file: FileName) -> Bool { options.shard?.holds(file) ?? true }

  /// Lets each file's suppressions cover what was found in it, from wherever it was looked at.
  /// - Parameter made: of what deployments make, by the file that they are written in.
  /// - Returns: notices of rules that are called by former names.
  private func suppress(
    _ findings: inout [Finding], _ files: [RunFile], _ results: [FileResult], _ made: [FileName: [Suppression]],
    _ store: BuildStore
  ) -> [Notice] {
    var notices: [Notice] = []
    let judged = Set(files.filter { $0.deployment == nil && !$0.isContext }.map(\.source.name))
    let own = zip(files, results).filter { file, result in
      file.deployment == nil && !file.isContext && isReported(file.source.name)
        && !(result.suppressions.isEmpty && (made[file.source.name] ?? []).isEmpty)
    }
    let concerned = Set(own.map(\.0.source.name))
    let places = Dictionary(
      grouping: findings.indices.filter {
        concerned.contains(findings[$0].file) || !judged.contains(findings[$0].file)
      }, by: { findings[$0].file })
    for (name, places) in places where !judged.contains(name) {
      // What is not judged is said nothing of.
      for suppression in store.suppressions(in: name).map({ $0.called(by: rules.sets[0].names) }) {
        for place in places { suppression.apply(to: &findings[place], today: options.today) }
      }
    }
    for (file, result) in own {
      let name = file.source.name
      let names = rules.sets[0].names
      var suppressions = result.suppressions.map { $0.called(by: names) }
      for suppression in suppressions {
        let place = Place(file: name, start: suppression.start, end: suppression.end)
        notices += suppression.formerNames.map { Notice(renamed: $0, names, at: place) }
      }
      for suppression in made[name] ?? [] { suppressions.merge(suppression) }
      SuppressionReview(rules: rules.set(of: name), today: options.today, file: name)
        .apply(suppressions, to: &findings, at: places[name] ?? [])
    }
    return notices
  }

}

extension Report.Summary {
  mutating func addRead(_ result: FileResult) {
    documents += result.documents
    resources += result.resources
    workloads += result.workloads
    if result.skipped { skipped += 1 }
  }

  mutating func count(_ finding: Finding) {
    if finding.baselineState == .unchanged {
      baselined += 1
      return
    }
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

/// Something that one thread works with and that has no copies.
private final class Held<Value: ~Copyable> {
  var value: Value
  init(_ value: consuming Value) { self.value = value }
}
