import CEL
import Manifests
import YAML

/// What a rule says of one subject.
public enum Verdict: Sendable {
  /// A validation failed.
  case violation(Violation)
  /// A validation that makes a notice failed.
  case notice(place: NodeRef?, message: String)
  /// A condition rests on a value that is substituted later.
  case unknown(place: NodeRef)
  /// An expression failed.
  case failure(place: NodeRef?, EvaluationError)
}

/// What a validation finds.
public struct Violation: Sendable {
  /// In the subject's document or in another; nil: the subject as a whole.
  public let place: NodeRef?
  public let severity: Severity
  public let message: String
  public var related: [(place: NodeRef, message: String)] = []
  /// The first that the policy offers and that can be told here; nil where none can, or none was asked for.
  public internal(set) var fix: ProposedFix?
}

/// How much is asked of a rule.
public enum VerdictDetail: Sendable {
  case findings
  /// What to do about them, too.
  case fixes
}

extension Rule {
  /// Judges the subject that is bound in the evaluation's slots.
  ///
  /// Of violations at one place the first stands.
  /// - Parameter resource: what the subject belongs to, where validations may be left out that it has nothing for:
  ///   where `mayConcern` may be asked.
  public func verdicts(
    _ detail: VerdictDetail = .findings, in evaluation: inout Evaluation, of resource: Resource? = nil
  ) -> [Verdict] {
    if let admission { return admission.verdicts(in: &evaluation) }
    evaluation.beginRule()
    defer { evaluation.endRule() }
    let verdicts = judged(detail, in: &evaluation, of: resource)
    return firstAtEachPlace(verdicts.budgeted(evaluation))
  }

  private func judged(
    _ detail: VerdictDetail, in evaluation: inout Evaluation, of resource: Resource?
  ) -> [Verdict] {
    for parameter in parameters { evaluation.set(parameter.slot, parameter.value) }
    var verdicts: [Verdict] = []
    // A variable that fails or is unknown does so where it is read.
    for variable in variables { evaluation.wait(variable.slot, for: variable.program) }
    for condition in conditions {
      switch condition.program.holds(in: &evaluation) {
      case .bool(true): continue
      case .error(let error): verdicts.append(.failure(place: error.place, error))
      case .unknown(let node): verdicts.append(.unknown(place: node))
      default: break
      }
      return verdicts
    }
    var fixable: [(verdict: Int, validation: Validation, item: Value?)] = []
    func judge(_ validation: Validation, _ item: Value?) {
      let count = verdicts.count
      self.judge(validation, &verdicts, &evaluation)
      if detail == .fixes, !validation.fixes.isEmpty, verdicts.count > count {
        fixable.append((count, validation, item))
      }
    }
    for (number, validation) in validations.enumerated() where !evaluation.isRuleOverBudget {
      if let resource, !mayConcern(resource, validation: number) { continue }
      guard let items = validation.forEach else {
        judge(validation, nil)
        continue
      }
      switch evaluation.typed(items.evaluate(in: &evaluation)) {
      case .error(let error): verdicts.append(.failure(place: error.place, error))
      case .unknown(let node): verdicts.append(.unknown(place: node))
      case let collection:
        for item in evaluation.elements(of: collection) where !evaluation.isRuleOverBudget {
          evaluation.set(validation.itemSlot, item)
          judge(validation, item)
        }
      }
    }
    // Behind all validations, so that what these cost and say does not depend on whether fixes are asked for.
    for (number, validation, item) in fixable {
      guard case .violation(var violation) = verdicts[number] else { continue }
      if let item { evaluation.set(validation.itemSlot, item) }
      violation.fix = evaluation.aside { validation.fixes.proposed(in: &$0) }
      verdicts[number] = .violation(violation)
    }
    return verdicts
  }

  private func judge(_ validation: Validation, _ verdicts: inout [Verdict], _ evaluation: inout Evaluation) {
    switch validation.expression.holds(in: &evaluation) {
    case .bool(true): return
    case .error(let error): verdicts.append(.failure(place: error.place, error))
    case .unknown(let node): verdicts.append(.unknown(place: node))
    default:
      let place = place(validation.at, &evaluation)
      let message = validation.message.text(in: &evaluation)
      switch validation.outcome {
      case .notice where !evaluation.isRuleOverBudget: verdicts.append(.notice(place: place, message: message))
      case .notice: break
      case .finding(let severity):
        let related = validation.related.flatMap { places(of: $0, &evaluation) }
        if evaluation.isRuleOverBudget { return }
        verdicts.append(
          .violation(Violation(place: place, severity: severity, message: message, related: related)))
      }
    }
  }

  /// The first of the expressions that gives something read from the document.
  private func place(_ at: [Program], _ evaluation: inout Evaluation) -> NodeRef? {
    for program in at {
      var value = program.evaluate(in: &evaluation)
      if case .optional(let optional) = value, let inner = optional.value { value = inner }
      switch value {
      case .node(let node) where evaluation.isPlace(node): return node
      case .unknown(let node) where evaluation.isPlace(node): return node
      default: continue
      }
    }
    return nil
  }

  private func places(of related: Validation.Related, _ evaluation: inout Evaluation) -> [(
    place: NodeRef, message: String
  )] {
    let value = related.at.evaluate(in: &evaluation)
    let message = related.message.text(in: &evaluation)
    if case .node(let node) = value, evaluation.isPlace(node) { return [(node, message)] }
    return evaluation.elements(of: value).compactMap { $0.origin }.filter { evaluation.isPlace($0) }.map {
      ($0, message)
    }
  }

  private func firstAtEachPlace(_ verdicts: [Verdict]) -> [Verdict] {
    guard verdicts.count > 1 else { return verdicts }
    var seen: Set<NodeRef?> = []
    return verdicts.filter { verdict in
      guard case .violation(let violation) = verdict else { return true }
      return seen.insert(violation.place).inserted
    }
  }
}

extension EvaluationError {
  /// The value of the document that is to blame; nil where none is.
  fileprivate var place: NodeRef? { node.flatMap { SubjectBinding.isPlace($0) ? $0 : nil } }
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
  /// Whether a node stands in a file, itself or as a part of a text there.
  fileprivate func isPlace(_ node: NodeRef) -> Bool {
    written(node).map { SubjectBinding.isPlace($0.node) } ?? false
  }

  mutating func set(_ slot: Int, _ value: Value) {
    while slots.count <= slot { slots.append(.null) }
    slots[slot] = value
  }
}
