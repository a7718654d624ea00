/// What an expression may cost, and all those of a rule together: the limits of Kubernetes' admission policies.
extension Evaluation {
  public static let expressionBudget = 1_000_000
  /// For all expressions of a rule on one subject.
  public static let ruleBudget = 10_000_000

  static let overBudget = Value.error(
    EvaluationError(.overBudget, "the expression costs more than \(expressionBudget) units"))

  public static let ruleOverBudget = EvaluationError(
    .overBudget, "the rule costs more than \(ruleBudget) units here: the rest of it was not evaluated")

  /// Counts what the expressions that follow cost as one rule's.
  public mutating func beginRule() { ruleBudget = Evaluation.ruleBudget }

  public mutating func endRule() { ruleBudget = .max }

  /// Whether the rule has spent its budget: its expressions have no values any more.
  public var isRuleOverBudget: Bool { ruleBudget < 0 }

  var isOverBudget: Bool { cost > budget }

  mutating func begin(budget: Int = Evaluation.expressionBudget) {
    cost = 0
    self.budget = min(budget, ruleBudget)
    work = 0
    givenUp = 0
    lastGeneration &+= 1
    generation = lastGeneration
  }

  /// Spends units; false when the budget is passed.
  @inline(__always)
  mutating func spend(_ units: Int) -> Bool {
    cost &+= units
    return cost <= budget
  }

  /// Counts what takes time or memory though it costs little or nothing, as a list that is put together with another
  /// one; false when it is more than an expression may do.
  @inline(__always)
  mutating func takes(_ steps: Int) -> Bool {
    work &+= steps
    return work <= Evaluation.mostWork
  }

  /// The same for a value that is made: bytes of text, or items of 16 bytes.
  mutating func makes(bytes: Int) -> Bool { takes(CostModel.product(bytes, 4)) }
  mutating func makes(items: Int) -> Bool { takes(CostModel.product(items, 64)) }

  /// A look at all parts of a value, so many steps a part.
  mutating func walks(_ value: Value, steps: Int = 256) -> Bool {
    switch value {
    case .list, .map, .optional: takes(steps * weight(value, atMost: Evaluation.mostWork / steps + 1))
    default: true
    }
  }

  private static let mostWork = 1 << 28

  /// Spends units where another look at the budget follows.
  @inline(__always)
  mutating func charge(_ units: Int) { cost &+= units }

  @inline(__always)
  mutating func charge(_ units: Int32) { cost &+= Int(units) }

  /// Takes what the expression cost off the rule's budget.
  mutating func end() {
    if ruleBudget == .max { return }
    ruleBudget = isOverBudget && ruleBudget == budget ? -1 : ruleBudget - min(cost, budget)
  }
}
