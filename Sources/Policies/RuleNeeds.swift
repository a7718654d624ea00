import CEL
import YAML

/// Finds what a document must have before a rule's validations have anything to say.
struct RuleNeeds {
  private let context: NeedsContext
  private let conditions: [Rule.Condition]

  init(_ vocabulary: Vocabulary, _ variables: [Rule.Variable], _ conditions: [Rule.Condition]) {
    let slots = vocabulary.slots
    let (constants, evaluation) = RuleNeeds.constants(vocabulary, variables)
    context = NeedsContext(
      document: [slots.document, slots.object, slots.workloadObject, slots.pod, slots.container],
      programs: Dictionary(variables.map { ($0.slot, $0.program) }, uniquingKeysWith: { first, _ in first }),
      object: slots.object, certain: [slots.pod: ["spec"]], constants: constants, evaluation: evaluation)
    self.conditions = conditions
  }

  /// The tables, and the variables that rest on nothing else, with their values.
  private static func constants(
    _ vocabulary: Vocabulary, _ variables: [Rule.Variable]
  ) -> (slots: Set<Int>, evaluation: Evaluation) {
    var evaluation = Evaluation()
    _ = evaluation.add(vocabulary.tables)
    var slots: Set = [vocabulary.slots.tables]
    var names: Set = ["tables"]
    evaluation.set(vocabulary.slots.tables, .node(SubjectBinding.tables))
    for variable in variables where variable.program.isConstant && variable.program.variables.isSubset(of: names) {
      let value = variable.program.evaluate(in: &evaluation)
      if value.isErrorOrUnknown { continue }
      evaluation.set(variable.slot, value)
      slots.insert(variable.slot)
      names.insert(variable.name)
    }
    return (slots, evaluation)
  }

  /// For each validation; nil: it never fails.
  func needs(of validations: [Rule.Validation]) -> [Needs?] {
    validations.map { validation in
      conditions.reduce(needs(of: validation)) { Needs.both($0, $1.program.needsToHold(context)) }
    }
  }

  private func needs(of validation: Rule.Validation) -> Needs? {
    guard let list = validation.forEach else { return validation.expression.needsToFail(context) }
    var inner = context
    if list.isFromDocument(context) { inner.document.insert(validation.itemSlot) }
    return Needs.both(list.needsToHaveItems(context), validation.expression.needsToFail(inner))
  }
}
