import CEL
import Fargate
import GitOps
import Kustomize
import Manifests
import Policies
import YAML

/// Reads documents one after another for the first time, for one thread: judges what each shows by itself and keeps the
/// facts that others ask for.
final class DocumentChecker {
  private let rules: RuleSet
  private let kinds: WorkloadKinds
  private let judge: SubjectJudge
  private var facts: FactReader
  private let clusters: ClusterReader
  /// Whether another shard reports on the files, so that only rules that look around are asked: these may find
  /// something in other files.
  private let isOutside: Bool
  private let ofDocuments: [Rule]
  /// Rules by `apiVersion kind`, found once for each kind.
  private var rulesByKind: [String: [Subject: [Int]]] = [:]

  init(
    rules: RuleSet, kinds: WorkloadKinds, binding: SubjectBinding, facts: FactReader, clusters: ClusterReader,
    detail: VerdictDetail, isOutside: Bool
  ) {
    self.rules = rules
    self.kinds = kinds
    self.facts = facts
    self.clusters = clusters
    self.isOutside = isOutside
    ofDocuments = rules.rules.filter { $0.subject == .document }
    judge = SubjectJudge(preset: rules.preset, binding: binding, detail: detail)
  }

  // MARK: Documents

  /// - Parameters:
  ///   - isDeployed: whether a kustomization deploys the file's objects, so that they are judged as it makes them.
  ///   - variables: the values of `${NAME}` in the file.
  func check(
    _ document: borrowing Document, of file: SourceFile, isDeployed: Bool, _ variables: Variables?,
    into result: inout FileResult
  ) {
    result.documents += 1
    if document.isTemplate { return noteTemplate(document, file, &result) }
    reportProblems(document, file, &result)
    guard let tree = document.tree, !document.problems.contains(where: { $0.kind == .limit }) else { return }
    // What Flux fills in goes before: its objects are read as they are written.
    readDeployers(document, Resource.resources(in: tree), variables, &result)
    if let variables, let filled = document.filled(variables.applied) {
      judge(filled, of: file, isDeployed: isDeployed, into: &result)
    } else {
      judge(document, of: file, isDeployed: isDeployed, into: &result)
    }
  }

  private func judge(
    _ document: borrowing Document, of file: SourceFile, isDeployed: Bool, into result: inout FileResult
  ) {
    guard let tree = document.tree else { return }
    let resources = Resource.resources(in: tree).map { (resource: $0, workload: Workload($0, kinds: kinds)) }
    result.resources += resources.count
    result.workloads += resources.count { $0.workload != nil }
    readClusters(document, tree, resources.map(\.resource), &result)
    if isDeployed { return }
    let name = file.name
    let first = result.facts.resources.count
    facts.read(resources, at: document.chunk, { document.located($0, part: $1, in: name) }, into: &result.facts)
    judge.begin(tree)
    judgeDocument(document, file, &result)
    for (place, (resource, workload)) in resources.enumerated() {
      check(
        resource, resource.identity(in: document.unfilled), workload, UInt32(first + place),
        { document.located($0, part: $1, in: name) },
        &result)
    }
  }

  /// Judges a resource as something makes it.
  func check(_ document: ReadDocument, into result: inout FileResult) {
    guard let tree = document.tree, let resource = Resource.resources(in: tree).first,
      let written = document.writtenPlace
    else { return }
    let workload = Workload(resource, kinds: kinds)
    let place = result.facts.resources.count
    if document.isMadeAnew {
      result.resources += 1
      if workload != nil { result.workloads += 1 }
    }
    facts.read(
      [(resource, workload)], at: ChunkAddress(index: place), { document.located($0, part: $1) }, into: &result.facts)
    result.facts.written.append(written)
    let annotations = DisablingAnnotation.all(of: resource)
    if !annotations.isEmpty {
      result.madeSuppressions[UInt32(place)] = annotations.map {
        MadeSuppression($0, of: resource, in: document, rules.names)
      }
    }
    judge.begin(tree)
    let found = result.findings.count
    let waiting = result.candidates.count
    check(
      resource, document.identity(of: resource), workload, UInt32(place), { document.located($0, part: $1) }, &result)
    for number in result.findings.indices[found...] { result.findings[number].relate(to: document) }
    for number in result.candidates.indices[waiting...] { result.candidates[number].candidate.relate(to: document) }
  }

  /// Keeps the objects that say what is deployed.
  private func readDeployers(
    _ document: borrowing Document, _ resources: [Resource], _ variables: Variables?, _ result: inout FileResult
  ) {
    let found = resources.filter { !$0.identity.group.isEmpty && DeploymentPlan.concerns($0.identity) }
    guard !found.isEmpty else { return }
    for resource in found {
      result.deployedPaths += resource.deployedPaths.map { variables?.applied(to: $0) ?? $0 }
    }
    let retained = document.retained()
    result.deployers += found.map { Deployer(document: retained, resource: $0) }
  }

  /// Keeps a document that describes clusters: its profiles and capacity decide where pods land.
  private func readClusters(
    _ document: borrowing Document, _ tree: Tree, _ resources: [Resource], _ result: inout FileResult
  ) {
    guard clusters.format(of: tree) != nil || resources.contains(where: { clusters.format(of: $0.identity) != nil })
    else { return }
    let descriptions = clusters.descriptions(in: tree)
    guard !descriptions.isEmpty else { return }
    result.clusterDocuments.append(ClusterDocument(document: document.retained(), descriptions: descriptions))
  }

  private func noteTemplate(_ document: borrowing Document, _ file: SourceFile, _ result: inout FileResult) {
    result.skipped = true
    guard !result.notices.contains(where: { $0.kind == .templateSkipped }) else { return }
    result.notices.append(
      Notice(
        kind: .templateSkipped, file: file.name, line: document.position(of: 0).line,
        message:
          "a template, not YAML until it is rendered: lint what comes out, as in `helm template … | fargate-lint -`"))
  }

  private func reportProblems(_ document: borrowing Document, _ file: SourceFile, _ result: inout FileResult) {
    if document.tree == nil, file.format == .json,
      !(document.contains("\"apiVersion\"") && document.contains("\"kind\""))
    {
      return
    }
    if let conflict = document.conflict {
      let end = Position(line: conflict.line, column: conflict.column + 7)
      let found = "conflict markers of a merge are left here: resolve the conflict"
      return add(BuiltInRules.mergeConflict, found, (conflict, end), nil, document, file, &result)
    }
    for problem in document.problems {
      let rule: RuleDescription
      switch problem.kind {
      case .syntax: rule = BuiltInRules.syntax
      case .encoding: rule = BuiltInRules.encoding
      case .limit: rule = BuiltInRules.limit
      case .duplicateKey: rule = BuiltInRules.duplicateKey
      case .notForKubernetes: rule = BuiltInRules.notForKubernetes
      }
      let concernsResources = problem.kind == .duplicateKey || problem.kind == .notForKubernetes
      if concernsResources, !holdsResource(document) { continue }
      let start = document.position(of: problem.range.lowerBound)
      var end = document.position(of: problem.range.upperBound)
      if end.line != start.line || end == start { end = Position(line: start.line, column: start.column + 1) }
      let related = problem.related.map { range in
        Finding.Related(
          file: file.name, start: document.position(of: range.lowerBound), end: document.position(of: range.upperBound),
          message: "the first is here")
      }
      add(rule, problem.message, (start, end), related, document, file, &result)
    }
  }

  private func holdsResource(_ document: borrowing Document) -> Bool {
    guard let tree = document.tree, let root = tree.root else { return false }
    if !Resource.resources(in: tree).isEmpty { return true }
    return tree.value(of: "AWSTemplateFormatVersion", in: root) != nil || tree.value(of: "Resources", in: root) != nil
  }

  private func add(
    _ rule: RuleDescription, _ message: String, _ place: (start: Position, end: Position), _ related: Finding.Related?,
    _ document: borrowing Document, _ file: SourceFile, _ result: inout FileResult
  ) {
    guard !rules.ignoredBuiltIns.contains(rule.name) else { return }
    result.findings.append(
      Finding(
        rule: rule.name, category: rule.category, severity: rule.severity, message: message, file: file.name,
        start: place.start, end: place.end, pointer: nil, document: document.index, resource: nil, placement: nil,
        related: related.map { [$0] } ?? [], fingerprint: Fingerprint.key(rule: rule.name, text: message)))
  }

  // MARK: Subjects

  private func judgeDocument(_ document: borrowing Document, _ file: SourceFile, _ result: inout FileResult) {
    guard !ofDocuments.isEmpty, !isOutside, let tree = document.tree, let root = tree.root, !tree.isNull(root) else {
      return
    }
    var judgement = Judgement(isOpen: false)
    judge.judgeDocument(ofDocuments, root, { document.located($0, part: $1, in: file.name) }, into: &judgement)
    result.findings += judgement.findings
    result.notices += judgement.notices
  }

  private func check(
    _ resource: Resource, _ identity: ResourceIdentity, _ workload: Workload?, _ place: UInt32,
    _ locate: SubjectJudge.Locate, _ result: inout FileResult
  ) {
    if workload == nil { noteUnknownKind(resource, locate, &result) }
    let matching = rules(for: resource, workload)
    var alone: [Subject: [Rule]] = [:]
    var around: [Int] = []
    // What makes no pods has nothing that other rules speak of.
    for (subject, numbers) in matching where workload != nil || subject == .object {
      for number in numbers {
        if rules.looksAround[number] {
          around.append(number)
        } else {
          alone[subject, default: []].append(rules.rules[number])
        }
      }
    }
    if !around.isEmpty { result.revisits.append(Revisit(resource: place, rules: around.sorted())) }
    guard !alone.isEmpty, !isOutside else { return }
    var judgement = Judgement(isOpen: true)
    judge.judge(resource, identity, workload, by: alone, .open, locate, into: &judgement)
    result.findings += judgement.findings.map { $0.about(ResourceID(file: 0, place: place)) }
    result.notices += judgement.notices
    result.candidates += judgement.candidates.map { (resource: place, candidate: $0) }
  }

  /// The rules, by number, that may have something to say of a resource, by subject.
  private func rules(for resource: Resource, _ workload: Workload?) -> [Subject: [Int]] {
    let matching = rules(for: resource.identity)
    guard !matching.isEmpty, resource.isPlain(workload) else { return matching }
    return matching.mapValues { $0.filter { rules.rules[$0].mayConcern(resource) } }
  }

  private func rules(for identity: ResourceIdentity) -> [Subject: [Int]] {
    let key = identity.apiVersion + " " + identity.kind
    if let known = rulesByKind[key] { return known }
    let matching = Dictionary(
      grouping: rules.rules.indices.filter { number in
        let rule = rules.rules[number]
        return rule.subject.isOfResource && rule.matches(identity)
      }, by: { rules.rules[$0].subject })
    // Kinds come from manifests: a stranger's must not fill the memory.
    if rulesByKind.count < 10_000 { rulesByKind[key] = matching }
    return matching
  }

  private func noteUnknownKind(_ resource: Resource, _ locate: SubjectJudge.Locate, _ result: inout FileResult) {
    let tree = resource.tree
    guard let containers = DocumentChecker.containers.nodes(in: tree, from: resource.node).first,
      tree.kind(containers) == .sequence
    else { return }
    let place = locate(resource.namePlace, nil)
    result.notices.append(
      Notice(
        kind: .kindUnknown, file: place.file, line: place.start.line,
        message:
          "\(resource.identity.apiVersion) \(resource.identity.kind) seems to hold a pod template, but is no kind that is known: its pods were not checked"
      ))
  }

  private static let containers = FieldPath("spec.template.spec.containers")
}
