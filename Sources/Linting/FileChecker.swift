import Fargate
import Kustomize
import Manifests
import Policies
import YAML

/// Reads files one after another for the first time, for one thread.
struct FileChecker: ~Copyable {
  private var stream = DocumentStream()
  /// One for each set of rules.
  private let checkers: [DocumentChecker]
  /// The same for files that another shard judges.
  private let outsideCheckers: [DocumentChecker]
  /// For files that are read for others only.
  private let contextChecker: DocumentChecker
  private let rules: ConfiguredRules
  private let shard: Shard?

  init(
    rules: ConfiguredRules, kinds: WorkloadKinds, binding: SubjectBinding, facts: FactReader, clusters: ClusterReader,
    detail: VerdictDetail, shard: Shard?
  ) {
    func checker(_ rules: RuleSet, isOutside: Bool = false) -> DocumentChecker {
      DocumentChecker(
        rules: rules, kinds: kinds, binding: binding, facts: facts, clusters: clusters, detail: detail,
        isOutside: isOutside)
    }
    checkers = rules.sets.map { checker($0) }
    outsideCheckers = shard == nil ? [] : rules.sets.map { checker($0, isOutside: true) }
    contextChecker = checker(RuleSet(only: [], preset: rules.sets[0].preset))
    self.rules = rules
    self.shard = shard
  }

  /// - Parameter isDeployed: whether a kustomization deploys the file's objects.
  mutating func check(_ file: RunFile, isDeployed: Bool, _ store: BuildStore) -> FileResult {
    let checker = checker(for: file)
    if isDeployed, file.source.format == .yaml, let documents = store.build.documents(of: file.source.name.text) {
      var result = FileResult()
      for document in documents {
        document.withDocument { document in
          FileChecker.collect(from: document, &result.suppressions)
          checker.check(document, of: file.source, isDeployed: true, file.variables, into: &result)
        }
      }
      return result
    }
    if let text = file.text { return check(file, text: text, isDeployed, by: checker) }
    do throws(OpenError) {
      let descriptor = try file.source.open()
      defer { file.source.close(descriptor) }
      return check(file, descriptor, isDeployed, by: checker)
    } catch {
      var result = FileResult()
      report(unreadable: error.reason, file.source, &result)
      return result
    }
  }

  private func checker(for file: RunFile) -> DocumentChecker {
    if file.isContext { return contextChecker }
    let name = file.source.name
    return shard?.holds(name) ?? true ? checkers[rules.number(of: name)] : outsideCheckers[rules.number(of: name)]
  }

  /// Judges what a deployment makes.
  mutating func check(_ deployment: Deployment, _ store: BuildStore) -> DeploymentResult {
    let made = store.make(deployment)
    var result = FileResult()
    for document in made.documents {
      guard let base = document.base else { continue }
      checkers[rules.number(of: base.file)].check(document, into: &result)
    }
    return DeploymentResult(made, result)
  }

  private mutating func check(
    _ file: RunFile, _ descriptor: Int32, _ isDeployed: Bool, by checker: DocumentChecker
  ) -> FileResult {
    var result = FileResult()
    do throws(DocumentStream.ReadError) {
      _ = try stream.read(descriptor, as: file.source.format) { document in
        FileChecker.collect(from: document, &result.suppressions)
        checker.check(document, of: file.source, isDeployed: isDeployed, file.variables, into: &result)
        return true
      }
    } catch {
      if case .unreadable(let number) = error {
        report(unreadable: OpenError(number: number).reason, file.source, &result)
      }
    }
    return result
  }

  /// Judges a text in memory as the file's content.
  private mutating func check(
    _ file: RunFile, text: [UInt8], _ isDeployed: Bool, by checker: DocumentChecker
  ) -> FileResult {
    var result = FileResult()
    _ = stream.read(text, as: file.source.format) { document in
      FileChecker.collect(from: document, &result.suppressions)
      checker.check(document, of: file.source, isDeployed: isDeployed, file.variables, into: &result)
      return true
    }
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

  /// Adds what a document says of suppression, in comments and annotations.
  static func collect(from document: borrowing Document, _ suppressions: inout [Suppression]) {
    for comment in document.directives {
      if let suppression = Suppression(comment, in: document) { suppressions.append(suppression) }
    }
    suppressions += annotated(document)
  }

  /// The annotations that switch rules off, on resources and on pod templates.
  private static func annotated(_ document: borrowing Document) -> [Suppression] {
    guard let tree = document.tree, document.contains("fargate-lint.dev/disable.") else { return [] }
    return Resource.resources(in: tree).flatMap(DisablingAnnotation.all).map { annotation in
      let range = tree.range(annotation.owner)
      let reach = (document.position(of: range.lowerBound), document.position(of: range.upperBound))
      return Suppression(
        rule: annotation.rule, annotation.note, reach: .range(reach.0, reach.1),
        at: document.place(of: annotation.key))
    }
  }
}
