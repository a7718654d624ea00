import Policies

extension RuleExplanation {
  /// Why the rule has nothing to say, where it gives no verdict.
  var silence: String {
    let failed = steps.contains { step in
      if case .error? = step.explanation?.value, step.isJudging { return true }
      return false
    }
    if failed { return "an expression failed, and `failurePolicy: Ignore` passes over that" }
    if steps.contains(where: \.isValidation) { return "every validation holds" }
    switch steps.last {
    case .note?: return "the policy does not look at it"
    case .condition(let name, _)?: return "the condition `\(name)` does not hold"
    default: return "there is nothing to judge"
    }
  }
}
