import CEL

/// How a rule comes to say what it says of one subject.
public struct RuleExplanation: Sendable {
  public enum Step: Sendable {
    /// A sentence on what is decided without an expression.
    case note(String)
    /// A variable by its name, as far as what follows reads it.
    case variable(String, Explanation)
    case condition(String, Explanation)
    /// The collection of a `forEach`, and what its items are called.
    case forEach(String, Explanation)
    /// The expression of a validation; with `forEach`, for one item.
    case validation(Item?, Explanation)

    public var explanation: Explanation? {
      switch self {
      case .note: nil
      case .variable(_, let explanation), .condition(_, let explanation), .forEach(_, let explanation),
        .validation(_, let explanation):
        explanation
      }
    }

    public var isValidation: Bool {
      if case .validation = self { return true }
      return false
    }

    /// Whether it is an expression that must hold.
    public var isJudging: Bool {
      if case .condition = self { return true }
      return isValidation
    }
  }

  /// An item of a `forEach`.
  public struct Item: Sendable {
    public let name: String
    public let value: Value
    /// From 1.
    public let number: Int
    public let count: Int
  }

  /// In the order in which the rule asks.
  public internal(set) var steps: [Step] = []
  public internal(set) var verdicts: [Verdict] = []

  /// Units spent on the expressions.
  public var cost: Int { steps.reduce(0) { $0 + ($1.explanation?.cost ?? 0) } }
}

extension RuleExplanation {
  /// Gives all variables their values anew, and adds those that some programs read, themselves or by way of other
  /// variables.
  mutating func add(
    _ variables: [Rule.Variable], readBy programs: [Program], _ evaluation: inout Evaluation
  ) {
    var read = programs.reduce(into: Set<String>()) { $0.formUnion($1.variables) }
    // Each variable reads only those before it.
    for variable in variables.reversed() where read.contains(variable.name) {
      read.formUnion(variable.program.variables)
    }
    for variable in variables {
      let explanation = Explanation(of: variable.program, in: &evaluation)
      evaluation.set(variable.slot, explanation.value)
      if read.contains(variable.name) { steps.append(.variable(variable.name, explanation)) }
    }
  }

  /// Adds conditions up to the first that does not hold.
  /// - Returns: whether all hold.
  mutating func add(_ conditions: [Rule.Condition], _ evaluation: inout Evaluation) -> Bool {
    for condition in conditions {
      let explanation = Explanation(of: condition.program, in: &evaluation)
      steps.append(.condition(condition.name, explanation))
      guard case .bool(true) = evaluation.typed(explanation.value) else { return false }
    }
    return true
  }
}

extension [Rule.Condition] {
  func hold(in evaluation: inout Evaluation) -> Bool {
    allSatisfy { condition in
      if case .bool(true) = condition.program.holds(in: &evaluation) { return true }
      return false
    }
  }
}
