import CEL
import YAML

extension AdmissionPolicy {
  /// Judges the object that is bound in the evaluation's slots, as `verdicts(in:)`, and tells each step.
  func explain(in evaluation: inout Evaluation) -> RuleExplanation {
    var result = RuleExplanation()
    guard case .node(let node) = evaluation.slots[slots.object] else { return result }
    result.verdicts = verdicts(in: &evaluation)
    let object = AdmissionObject(node.node, in: evaluation.tree(node))
    guard note(match, of: "matchConstraints", object, &result) else { return result }
    bind(object, node, &evaluation)
    evaluation.requiredFields = RequiredFields.places(in: object, tree: node.tree)
    defer { evaluation.requiredFields = [] }
    for binding in bindings {
      let name = "the binding `\(binding.name)`"
      guard note(binding.match, of: "matchResources of \(name)", object, &result) else { continue }
      switch binding.parameters {
      case .none: explain(params: .null, &result, &evaluation)
      case .missing:
        result.steps.append(.note("\(name) takes its parameters from the cluster: they are unknown here"))
        explain(params: .unknown(node), &result, &evaluation)
      case .resources(let trees):
        for tree in trees {
          guard let root = tree.root else { continue }
          let name = AdmissionObject(root, in: tree).name
          result.steps.append(.note("with the parameters of `\(name)`, as the binding `\(binding.name)` says"))
          explain(params: .node(NodeRef(tree: evaluation.add(tree), node: root)), &result, &evaluation)
        }
      }
    }
    return result
  }

  /// Tells what keeps an object from being meant, or may do so.
  /// - Returns: whether it is meant.
  private func note(
    _ match: MatchResources, of owner: String, _ object: AdmissionObject, _ result: inout RuleExplanation
  ) -> Bool {
    if let field = match.exclusion(of: object) {
      let kind = "\(object.kind.resource)\(object.kind.group.isEmpty ? "" : ".\(object.kind.group)")"
      result.steps.append(.note("`\(field)` in \(owner) leaves this object out (CREATE of \(kind))"))
      return false
    }
    if match.matches(object) == nil {
      result.steps.append(.note("\(owner): only the cluster knows whether the labels of the object's namespace match"))
      return false
    }
    return true
  }

  private func explain(params: Value, _ result: inout RuleExplanation, _ evaluation: inout Evaluation) {
    evaluation.set(slots.params, params)
    for variable in variables { evaluation.set(variable.slot, variable.program.evaluate(in: &evaluation)) }
    let asked = conditions.map(\.program)
    result.add(
      variables, readBy: conditions.hold(in: &evaluation) ? asked + validations.map(\.expression) : asked, &evaluation)
    guard result.add(conditions, &evaluation) else { return }
    for validation in validations {
      result.steps.append(.validation(nil, Explanation(of: validation.expression, in: &evaluation)))
    }
  }
}
