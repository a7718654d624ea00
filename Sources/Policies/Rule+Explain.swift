import CEL

extension Rule {
  /// Judges the subject that is bound in the evaluation's slots, as `verdicts(in:)`, and tells each step.
  public func explain(in evaluation: inout Evaluation) -> RuleExplanation {
    if let admission { return admission.explain(in: &evaluation) }
    var result = RuleExplanation()
    result.verdicts = verdicts(in: &evaluation)
    let asked = conditions.map(\.program)
    let judging = validations.flatMap { [$0.forEach, $0.expression].compactMap(\.self) }
    result.add(variables, readBy: conditions.hold(in: &evaluation) ? asked + judging : asked, &evaluation)
    guard result.add(conditions, &evaluation) else { return result }
    for validation in validations { explain(validation, &result, &evaluation) }
    return result
  }

  private func explain(_ validation: Validation, _ result: inout RuleExplanation, _ evaluation: inout Evaluation) {
    guard let collection = validation.forEach else {
      result.steps.append(.validation(nil, Explanation(of: validation.expression, in: &evaluation)))
      return
    }
    let explanation = Explanation(of: collection, in: &evaluation)
    result.steps.append(.forEach(validation.itemName, explanation))
    let items = evaluation.elements(of: evaluation.typed(explanation.value))
    for (place, item) in items.enumerated() {
      evaluation.set(validation.itemSlot, item)
      let item = RuleExplanation.Item(
        name: validation.itemName, value: item, number: place + 1, count: items.count)
      result.steps.append(.validation(item, Explanation(of: validation.expression, in: &evaluation)))
    }
  }
}
