import CEL

/// What must hold of every expression.
struct Examiner: Sendable {
  let subject: Subject
  /// Dearer expressions end with an error; low, so that no seed takes long.
  private static let budget = 100_000

  private static func passesBudget(_ value: Value) -> Bool {
    if case .error(let error) = value { error.kind == .overBudget } else { false }
  }

  /// Something that does not hold.
  struct Violation: Equatable {
    enum Rule: String {
      case ranges = "a node covers its parts and stands in the text"
      case issues = "an issue stands in the text"
      case tiers = "the fast path and the trace agree"
      case costs = "the fast path and the trace cost the same"
      case repetition = "a second evaluation gives the same"
      case checks = "checks change no result"
      case budget = "with less to spend, the value is the same or there is none"
      case soundness = "what is checked has its overloads"
      case resultType = "the result has the type that was found"
    }

    let rule: Rule
    let details: String
  }

  /// How far an expression came.
  enum Outcome {
    case refused, failed, valued
    case violates(Violation)
  }

  func examine(_ text: String, seed: UInt64) -> Outcome {
    if let violation = ranges(text) { return .violates(violation) }
    let environment = subject.declarations.environment
    let program: Program
    do throws(CompileErrors) {
      program = try environment.compile(text)
    } catch {
      for issue in error.issues where !(0...text.utf8.count).contains(issue.offset) || issue.position(in: text).line < 1
      {
        return .violates(Violation(rule: .issues, details: "\(issue.message) at \(issue.offset)"))
      }
      return .refused
    }
    var evaluation = subject.evaluation(seed: seed)
    let result = program.evaluate(in: &evaluation, budget: Examiner.budget)
    let cost = evaluation.cost
    let found = evaluation.notation(result)
    func violation(_ rule: Violation.Rule, _ other: String) -> Outcome {
      .violates(Violation(rule: rule, details: "\(found), cost \(cost); \(other)"))
    }
    let traced = evaluation.tracing { program.evaluate(in: &$0, budget: Examiner.budget) }
    if evaluation.notation(traced) != found { return violation(.tiers, evaluation.notation(traced)) }
    // Where the budget is passed, what comes first decides by how much.
    if evaluation.cost != cost, !Examiner.passesBudget(result) { return violation(.costs, "traced \(evaluation.cost)") }
    let again = program.evaluate(in: &evaluation, budget: Examiner.budget)
    if evaluation.notation(again) != found || evaluation.cost != cost {
      return violation(.repetition, "\(evaluation.notation(again)), cost \(evaluation.cost)")
    }
    // Of a list without items, only the checker knows what its sum is.
    if !text.contains(".sum("), let other = unchecked(text, &evaluation), other != found {
      return violation(.checks, other)
    }
    for budget in [0, cost / 3, cost - 1].map({ min($0, Examiner.budget) }) {
      let cut = evaluation.notation(program.evaluate(in: &evaluation, budget: budget))
      if cut != found, !cut.hasPrefix("error overBudget") { return violation(.budget, "\(cut) within \(budget)") }
    }
    if program.types.allSatisfy(\.isCertain) {
      if case .error(let error) = result, error.kind == .noSuchOverload { return violation(.soundness, "") }
      if !evaluation.conforms(result, to: program.resultType) {
        return violation(.resultType, program.resultType.name)
      }
    }
    return result.isErrorOrUnknown ? .failed : .valued
  }

  private func ranges(_ text: String) -> Violation? {
    let nodes: [(whole: Range<Int>, parts: [Range<Int>])]
    do throws(Issue) { nodes = try Expression.ranges(in: text) } catch { return nil }
    let source = 0..<text.utf8.count
    for (whole, parts) in nodes where !source.contains(whole) || !parts.allSatisfy(whole.contains) {
      return Violation(rule: .ranges, details: "\(whole) over \(parts)")
    }
    return nil
  }

  /// The result where names and overloads are found when the expression runs; nil where it does not compile.
  private func unchecked(_ text: String, _ evaluation: inout Evaluation) -> String? {
    do throws(CompileErrors) {
      let program = try subject.declarations.environment.compile(text, checks: false)
      return evaluation.notation(program.evaluate(in: &evaluation, budget: Examiner.budget))
    } catch { return nil }
  }
}

extension Type {
  /// Says everything about its values: no part is `dyn` or may be null, which agree with other types.
  var isCertain: Bool {
    switch self {
    case .dyn, .any, .null, .wrapper, .parameter: false
    default: parameters.allSatisfy(\.isCertain)
    }
  }

}
