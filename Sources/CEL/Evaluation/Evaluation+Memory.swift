import RE2

extension Evaluation {
  /// What is made once as long as not too much is asked for. It stands behind a reference for the same reason as the steps.
  final class Memory {
    fileprivate var values: [String: [String: Value]] = [:]
    fileprivate var expressions: [String: RegularExpression] = [:]
    fileprivate static let most = 1_024
  }

  /// The value that a function of a text alone gives.
  public func remembered(_ function: String, _ text: String, _ make: () -> Value) -> Value {
    if let known = memory.values[function]?[text] { return known }
    let value = make()
    if memory.values[function]?.count ?? 0 >= Memory.most { memory.values[function] = nil }
    memory.values[function, default: [:]][text] = value
    return value
  }

  /// The regular expression of a pattern.
  func expression(_ pattern: String) throws(RegularExpression.PatternError) -> RegularExpression {
    if let known = memory.expressions[pattern] { return known }
    let expression = try RegularExpression(pattern)
    if memory.expressions.count >= Memory.most { memory.expressions = [:] }
    memory.expressions[pattern] = expression
    return expression
  }
}
