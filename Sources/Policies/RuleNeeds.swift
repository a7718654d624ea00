import CEL

/// Finds what a document must have before a rule's validations have anything to say.
struct RuleNeeds {
  private let context: NeedsContext
  private let conditions: [Rule.Condition]

  init(_ slots: Vocabulary.Slots, _ variables: [Rule.Variable], _ conditions: [Rule.Condition]) {
    context = NeedsContext(
      document: [slots.document, slots.object, slots.workloadObject, slots.pod, slots.container],
      programs: Dictionary(variables.map { ($0.slot, $0.program) }, uniquingKeysWith: { first, _ in first }),
      object: slots.object, certain: [slots.pod: ["spec"]])
    self.conditions = conditions
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
