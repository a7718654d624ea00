import CEL

/// Finds what a document must have before a rule has anything to say.
struct RuleNeeds {
  private let context: NeedsContext
  private let conditions: [Rule.Condition]

  init(_ slots: Vocabulary.Slots, _ variables: [Rule.Variable], _ conditions: [Rule.Condition]) {
    context = NeedsContext(
      document: [slots.document, slots.object, slots.workloadObject, slots.pod, slots.container],
      programs: Dictionary(variables.map { ($0.slot, $0.program) }, uniquingKeysWith: { first, _ in first }),
      object: slots.object)
    self.conditions = conditions
  }

  /// nil: no validation ever fails.
  func needs(of validations: [Rule.Validation]) -> Needs? {
    let each = validations.map { needs(of: $0) }
    guard let first = each.first else { return nil }
    let any = each.dropFirst().reduce(first) { Needs.either($0, $1) }
    return conditions.reduce(any) { Needs.both($0, $1.program.needsToHold(context)) }
  }

  private func needs(of validation: Rule.Validation) -> Needs? {
    guard let list = validation.forEach else { return validation.expression.needsToFail(context) }
    var inner = context
    if list.isFromDocument(context) { inner.document.insert(validation.itemSlot) }
    return Needs.both(list.needsToHaveItems(context), validation.expression.needsToFail(inner))
  }
}
