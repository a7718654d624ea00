import YAML

/// The parts of an expression with the value that each had in one evaluation: why the whole is what it is.
public struct Explanation: Sendable {
  /// The text that was compiled.
  public let source: String
  public let value: Value
  /// Units spent.
  public let cost: Int
  public let root: Part

  /// A part of the expression that says something: constants have none of their own, and a chain of fields is one.
  public struct Part: Sendable {
    /// What is written, on one line.
    public let text: String
    /// Where what names it is written, in bytes of the source: an operator, a field, a function.
    public let offset: Int
    /// nil: it was not evaluated.
    public let value: Value?
    /// The node that the value was read from, or that was found; nil for what is computed.
    public var origin: NodeRef?
    public var note: Note?
    public var parts: [Part] = []
  }

  public enum Note: Sendable {
    /// What was read is not there.
    case missing(Missing)
    /// The part stands for one round of a macro: its number from 1 among all, and whether it decided the macro.
    case round(Int, of: Int, isDeciding: Bool)
  }

  /// A field or key that a map does not have.
  public struct Missing: Sendable {
    public let field: String
    /// The map. The part's `origin` is where it stands.
    public let owner: Value
    /// The field is written, but is null, which counts as absent.
    public let isNull: Bool
  }

  /// Evaluates a program and takes note of its parts.
  public init(of program: Program, in evaluation: inout Evaluation, budget: Int = Evaluation.expressionBudget) {
    source = program.source
    let result = evaluation.tracing { program.evaluate(in: &$0, budget: budget) }
    value = result
    cost = evaluation.cost
    root = ExplanationBuilder(program, evaluation).root
  }

  /// The part that failed, where the value is an error.
  public var failedPart: Part? {
    guard case .error(let error) = value else { return nil }
    return root.first(failingWith: error)
  }
}

extension Explanation.Part {
  /// The same part as the value of a variable.
  public func named(_ name: String) -> Explanation.Part {
    Explanation.Part(
      text: "\(name) = \(text)", offset: offset, value: value, origin: origin, note: note, parts: parts)
  }

  /// The innermost part that is this very error.
  func first(failingWith error: EvaluationError) -> Explanation.Part? {
    for part in parts {
      if let found = part.first(failingWith: error) { return found }
    }
    if case .error(let own)? = value, own === error { return self }
    return nil
  }

  /// Whether the value is an error that is that of a part of it.
  public var inheritsError: Bool {
    guard case .error(let error)? = value else { return false }
    return parts.contains { $0.first(failingWith: error) != nil }
  }
}
