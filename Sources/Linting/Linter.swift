import Fargate
import Manifests
import Policies
import Synchronization
import YAML

/// The engine: files in, an ordered report out.
public struct Linter: Sendable {
  private let rules: ConfiguredRules
  private let options: LintOptions
  private let kinds: WorkloadKinds
  private let binding: SubjectBinding

  public init(rules: RuleSet, options: LintOptions, vocabulary: Vocabulary, tables: Tables) {
    self.init(rules: ConfiguredRules(rules), options: options, vocabulary: vocabulary, tables: tables)
  }

  public init(rules: ConfiguredRules, options: LintOptions, vocabulary: Vocabulary, tables: Tables) {
    self.rules = rules
    self.options = options
    kinds = tables.workloadKinds.adding(rules.root?.kinds ?? [])
    binding = SubjectBinding(vocabulary: vocabulary, tables: tables)
  }

  /// Checks files on all threads that the options allow.
  /// - Parameter notices: what was passed over before reading.
  public func report(on files: [SourceFile], notices: [Notice], version: String) async -> Report {
    let results = await check(files)
    return assemble(results, files: files.count, notices: notices, version: version)
  }

  /// Checks texts in memory as if they were files of these names.
  public func report(on texts: [(name: String, text: String)]) -> Report {
    var checker = FileChecker(rules: rules, options: options, kinds: kinds, binding: binding)
    let results = texts.map { entry in
      let format: DocumentStream.Format = entry.name.hasSuffix(".json") ? .json : .yaml
      let file = SourceFile(name: FileName(entry.name), path: nil, format: format)
      return checker.check(file, text: Array(entry.text.utf8))
    }
    return assemble(results, files: texts.count, notices: [], version: "")
  }

  /// Results in the order of the files, whoever read them.
  private func check(_ files: [SourceFile]) async -> [FileResult] {
    let queue = WorkQueue(files: files)
    await withDiscardingTaskGroup { tasks in
      for _ in 0..<max(1, min(options.jobs, queue.groupCount)) {
        tasks.addTask {
          var checker = FileChecker(rules: rules, options: options, kinds: kinds, binding: binding)
          while let group = queue.next() { queue.finish(group, with: group.map { checker.check(queue.files[$0]) }) }
        }
      }
    }
    return queue.results
  }

  /// Hands files out in groups, since one task a file costs more than a small file, and keeps results in file order.
  private final class WorkQueue: Sendable {
    let files: [SourceFile]
    private let begun = Atomic<Int>(0)
    private let finished: Mutex<[FileResult]>
    private static let groupSize = 16

    init(files: [SourceFile]) {
      self.files = files
      finished = Mutex([FileResult](repeating: FileResult(), count: files.count))
    }

    var groupCount: Int { (files.count + WorkQueue.groupSize - 1) / WorkQueue.groupSize }

    func next() -> Range<Int>? {
      let first = begun.add(WorkQueue.groupSize, ordering: .relaxed).oldValue
      return first < files.count ? first..<min(first + WorkQueue.groupSize, files.count) : nil
    }

    func finish(_ group: Range<Int>, with found: [FileResult]) {
      finished.withLock { $0.replaceSubrange(group, with: found) }
    }

    var results: [FileResult] { finished.withLock { $0 } }
  }

  private func assemble(_ results: [FileResult], files: Int, notices: [Notice], version: String) -> Report {
    var summary = Report.Summary()
    summary.files = files
    summary.skipped = Set(notices.map(\.file)).count
    var findings: [Finding] = []
    var allNotices = Set(notices)
    for result in results {
      summary.documents += result.documents
      summary.resources += result.resources
      summary.workloads += result.workloads
      if result.skipped { summary.skipped += 1 }
      findings += result.findings
      allNotices.formUnion(result.notices)
    }
    rules.apply(to: &findings, today: options.today)
    findings.sort(by: Linter.precedes)
    number(&findings)
    for finding in findings {
      if finding.suppression != nil {
        summary.suppressed += 1
        continue
      }
      switch finding.severity {
      case .error: summary.errors += 1
      case .warning: summary.warnings += 1
      case .note: summary.notes += 1
      }
    }
    let ordered = allNotices.sorted { left, right in
      if left.file != right.file { return left.file < right.file }
      return (left.line ?? 0, left.kind.rawValue, left.rule ?? "", left.message)
        < (right.line ?? 0, right.kind.rawValue, right.rule ?? "", right.message)
    }
    return Report(
      version: version, preset: rules.sets[0].preset, rules: rules.descriptions, summary: summary, findings: findings,
      notices: ordered)
  }

  /// Report order: file, line, column, rule, message.
  private static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    if left.file != right.file { return left.file < right.file }
    if left.start != right.start { return left.start < right.start }
    return (left.rule, left.message) < (right.rule, right.message)
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
