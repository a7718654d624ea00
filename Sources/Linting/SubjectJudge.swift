import CEL
import Fargate
import Manifests
import Policies
import YAML

/// Runs rules on the subjects of a document, for one thread.
final class SubjectJudge {
  private let preset: String
  private let binding: SubjectBinding
  private let detail: VerdictDetail
  private var texts = SharedTexts()
  var evaluation = Evaluation()

  init(preset: String, binding: SubjectBinding, detail: VerdictDetail) {
    self.preset = preset
    self.binding = binding
    self.detail = detail
  }

  /// Where pods land, as far as rules are told.
  enum Knowledge {
    /// Nothing is known yet: what is found of a pod counts where it turns out to land there.
    case open
    /// For each pod of the resource.
    case known([PodPlacement])
  }

  /// Where one pod lands, as rules see it and as reports show it.
  struct PodPlacement {
    let fields: PlacementFields
    let shown: Finding.Placement
    /// Whether a rule that asks for placements speaks of the pod.
    let applies: (Set<PlacementStatus>) -> Bool
  }

  /// What is being judged, and what a finding about it says.
  struct Context {
    let resource: Resource?
    /// Whether the keys of the resource's document tell what is in it: nothing is substituted later, nor shown in another
    /// shape than it is written in.
    var isPlain = false
    /// The resource's identity as its file writes it.
    let identity: ResourceIdentity?
    var placement: Finding.Placement?
    /// The pod that it is about; nil for what is about the resource as a whole.
    var pod: Int?
    /// Where a finding stands that names no place of its own.
    let subjectPlace: NodeID
  }

  /// Where the nodes of the tree that is judged stand, or parts of their texts, in characters.
  typealias Locate = (_ node: NodeID, _ part: Range<Int>?) -> Located

  /// Where nodes of other documents than the one that is judged stand.
  typealias Elsewhere = (_ node: NodeRef, _ part: Range<Int>?) -> Located?

  // MARK: Binding

  func begin(_ tree: Tree) { binding.begin(tree, preset: preset, &evaluation) }

  /// Goes on with another document, the trees behind it staying.
  func replace(_ tree: Tree) { binding.replace(tree, &evaluation) }

  func bind(scope: Value) { binding.bind(scope: scope, &evaluation) }
  func bind(reached: [Value]) { binding.bind(reached: reached, &evaluation) }
  func bind(cluster: Value) { binding.bind(cluster: cluster, &evaluation) }
  func bind(role: Value) { binding.bind(role: role, &evaluation) }
  func bind(profile: Value) { binding.bind(profile: profile, &evaluation) }

  // MARK: Subjects

  func judgeDocument(_ rules: [Rule], _ root: NodeID, _ locate: Locate, into result: inout Judgement) {
    let context = Context(resource: nil, identity: nil, subjectPlace: root)
    for rule in rules { run(rule, context, locate, into: &result) }
  }

  /// - Parameters:
  ///   - identity: the resource's as its file writes it.
  ///   - rules: those that may have something to say of the resource, by subject.
  ///   - reachedPlacement: of a pod that the object leads to.
  func judge(
    _ resource: Resource, _ identity: ResourceIdentity, _ workload: Workload?, by rules: [Subject: [Rule]],
    _ knowledge: Knowledge, reachedPlacement: Finding.Placement? = nil, _ locate: Locate,
    elsewhere: Elsewhere = { _, _ in nil }, into result: inout Judgement
  ) {
    binding.bind(resource, &evaluation)
    let isPlain = resource.isPlain(workload)
    let whole = Context(
      resource: resource, isPlain: isPlain, identity: identity, subjectPlace: resource.namePlace)
    for rule in rules[.object] ?? [] {
      var context = whole
      if rule.placement != nil { context.placement = reachedPlacement }
      run(rule, context, locate, elsewhere, into: &result)
    }
    guard let workload else { return }
    binding.bind(workload, &evaluation)
    for rule in rules[.workload] ?? [] {
      guard let context = place(whole, pods: Array(workload.pods.indices), rule, knowledge) else { continue }
      run(rule, context, locate, elsewhere, into: &result)
    }
    if rules[.pod] == nil, rules[.container] == nil { return }
    for (number, pod) in workload.pods.enumerated() {
      if case .known(let placements) = knowledge {
        binding.bind(pod, placement: placements[number].fields, &evaluation)
      } else {
        binding.bind(pod, placement: .unknown, &evaluation)
      }
      let one = Context(
        resource: resource, isPlain: isPlain, identity: identity, pod: number, subjectPlace: pod.place)
      for rule in rules[.pod] ?? [] {
        guard let context = place(one, pods: [number], rule, knowledge) else { continue }
        run(rule, context, locate, elsewhere, into: &result)
      }
      guard let own = rules[.container], !own.isEmpty else { continue }
      for container in pod.containers {
        binding.bind(container, &evaluation)
        let part = Context(
          resource: resource, isPlain: isPlain, identity: identity, pod: number, subjectPlace: container.place)
        for rule in own {
          guard let context = place(part, pods: [number], rule, knowledge) else { continue }
          run(rule, context, locate, elsewhere, into: &result)
        }
      }
    }
  }

  /// The context with the placement by which the rule applies; nil where it does not.
  private func place(_ context: Context, pods: [Int], _ rule: Rule, _ knowledge: Knowledge) -> Context? {
    guard case .known(let placements) = knowledge else { return context }
    var context = context
    guard let wanted = rule.placement else {
      if let pod = context.pod { context.placement = placements[pod].shown }
      return context
    }
    guard let pod = pods.first(where: { placements[$0].applies(wanted) }) else { return nil }
    context.placement = placements[pod].shown
    return context
  }

  // MARK: Rules

  func run(
    _ rule: Rule, _ context: Context, _ locate: Locate, _ elsewhere: Elsewhere = { _, _ in nil },
    into result: inout Judgement
  ) {
    for verdict in rule.verdicts(detail, in: &evaluation, of: context.isPlain ? context.resource : nil) {
      switch verdict {
      case .violation(let violation):
        result.add(finding(rule, context, violation, locate, elsewhere), by: rule, of: context.pod)
      case .notice(let place, let message):
        result.add(
          notice(.ruleUnevaluable, rule, message, place, context, locate, elsewhere), by: rule, of: context.pod)
      case .unknown(let place):
        let isSubstituted = evaluation.tree(place).isPlaceholder(place.node)
        let reason =
          isSubstituted ? "rests on a value that is substituted later" : "rests on what only the cluster knows"
        result.add(notice(.valueUnknown, rule, reason, place, context, locate, elsewhere), by: rule, of: context.pod)
      case .failure(let place, let error):
        let kind: Notice.Kind = error.kind == .overBudget ? .ruleOverBudget : .ruleUnevaluable
        result.add(notice(kind, rule, error.message, place, context, locate, elsewhere), by: rule, of: context.pod)
      }
    }
  }

  private func notice(
    _ kind: Notice.Kind, _ rule: Rule, _ message: String, _ place: NodeRef?, _ context: Context,
    _ locate: Locate, _ elsewhere: Elsewhere
  ) -> Notice {
    let found = located(place, locate, elsewhere) ?? locate(context.subjectPlace, nil)
    return Notice(
      kind: kind, rule: rule.description.name, file: found.file, line: found.start.line, message: message)
  }

  /// Where a value of the subject's document or of another stands; nil where none does.
  private func located(_ place: NodeRef?, _ locate: Locate, _ elsewhere: Elsewhere) -> Located? {
    guard let place, let (node, part) = evaluation.written(place) else { return nil }
    return node.tree == SubjectBinding.document ? locate(node.node, part) : elsewhere(node, part)
  }

  private func finding(
    _ rule: Rule, _ context: Context, _ violation: Violation, _ locate: Locate, _ elsewhere: Elsewhere
  ) -> Finding {
    let place = violation.place
    let written = place.flatMap { evaluation.written($0) }
    let isOwn = written.map { $0.node.tree == SubjectBinding.document } ?? true
    let node = written?.node.node ?? context.subjectPlace
    let tree = evaluation.tree(written?.node ?? NodeRef(tree: SubjectBinding.document, node: node))
    let own = locate(isOwn ? node : context.subjectPlace, isOwn ? written?.part : nil)
    let at = isOwn ? own : located(place, locate, elsewhere) ?? own
    var all = violation.related.compactMap { entry in
      located(entry.place, locate, elsewhere).map { Finding.Related($0, message: entry.message) }
    }
    if isOwn, let root = context.resource?.node {
      all += tree.aliases(from: root, to: node).map {
        Finding.Related(locate($0, nil), message: "used here by an alias")
      }
    }
    var finding = Finding(
      rule: rule.description.name, category: rule.description.category, severity: violation.severity,
      message: texts.shared(violation.message), file: at.file, start: at.start, end: at.end,
      pointer: at.pointer.map { texts.shared($0) }, document: own.document,
      resource: context.identity, container: isOwn ? tree.container(around: node) : nil,
      placement: context.placement, related: all,
      fingerprint: Fingerprint.key(
        rule: rule.description.firstName, identity: context.identity, place: node, part: written?.part,
        below: isOwn ? context.resource?.node : nil,
        in: tree))
    finding.remedy = violation.fix.flatMap { offer($0, locate, elsewhere) }.map { .offered($0) }
    return finding
  }

  /// The fix in terms of the document that its edits are of; nil where they are of several, or of what is written
  /// nowhere just so.
  private func offer(_ fix: ProposedFix, _ locate: Locate, _ elsewhere: Elsewhere) -> Finding.FixOffer? {
    var edits: [SourceEdit] = []
    var document: WrittenDocument?
    for edit in fix.edits {
      let node = NodeRef(tree: fix.tree, node: edit.node)
      guard let written = evaluation.written(node), written.node == node,
        let place = located(node, locate, elsewhere), let source = place.source
      else { return nil }
      let own = WrittenDocument(file: place.file, chunk: source.chunk)
      guard document ?? own == own else { return nil }
      document = own
      edits.append(edit.at(source.node))
    }
    return document.map { Finding.FixOffer(title: fix.title, isSafe: fix.isSafe, place: $0, edits: edits) }
  }
}

extension PlacementFields {
  static let unknown = PlacementFields(status: .unknown, reason: LintOptions.unknownPlacement)
}

extension Resource {
  /// Whether its keys tell what is in it: nothing is substituted later, and pods are shown as they are written, each with
  /// its `spec`.
  func isPlain(_ workload: Workload?) -> Bool {
    if tree.mayHavePlaceholders { return false }
    return workload?.pods.allSatisfy { $0.isWhole && $0.view.field("spec", in: tree) != nil } ?? true
  }
}
