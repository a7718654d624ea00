import Fargate
import Policies

/// Runs the tests that policies carry.
public struct PolicyTests: Sendable {
  private let vocabulary: Vocabulary
  private let tables: LintTables

  public init(vocabulary: Vocabulary, tables: LintTables) {
    self.vocabulary = vocabulary
    self.tables = tables
  }

  /// A test whose findings are not exactly the expected ones.
  public struct Failure: Sendable {
    public let rule: String
    public let test: String
    public let file: String
    public let line: Int
    /// Expected against found, a line each.
    public let details: [String]
  }

  /// - Returns: the failures, in the order of the tests.
  public func failures(of rule: Rule) -> [Failure] {
    rule.tests.compactMap { test in
      let linter = linter(for: rule, on: test, test.fixed.isEmpty ? .findings : .fixes)
      let report = linter.report(on: test.texts)
      let details = difference(test, report) + FixedTexts(linter, test, report).differences
      guard !details.isEmpty else { return nil }
      return Failure(rule: rule.description.name, test: test.name, file: rule.file, line: test.line, details: details)
    }
  }

  /// What a test says of a rule.
  struct Outcome: Sendable {
    /// Expected against found; none where the test passes.
    let details: [String]
    /// What the rule could not tell, and where; why is left out.
    let notices: Set<Notice>
  }

  func outcome(of rule: Rule, on test: PolicyTest) -> Outcome {
    let report = linter(for: rule, on: test, .findings).report(on: test.texts)
    let notices = report.notices.map { Notice(kind: $0.kind, rule: $0.rule, file: $0.file, line: $0.line, message: "") }
    return Outcome(details: difference(test, report), notices: Set(notices))
  }

  private func linter(for rule: Rule, on test: PolicyTest, _ detail: VerdictDetail) -> Linter {
    let rule = rule.withParameters(of: test)
    var preset = test.preset ?? "current"
    if test.preset == nil, let presets = rule.description.presets, !presets.contains(preset), let first = presets.first
    {
      preset = first
    }
    var options = LintOptions(today: CalendarDate(year: 2020, month: 1, day: 1))
    options.assumeFargate = test.assumeFargate ?? options.assumeFargate
    options.detail = detail
    return Linter(
      rules: RuleSet(only: [rule], preset: preset), options: options, vocabulary: vocabulary, tables: tables)
  }

  private func difference(_ test: PolicyTest, _ report: Report) -> [String] {
    var details: [String] = []
    var rest = report.findings
    for expectation in test.expectations {
      if expectation.isNotice {
        if !report.notices.contains(where: { meets($0, expectation) }) {
          details.append("expected " + describe(expectation) + ", not found")
        }
      } else if let match = rest.firstIndex(where: { meets($0, expectation) }) {
        rest.remove(at: match)
      } else {
        details.append("expected " + describe(expectation) + ", not found")
      }
    }
    for finding in rest {
      details.append(
        "found \(finding.start.line):\(finding.start.column) \(finding.severity.rawValue) [\(finding.rule)] \(finding.message), not expected"
      )
    }
    return details
  }

  private func meets(_ finding: Finding, _ expectation: PolicyTest.Expectation) -> Bool {
    (expectation.line ?? finding.start.line) == finding.start.line
      && (expectation.column ?? finding.start.column) == finding.start.column
      && (expectation.file ?? finding.file.text) == finding.file.text
      && (expectation.message ?? finding.message) == finding.message
      && (expectation.severity ?? finding.severity) == finding.severity
  }

  private func meets(_ notice: Notice, _ expectation: PolicyTest.Expectation) -> Bool {
    (expectation.line ?? notice.line) == notice.line && (expectation.file ?? notice.file.text) == notice.file.text
      && (expectation.message ?? notice.message) == notice.message
  }

  private func describe(_ expectation: PolicyTest.Expectation) -> String {
    let line = expectation.line.map { "line \($0)" }
    let column = expectation.column.map { "column \($0)" }
    return [
      expectation.file, line, column, expectation.isNotice ? "notice" : expectation.severity?.rawValue,
      expectation.message,
    ].compactMap { $0 }
      .joined(separator: " ")
  }
}
