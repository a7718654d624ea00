import CEL
import Manifests
import YAML

extension AdmissionPolicy {
  /// Judges the object that is bound in the evaluation's slots as the request that creates it.
  func verdicts(in evaluation: inout Evaluation) -> [Verdict] {
    guard case .node(let node) = evaluation.slots[slots.object] else { return [] }
    let object = AdmissionObject(node.node, in: evaluation.tree(node))
    var verdicts: [Verdict] = []
    var seen: Set<Said> = []
    switch match.matches(object) {
    case false?: return []
    case nil: return [.unknown(place: node)]
    case true?: break
    }
    bind(object, node, &evaluation)
    evaluation.requiredFields = RequiredFields.places(in: object, tree: node.tree)
    defer { evaluation.requiredFields = [] }
    for binding in bindings {
      switch binding.match.matches(object) {
      case false?: continue
      case nil: verdicts.append(.unknown(place: node))
      case true?:
        for verdict in judge(binding, node, &evaluation) {
          guard case .violation(let violation) = verdict else {
            verdicts.append(verdict)
            continue
          }
          // The strictest binding that finds it is the one that tells it.
          if seen.insert(Said(place: violation.place, message: violation.message)).inserted { verdicts.append(verdict) }
        }
      }
    }
    return verdicts
  }

  private struct Said: Hashable {
    let place: NodeRef?
    let message: String
  }

  // MARK: The request

  func bind(_ object: AdmissionObject, _ node: NodeRef, _ evaluation: inout Evaluation) {
    func map(_ fields: [(String, String)]) -> Value {
      .map(MapValue(fields: fields.map { ($0.0, .string($0.1)) }))
    }
    let kind = object.kind
    let kindFields = map([("group", kind.group), ("version", kind.version), ("kind", kind.kind)])
    let resourceFields = map([("group", kind.group), ("version", kind.version), ("resource", kind.resource)])
    let namespace = kind.isClusterScoped ? .string("") : object.namespace.map(Value.string) ?? .unknown(node)
    evaluation.set(slots.oldObject, .null)
    evaluation.set(slots.authorizer, .unknown(node))
    evaluation.set(slots.authorizer + 1, .unknown(node))
    evaluation.set(
      slots.request,
      .map(
        MapValue(fields: [
          ("kind", kindFields), ("resource", resourceFields), ("requestKind", kindFields),
          ("requestResource", resourceFields), ("subResource", .string("")), ("requestSubResource", .string("")),
          ("name", .string(object.name)), ("namespace", namespace), ("operation", .string("CREATE")),
          ("userInfo", .unknown(node)), ("dryRun", .bool(false)), ("options", .unknown(node)),
          ("uid", .unknown(node)),
        ])))
    evaluation.set(slots.namespaceObject, namespaceObject(object, node))
  }

  /// The name and the label that comes of it; the rest is the cluster's.
  private func namespaceObject(_ object: AdmissionObject, _ node: NodeRef) -> Value {
    if object.kind.isClusterScoped { return .null }
    guard let name = object.namespace else { return .unknown(node) }
    let labels = MapValue(fields: [("kubernetes.io/metadata.name", .string(name))], rest: .unknown(node))
    let metadata = MapValue(fields: [("name", .string(name)), ("labels", .map(labels))], rest: .unknown(node))
    return .map(
      MapValue(
        fields: [("apiVersion", .string("v1")), ("kind", .string("Namespace")), ("metadata", .map(metadata))],
        rest: .unknown(node)))
  }

  // MARK: Judgement

  private func judge(_ binding: Binding, _ node: NodeRef, _ evaluation: inout Evaluation) -> [Verdict] {
    switch binding.parameters {
    case .none: return judge(binding.severity, params: .null, node, &evaluation)
    case .missing: return judge(binding.severity, params: .unknown(node), node, &evaluation)
    case .resources(let trees):
      return trees.flatMap { tree -> [Verdict] in
        guard let root = tree.root else { return [] }
        let params = Value.node(NodeRef(tree: evaluation.add(tree), node: root))
        return judge(binding.severity, params: params, node, &evaluation)
      }
    }
  }

  /// Each binding and parameter has the budget of a rule of its own.
  private func judge(_ severity: Severity, params: Value, _ node: NodeRef, _ evaluation: inout Evaluation) -> [Verdict]
  {
    evaluation.set(slots.params, params)
    evaluation.beginRule()
    defer { evaluation.endRule() }
    return judged(severity, node, &evaluation).budgeted(evaluation)
  }

  private func judged(_ severity: Severity, _ node: NodeRef, _ evaluation: inout Evaluation) -> [Verdict] {
    var verdicts: [Verdict] = []
    for condition in conditions {
      switch condition.program.holds(in: &evaluation) {
      case .bool(true): continue
      case .unknown(let node): verdicts.append(.unknown(place: node))
      case .error(let error): verdicts += failed(error, severity, node)
      default: break
      }
      return verdicts
    }
    // A variable that fails or is unknown does so where it is read.
    for variable in variables { evaluation.wait(variable.slot, for: variable.program) }
    for validation in validations where !evaluation.isRuleOverBudget {
      switch validation.expression.holds(in: &evaluation) {
      case .bool(true): continue
      case .unknown(let node): verdicts.append(.unknown(place: node))
      case .error(let error): verdicts += failed(error, severity, node)
      default:
        let place = place(of: validation.expression, node, &evaluation)
        let message = message(of: validation, &evaluation)
        if evaluation.isRuleOverBudget { break }
        verdicts.append(.violation(Violation(place: place, severity: severity, message: message)))
      }
    }
    return verdicts
  }

  private func failed(_ error: EvaluationError, _ severity: Severity, _ node: NodeRef) -> [Verdict] {
    if error.kind == .overBudget { return [.failure(place: nil, error)] }
    guard failsClosed else { return [] }
    let message = "the policy fails, which counts as a refusal (failurePolicy: Fail): \(error.message)"
    return [.violation(Violation(place: nil, severity: severity, message: message))]
  }

  private func message(of validation: Validation, _ evaluation: inout Evaluation) -> String {
    if let program = validation.messageExpression,
      case .string(let text) = evaluation.typed(program.evaluate(in: &evaluation)),
      !text.allSatisfy(\.isWhitespace), !text.contains(where: \.isNewline)
    {
      return text
    }
    return validation.message
  }

  /// The deepest node of the object that the expression read; of equally deep ones the last.
  private func place(of expression: Program, _ object: NodeRef, _ evaluation: inout Evaluation) -> NodeRef? {
    evaluation.tracing { _ = expression.evaluate(in: &$0) }
    let tree = evaluation.tree(object)
    var deepest: (node: NodeID, depth: Int)?
    for step in evaluation.trace {
      guard let node = step.value.origin, node.tree == object.tree else { continue }
      let depth = sequence(first: node.node, next: tree.parent).reduce(0) { count, _ in count + 1 }
      if depth >= deepest?.depth ?? 0 { deepest = (node.node, depth) }
    }
    guard let deepest, deepest.node != object.node else { return nil }
    return NodeRef(tree: object.tree, node: deepest.node)
  }
}
