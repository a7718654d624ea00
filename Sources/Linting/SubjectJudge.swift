import CEL
import Fargate
import Manifests
import Policies
import YAML

/// Runs rules on the subjects of a document, for one thread.
final class SubjectJudge {
  private let preset: String
  private let binding: SubjectBinding
  private var texts = SharedTexts()
  var evaluation = Evaluation()

  init(preset: String, binding: SubjectBinding) {
    self.preset = preset
    self.binding = binding
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
    let whole = Context(resource: resource, identity: identity, subjectPlace: resource.namePlace)
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
      let one = Context(resource: resource, identity: identity, pod: number, subjectPlace: pod.place)
      for rule in rules[.pod] ?? [] {
        guard let context = place(one, pods: [number], rule, knowledge) else { continue }
        run(rule, context, locate, elsewhere, into: &result)
      }
      guard let own = rules[.container], !own.isEmpty else { continue }
      for container in pod.containers {
        binding.bind(container, &evaluation)
        let part = Context(resource: resource, identity: identity, pod: number, subjectPlace: container.place)
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
    for verdict in rule.verdicts(in: &evaluation) {
      switch verdict {
      case .violation(let place, let severity, let message, let related):
        result.add(
          finding(rule, context, place, severity, message, related, locate, elsewhere), by: rule, of: context.pod)
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
    _ rule: Rule, _ context: Context, _ place: NodeRef?, _ severity: Severity, _ message: String,
    _ related: [(place: NodeRef, message: String)], _ locate: Locate, _ elsewhere: Elsewhere
  ) -> Finding {
    let written = place.flatMap { evaluation.written($0) }
    let isOwn = written.map { $0.node.tree == SubjectBinding.document } ?? true
    let node = written?.node.node ?? context.subjectPlace
    let tree = evaluation.tree(written?.node ?? NodeRef(tree: SubjectBinding.document, node: node))
    let own = locate(isOwn ? node : context.subjectPlace, isOwn ? written?.part : nil)
    let at = isOwn ? own : located(place, locate, elsewhere) ?? own
    var all = related.compactMap { entry in
      located(entry.place, locate, elsewhere).map { Finding.Related($0, message: entry.message) }
    }
    if isOwn, let root = context.resource?.node {
      all += tree.aliases(from: root, to: node).map {
        Finding.Related(locate($0, nil), message: "used here by an alias")
      }
    }
    return Finding(
      rule: rule.description.name, category: rule.description.category, severity: severity,
      message: texts.shared(message), file: at.file, start: at.start, end: at.end,
      pointer: at.pointer.map { texts.shared($0) }, document: own.document,
      resource: context.identity, container: isOwn ? tree.container(around: node) : nil,
      placement: context.placement, related: all,
      fingerprint: Fingerprint.key(
        rule: rule.description.firstName, identity: context.identity, place: node, part: written?.part,
        below: isOwn ? context.resource?.node : nil,
        in: tree))
  }
}

extension PlacementFields {
  static let unknown = PlacementFields(status: .unknown, reason: LintOptions.unknownPlacement)
}
