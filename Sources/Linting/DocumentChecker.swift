import CEL
import Manifests
import Policies
import YAML

/// Judges documents one after another, for one thread.
final class DocumentChecker {
  private let rules: RuleSet
  private let options: LintOptions
  private let kinds: WorkloadKinds
  private let binding: SubjectBinding
  private var evaluation = Evaluation()
  /// Rules by `apiVersion kind`, found once for each kind.
  private var rulesByKind: [String: [Subject: [Rule]]] = [:]

  init(rules: RuleSet, options: LintOptions, kinds: WorkloadKinds, binding: SubjectBinding) {
    self.rules = rules
    self.options = options
    self.kinds = kinds
    self.binding = binding
  }

  /// What is being judged, and what a finding about it says.
  private struct Context {
    let file: FileName
    let resource: Resource?
    let placement: Finding.Placement?
    /// Where a finding stands that names no place of its own.
    let subjectPlace: NodeID
  }

  private static let unknownPlacement = "no Fargate profile and no cluster definition is known here"

  // MARK: Documents

  func check(_ document: borrowing Document, of file: SourceFile, into result: inout FileResult) {
    result.documents += 1
    if document.isTemplate { return noteTemplate(document, file, &result) }
    reportProblems(document, file, &result)
    guard let tree = document.tree, !document.problems.contains(where: { $0.kind == .limit }) else { return }
    let resources = Resource.resources(in: tree)
    result.resources += resources.count
    binding.begin(tree, preset: rules.preset, &evaluation)
    judgeDocument(document, tree, file, &result)
    for resource in resources { check(resource, document, file, &result) }
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

  private func judgeDocument(
    _ document: borrowing Document, _ tree: Tree, _ file: SourceFile, _ result: inout FileResult
  ) {
    guard let root = tree.root else { return }
    let context = Context(file: file.name, resource: nil, placement: nil, subjectPlace: root)
    for rule in rules.rules where rule.subject == .document { run(rule, context, document, &result) }
  }

  private func check(
    _ resource: Resource, _ document: borrowing Document, _ file: SourceFile, _ result: inout FileResult
  ) {
    let workload = Workload(resource, kinds: kinds)
    let matching = rules(for: resource, workload)
    if workload == nil { noteUnknownKind(resource, document, file, &result) }
    guard !matching.isEmpty else {
      if workload != nil { result.workloads += 1 }
      return
    }
    let placement = Finding.Placement(status: status.rawValue, reason: DocumentChecker.unknownPlacement)
    let unplaced = Context(file: file.name, resource: resource, placement: nil, subjectPlace: resource.namePlace)
    binding.bind(resource, &evaluation)
    for rule in matching[.object] ?? [] { run(rule, unplaced, document, &result) }
    guard let workload else { return }
    result.workloads += 1
    binding.bind(workload, &evaluation)
    let placed = Context(file: file.name, resource: resource, placement: placement, subjectPlace: resource.namePlace)
    for rule in matching[.workload] ?? [] where applies(rule) {
      run(rule, rule.placement == nil ? unplaced : placed, document, &result)
    }
    for pod in workload.pods {
      binding.bind(pod, status: status, reason: placement.reason, &evaluation)
      let context = Context(file: file.name, resource: resource, placement: placement, subjectPlace: pod.place)
      for rule in matching[.pod] ?? [] where applies(rule) { run(rule, context, document, &result) }
      guard let containerRules = matching[.container], !containerRules.isEmpty else { continue }
      for container in pod.containers {
        binding.bind(container, &evaluation)
        let context = Context(file: file.name, resource: resource, placement: placement, subjectPlace: container.place)
        for rule in containerRules where applies(rule) { run(rule, context, document, &result) }
      }
    }
  }

  /// The rules that may have something to say of a resource, by subject.
  private func rules(for resource: Resource, _ workload: Workload?) -> [Subject: [Rule]] {
    let matching = rules(for: resource.identity)
    // What is substituted later, or shown in another shape than it is written in, may be said of without its keys.
    guard !matching.isEmpty, !resource.tree.mayHavePlaceholders, workload?.pods.allSatisfy(\.isWhole) ?? true else {
      return matching
    }
    return matching.mapValues { $0.filter { $0.mayConcern(resource) } }
  }

  private func rules(for identity: ResourceIdentity) -> [Subject: [Rule]] {
    let key = identity.apiVersion + " " + identity.kind
    if let known = rulesByKind[key] { return known }
    let matching = Dictionary(
      grouping: rules.rules.filter { $0.subject != .document && $0.matches(identity) }, by: \.subject)
    // Kinds come from manifests: a stranger's must not fill the memory.
    if rulesByKind.count < 10_000 { rulesByKind[key] = matching }
    return matching
  }

  private var status: PlacementStatus { options.assumeFargate == .always ? .fargate : .unknown }

  /// Whether a rule speaks of pods whose placement is what it is here.
  private func applies(_ rule: Rule) -> Bool {
    guard let placement = rule.placement else { return true }
    if status == .unknown, options.assumeFargate == .never { return false }
    return placement.contains(status) || placement.contains(.unknown)
  }

  private func noteUnknownKind(
    _ resource: Resource, _ document: borrowing Document, _ file: SourceFile, _ result: inout FileResult
  ) {
    let tree = resource.tree
    guard let containers = DocumentChecker.containers.nodes(in: tree, from: resource.node).first,
      tree.kind(containers) == .sequence
    else { return }
    let line = document.position(of: tree.range(resource.namePlace).lowerBound).line
    result.notices.append(
      Notice(
        kind: .kindUnknown, file: file.name, line: line,
        message:
          "\(resource.identity.apiVersion) \(resource.identity.kind) seems to hold a pod template, but is no kind that is known: its pods were not checked"
      ))
  }

  private static let containers = FieldPath("spec.template.spec.containers")

  // MARK: Rules

  private func run(
    _ rule: Rule, _ context: Context, _ document: borrowing Document, _ result: inout FileResult
  ) {
    for verdict in rule.verdicts(in: &evaluation) {
      switch verdict {
      case .violation(let place, let severity, let message, let related):
        result.findings.append(finding(rule, context, place, severity, message, related, document))
      case .notice(let place, let message):
        add(.ruleUnevaluable, rule, message, place ?? context.subjectPlace, context, document, &result)
      case .unknown(let place):
        let known = document.tree?.isPlaceholder(place) == false
        let reason = known ? "rests on what only the cluster knows" : "rests on a value that is substituted later"
        add(.valueUnknown, rule, reason, place, context, document, &result)
      case .failure(let place, let error):
        let kind: Notice.Kind = error.kind == .overBudget ? .ruleOverBudget : .ruleUnevaluable
        add(kind, rule, error.message, place ?? context.subjectPlace, context, document, &result)
      }
    }
  }

  private func add(
    _ kind: Notice.Kind, _ rule: Rule, _ message: String, _ place: NodeID, _ context: Context,
    _ document: borrowing Document, _ result: inout FileResult
  ) {
    result.notices.append(
      Notice(
        kind: kind, rule: rule.description.name, file: context.file, line: document.place(of: place).start.line,
        message: message))
  }

  private func finding(
    _ rule: Rule, _ context: Context, _ place: NodeID?, _ severity: Severity, _ message: String,
    _ related: [(place: NodeID, message: String)], _ document: borrowing Document
  ) -> Finding {
    let node = place ?? context.subjectPlace
    let location = document.place(of: node)
    let tree = document.tree
    var all = related.map { entry -> Finding.Related in
      let place = document.place(of: entry.place)
      return Finding.Related(file: context.file, start: place.start, end: place.end, message: entry.message)
    }
    if let tree, let root = context.resource?.node {
      for alias in tree.aliases(from: root, to: node) {
        let place = document.place(of: alias)
        all.append(
          Finding.Related(file: context.file, start: place.start, end: place.end, message: "used here by an alias"))
      }
    }
    return Finding(
      rule: rule.description.name, category: rule.description.category, severity: severity, message: message,
      file: context.file, start: location.start, end: location.end, pointer: tree?.pointer(to: node),
      document: document.index,
      resource: context.resource?.identity, container: tree?.container(around: node), placement: context.placement,
      related: all,
      fingerprint: Fingerprint.key(rule: rule.description.name, resource: context.resource, place: node, in: tree))
  }
}
