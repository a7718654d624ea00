import CEL
import Policies
import Reporting

/// One line on a step of a rule, to stand over its expression.
struct StepText {
  let evaluation: Evaluation
  let style: Style

  /// Items that are all shown; of more, those that hold are left out.
  private static let itemLimit = 10

  func isShown(_ step: RuleExplanation.Step) -> Bool {
    guard case .validation(let item?, let validation) = step, item.count > StepText.itemLimit else { return true }
    if case .bool(true) = evaluation.typed(validation.value) { return false }
    return true
  }

  /// nil: the expression says it itself.
  func title(of step: RuleExplanation.Step) -> String? {
    switch step {
    case .note(let text): return text.shownOnTerminal
    case .variable: return nil
    case .condition(let name, let condition): return "condition `\(name)` \(outcome(condition))"
    case .forEach(let name, let collection):
      let count = evaluation.elements(of: evaluation.typed(collection.value)).count
      let left = count > StepText.itemLimit ? "; those that hold are left out" : ""
      return "for each \(name) of \(collection.root.text): \(count) item\(count == 1 ? "" : "s")\(left)"
    case .validation(nil, let validation): return "the validation \(outcome(validation))"
    case .validation(let item?, let validation):
      let value = evaluation.summary(item.value).shownOnTerminal
      return "\(item.name) \(item.number) of \(item.count), \(value), \(outcome(validation))"
    }
  }

  /// The expression of a step, where the line over it does not say it all.
  func tree(of step: RuleExplanation.Step) -> Explanation.Part? {
    guard let root = step.explanation?.root else { return nil }
    if case .variable(let name, _) = step { return root.named(name) }
    if case .forEach = step, root.text.hasPrefix("variables."), root.parts.isEmpty { return nil }
    return root
  }

  private func outcome(_ condition: Explanation) -> String {
    switch evaluation.typed(condition.value) {
    case .bool(true): style.paint("holds", .good)
    case .bool(false): style.paint("does not hold", .bad)
    case .unknown: style.paint("is unknown", .error)
    default: style.paint("fails to give an answer", .error)
    }
  }
}
