import CEL
import Manifests
import Policies
import YAML

/// Reads and judges files one after another, for one thread.
struct FileChecker: ~Copyable {
  private var stream = DocumentStream()
  /// One for each set of rules.
  private let checkers: [DocumentChecker]
  private let rules: ConfiguredRules
  private let options: LintOptions

  init(rules: ConfiguredRules, options: LintOptions, kinds: WorkloadKinds, binding: SubjectBinding) {
    checkers = rules.sets.map { DocumentChecker(rules: $0, options: options, kinds: kinds, binding: binding) }
    self.rules = rules
    self.options = options
  }

  mutating func check(_ file: SourceFile) -> FileResult {
    var result = FileResult()
    do throws(OpenError) {
      let descriptor = try file.open()
      defer { file.close(descriptor) }
      return check(file, descriptor)
    } catch {
      report(unreadable: error.reason, file, &result)
      return result
    }
  }

  private mutating func check(_ file: SourceFile, _ descriptor: Int32) -> FileResult {
    var result = FileResult()
    var suppressions: [Suppression] = []
    let checker = checkers[rules.number(of: file.name)]
    do throws(DocumentStream.ReadError) {
      _ = try stream.read(descriptor, as: file.format) { document in
        FileChecker.collect(from: document, &suppressions)
        checker.check(document, of: file, into: &result)
        return true
      }
    } catch {
      if case .unreadable(let number) = error { report(unreadable: OpenError(number: number).reason, file, &result) }
    }
    apply(suppressions, file, &result)
    return result
  }

  /// Judges a text in memory as the file's content.
  mutating func check(_ file: SourceFile, text: [UInt8]) -> FileResult {
    var result = FileResult()
    var suppressions: [Suppression] = []
    let checker = checkers[rules.number(of: file.name)]
    _ = stream.read(text, as: file.format) { document in
      FileChecker.collect(from: document, &suppressions)
      checker.check(document, of: file, into: &result)
      return true
    }
    apply(suppressions, file, &result)
    return result
  }

  private func report(unreadable reason: String, _ file: SourceFile, _ result: inout FileResult) {
    let rule = BuiltInRules.unreadable
    result.skipped = true
    guard !rules.set(of: file.name).ignoredBuiltIns.contains(rule.name) else { return }
    let start = Position(line: 1, column: 1)
    result.findings.append(
      Finding(
        rule: rule.name, category: rule.category, severity: rule.severity, message: "cannot be read: \(reason)",
        file: file.name, start: start, end: start, pointer: nil, document: 0, resource: nil, placement: nil,
        related: [],
        fingerprint: Fingerprint.key(rule: rule.name, text: file.name.text)))
  }

  // MARK: Suppressions

  private static let annotation = "fargate-lint.dev/disable."

  /// Adds what a document says of suppression, in comments and annotations.
  private static func collect(from document: borrowing Document, _ suppressions: inout [Suppression]) {
    for comment in document.directives {
      if let suppression = Suppression(comment, in: document) { suppressions.append(suppression) }
    }
    suppressions += annotated(document)
  }

  /// The annotations that switch rules off, on resources and on pod templates.
  private static func annotated(_ document: borrowing Document) -> [Suppression] {
    guard let tree = document.tree, document.contains("fargate-lint.dev/disable.") else { return [] }
    var result: [Suppression] = []
    for resource in Resource.resources(in: tree) {
      var owners = [resource.node]
      if let template = FileChecker.template.nodes(in: tree, from: resource.node).first { owners.append(template) }
      for owner in owners {
        guard let annotations = FileChecker.annotations.nodes(in: tree, from: owner).first else { continue }
        let range = tree.range(owner)
        let reach = (document.position(of: range.lowerBound), document.position(of: range.upperBound))
        for (key, value) in tree.entries(of: annotations) {
          let name = tree.string(key)
          guard name.hasPrefix(FileChecker.annotation) else { continue }
          result.append(
            Suppression(
              rule: String(name.dropFirst(FileChecker.annotation.count)), reason: tree.string(value), over: reach,
              at: document.place(of: key)))
        }
      }
    }
    return result
  }

  private static let annotations = FieldPath("metadata.annotations")
  private static let template = FieldPath("spec.template")

  private func apply(_ suppressions: [Suppression], _ file: SourceFile, _ result: inout FileResult) {
    guard !suppressions.isEmpty else { return }
    var suppressions = suppressions
    for index in result.findings.indices {
      let finding = result.findings[index]
      for place in suppressions.indices
      where suppressions[place].covers(finding.rule, at: finding.start)
        && !suppressions[place].isExpired(on: options.today)
      {
        suppressions[place].used.insert(finding.rule)
        result.findings[index].suppression = Finding.Suppression(
          kind: .inSource, justification: suppressions[place].reason)
      }
    }
    let rules = rules.set(of: file.name)
    let running = Set(rules.descriptions.map(\.name))
    for suppression in suppressions { review(suppression, rules, running, file, &result) }
  }

  /// What is to be said of a suppression itself.
  private func review(
    _ suppression: Suppression, _ rules: RuleSet, _ running: Set<String>, _ file: SourceFile, _ result: inout FileResult
  ) {
    func add(_ rule: RuleDescription, _ message: String) {
      guard !rules.ignoredBuiltIns.contains(rule.name) else { return }
      result.findings.append(
        Finding(
          rule: rule.name, category: rule.category, severity: rule.severity, message: message, file: file.name,
          start: suppression.start, end: suppression.end, pointer: nil, document: 0, resource: nil, placement: nil,
          related: [], fingerprint: Fingerprint.key(rule: rule.name, text: message)))
    }
    if suppression.isExpired(on: options.today) {
      add(BuiltInRules.expiredSuppression, "this suppression has expired: remove it, or give a later `until`")
      return
    }
    if suppression.reason == nil, !suppression.used.isEmpty {
      add(BuiltInRules.suppressionWithoutReason, "this suppression gives no reason: write it behind ` -- `")
    }
    switch suppression.mistake {
    case .form:
      add(BuiltInRules.unusedSuppression, "not understood: write `# fargate-lint:disable=RULE -- reason`")
      return
    case .date: add(BuiltInRules.unusedSuppression, "`until` takes a date, as in `until=2030-12-31`")
    case nil: break
    }
    if suppression.rules.isEmpty { add(BuiltInRules.unusedSuppression, "this suppression names no rule") }
    for name in Set(suppression.rules).subtracting(suppression.used).sorted() {
      if !rules.knownNames.contains(name) {
        let hint = Spelling.nearest(to: name, among: rules.knownNames.sorted()).map { "; did you mean `\($0)`?" } ?? ""
        add(BuiltInRules.unusedSuppression, "there is no rule `\(name.prefix(100))`\(hint)")
      } else if running.contains(name) {
        add(BuiltInRules.unusedSuppression, "`\(name)` finds nothing here: remove it from the suppression")
      }
    }
  }
}
