import CEL
import Manifests
import YAML

/// What a rule says of one subject.
public enum Verdict: Sendable {
  /// A validation failed at a place; nil: the subject as a whole.
  case violation(place: NodeID?, severity: Severity, message: String, related: [(place: NodeID, message: String)])
  /// A validation that makes a notice failed.
  case notice(place: NodeID?, message: String)
  /// A condition rests on a value that is substituted later.
  case unknown(place: NodeID)
  /// An expression failed.
  case failure(place: NodeID?, EvaluationError)
}

extension Rule {
  /// Judges the subject that is bound in the evaluation's slots.
  ///
  /// Of violations at one place the first stands.
  public func verdicts(in evaluation: inout Evaluation) -> [Verdict] {
    if let admission { return admission.verdicts(in: &evaluation) }
    evaluation.beginRule()
    defer { evaluation.endRule() }
    let verdicts = judged(in: &evaluation)
    return firstAtEachPlace(verdicts.budgeted(evaluation))
  }

  private func judged(in evaluation: inout Evaluation) -> [Verdict] {
    for (slot, value) in parameters { evaluation.set(slot, value) }
    var verdicts: [Verdict] = []
    for variable in variables {
      // A variable that fails or is unknown does so where it is read.
      evaluation.set(variable.slot, variable.program.evaluate(in: &evaluation))
    }
    for condition in conditions {
      switch condition.program.holds(in: &evaluation) {
      case .bool(true): continue
      case .error(let error): verdicts.append(.failure(place: nil, error))
      case .unknown(let node): verdicts.append(.unknown(place: node.node))
      default: break
      }
      return verdicts
    }
    for validation in validations where !evaluation.isRuleOverBudget {
      guard let items = validation.forEach else {
        judge(validation, &verdicts, &evaluation)
        continue
      }
      switch evaluation.typed(items.evaluate(in: &evaluation)) {
      case .error(let error): verdicts.append(.failure(place: nil, error))
      case .unknown(let node): verdicts.append(.unknown(place: node.node))
      case let collection:
        for item in evaluation.elements(of: collection) where !evaluation.isRuleOverBudget {
          evaluation.set(validation.itemSlot, item)
          judge(validation, &verdicts, &evaluation)
        }
      }
    }
    return verdicts
  }

  private func judge(_ validation: Validation, _ verdicts: inout [Verdict], _ evaluation: inout Evaluation) {
    switch validation.expression.holds(in: &evaluation) {
    case .bool(true): return
    case .error(let error): verdicts.append(.failure(place: nil, error))
    case .unknown(let node): verdicts.append(.unknown(place: node.node))
    default:
      let place = place(validation.at, &evaluation)
      let message = validation.message.text(in: &evaluation)
      switch validation.outcome {
      case .notice where !evaluation.isRuleOverBudget: verdicts.append(.notice(place: place, message: message))
      case .notice: break
      case .finding(let severity):
        let related = validation.related.flatMap { places(of: $0, &evaluation) }
        if evaluation.isRuleOverBudget { return }
        verdicts.append(.violation(place: place, severity: severity, message: message, related: related))
      }
    }
  }

  /// The first of the expressions that gives something read from the document.
  private func place(_ at: [Program], _ evaluation: inout Evaluation) -> NodeID? {
    for program in at {
      var value = program.evaluate(in: &evaluation)
      if case .optional(let optional) = value, let inner = optional.value { value = inner }
      switch value {
      case .node(let node) where node.tree == SubjectBinding.document: return node.node
      case .unknown(let node) where node.tree == SubjectBinding.document: return node.node
      default: continue
      }
    }
    return nil
  }

  private func places(of related: Validation.Related, _ evaluation: inout Evaluation) -> [(
    place: NodeID, message: String
  )] {
    let value = related.at.evaluate(in: &evaluation)
    let message = related.message.text(in: &evaluation)
    if case .node(let node) = value, node.tree == SubjectBinding.document { return [(node.node, message)] }
    return evaluation.elements(of: value).compactMap { $0.origin }
      .filter { $0.tree == SubjectBinding.document }
      .map { ($0.node, message) }
  }

  private func firstAtEachPlace(_ verdicts: [Verdict]) -> [Verdict] {
    guard verdicts.count > 1 else { return verdicts }
    var seen: Set<NodeID?> = []
    return verdicts.filter { verdict in
      guard case .violation(let place, _, _, _) = verdict else { return true }
      return seen.insert(place).inserted
    }
  }
}

extension [Verdict] {
  /// The same, with one failure at most that tells of a budget.
  func budgeted(_ evaluation: Evaluation) -> [Verdict] {
    var over: EvaluationError?
    let others = filter { verdict in
      guard case .failure(_, let error) = verdict, error.kind == .overBudget else { return true }
      over = over ?? error
      return false
    }
    if evaluation.isRuleOverBudget { over = Evaluation.ruleOverBudget }
    return others + (over.map { [.failure(place: nil, $0)] } ?? [])
  }
}

extension Message {
  /// The text with its holes filled; a hole that has no value shows why.
  func text(in evaluation: inout Evaluation) -> String {
    var result = ""
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .hole(let program):
        let value = program.evaluate(in: &evaluation)
        result += evaluation.text(value)
      }
    }
    return result
  }
}

extension Evaluation {
  mutating func set(_ slot: Int, _ value: Value) {
    while slots.count <= slot { slots.append(.null) }
    slots[slot] = value
  }
}
