import Manifests
import Policies

/// Lets the suppressions of one file cover its findings, and says what is to be said of them.
struct SuppressionReview {
  private let rules: RuleSet
  private let today: CalendarDate
  private let file: FileName

  init(rules: RuleSet, today: CalendarDate, file: FileName) {
    self.rules = rules
    self.today = today
    self.file = file
  }

  /// - Parameters:
  ///   - findings: gains the findings about suppressions.
  ///   - places: of the file's findings among them.
  func apply(_ suppressions: [Suppression], to findings: inout [Finding], at places: [Int]) {
    var suppressions = suppressions
    for index in places {
      for place in suppressions.indices where suppressions[place].apply(to: &findings[index], today: today) {
        suppressions[place].used.insert(findings[index].rule)
      }
    }
    let running = Set(rules.descriptions.map(\.name))
    for suppression in suppressions { review(suppression, running, &findings) }
  }

  /// What is to be said of a suppression itself.
  private func review(
    _ suppression: Suppression, _ running: Set<String>, _ findings: inout [Finding]
  ) {
    func add(_ rule: RuleDescription, _ message: String) {
      guard !rules.ignoredBuiltIns.contains(rule.name) else { return }
      findings.append(
        Finding(
          rule: rule.name, category: rule.category, severity: rule.severity, message: message, file: file,
          start: suppression.start, end: suppression.end, pointer: nil, document: 0, resource: nil, placement: nil,
          related: [], fingerprint: Fingerprint.key(rule: rule.name, text: message)))
    }
    if suppression.isExpired(on: today) {
      add(BuiltInRules.expiredSuppression, "this suppression has expired: remove it, or give a later `until`")
      return
    }
    if suppression.reason == nil, !suppression.used.isEmpty {
      add(BuiltInRules.suppressionWithoutReason, "this suppression gives no reason: write it behind ` -- `")
    }
    switch suppression.mistake {
    case .form:
      add(BuiltInRules.unusedSuppression, "not understood: write `# fargate-lint:disable=RULE -- reason`")
      return
    case .date: add(BuiltInRules.unusedSuppression, "`until` takes a date, as in `until=2030-12-31`")
    case nil: break
    }
    if suppression.rules.isEmpty { add(BuiltInRules.unusedSuppression, "this suppression names no rule") }
    for name in Set(suppression.rules).subtracting(suppression.used).sorted() {
      if !rules.names.isRule(name) {
        let hint = rules.names.nearestRule(to: name).map { "; did you mean `\($0)`?" } ?? ""
        add(BuiltInRules.unusedSuppression, "there is no rule `\(name.prefix(100))`\(hint)")
      } else if running.contains(name) {
        add(BuiltInRules.unusedSuppression, "`\(name)` finds nothing here: remove it from the suppression")
      }
    }
  }
}
