import Policies

/// What the rules of a report say, by name.
struct RuleTexts {
  private let rules: [String: RuleDescription]

  init(_ rules: [RuleDescription]) {
    self.rules = Dictionary(rules.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  subscript(rule: String) -> RuleDescription? { rules[rule] }

  func title(of rule: String) -> String { rules[rule]?.title ?? rule }

  /// What to do; nil where the rule does not say.
  func remediation(of rule: String) -> String? { rules[rule].flatMap { $0.remediation.isEmpty ? nil : $0.remediation } }
}
