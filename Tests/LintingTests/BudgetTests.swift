import Fargate
import Linting
import Policies
import Testing

@Suite("A rule's budget")
struct BudgetTests {
  private func lint(_ policy: String, _ manifest: String) throws -> Report {
    let tables = try LintTables.bundled()
    let vocabulary = tables.vocabulary
    var loader = PolicyLoader(vocabulary: vocabulary)
    for text in policy.split(separator: "\n---\n") { loader.add(text: String(text), file: "policy.yaml") }
    loader.finishPath()
    try #require(loader.errors.isEmpty, "\(loader.errors.map(\.text))")
    let rules = try RuleSet(loader.rules, RuleSet.Selection())
    let options = LintOptions(today: CalendarDate(year: 2026, month: 1, day: 1))
    let linter = Linter(rules: rules, options: options, vocabulary: vocabulary, tables: tables)
    return linter.report(on: [("manifest.yaml", manifest)])
  }

  private static func policy(_ validations: String) -> String {
    """
    apiVersion: fargate-lint.dev/v1
    kind: Policy
    metadata: {name: mine}
    spec:
      title: t
      category: c
      severity: error
      description: d
      remediation: r
      match: {subject: object}
      validations:
    \(validations)
    """
  }

  private static func admission(_ validations: String) -> String {
    """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: mine}
    spec:
      matchConstraints:
        resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
      validations:
    \(validations)
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicyBinding
    metadata: {name: mine}
    spec: {policyName: mine, validationActions: [Deny]}
    """
  }

  /// As many items as make one look at each with each other cost that many units, about.
  private static func manifest(items: Int) -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\nitems: [\(repeatElement("a", count: items).joined(separator: ", "))]\n"
  }

  private static let square = "object.items.all(a, object.items.all(b, a == b))"
  /// The same in a way that the fast path does not know.
  private static let slowSquare = "object.items.all(a, object.items.all(b, string(a) == string(b)))"

  private static func rows(_ expressions: [String]) -> String {
    expressions.enumerated().map { "  - {expression: \"\($1)\", message: m\($0)}" }.joined(separator: "\n")
  }

  @Test("one expression beyond it is told once", arguments: [square, slowSquare], [policy, admission])
  func expression(expression: String, frame: @Sendable (String) -> String) throws {
    let text = frame(BudgetTests.rows([expression, "false"]))
    let report = try lint(text, BudgetTests.manifest(items: 600))
    #expect(
      report.notices.map { "\($0.kind.rawValue) \($0.message)" }
        == ["rule-over-budget the expression costs more than 1000000 units"])
    #expect(report.findings.map(\.message) == ["m1"])
  }

  @Test("all expressions together beyond it end the rule", arguments: [square, slowSquare], [policy, admission])
  func rule(expression: String, frame: @Sendable (String) -> String) throws {
    let text = frame(
      BudgetTests.rows(["false"] + Array(repeating: "\(expression) && true", count: 16) + ["object.kind == ''"]))
    let report = try lint(text, BudgetTests.manifest(items: 330))
    #expect(
      report.notices.map { "\($0.kind.rawValue) \($0.message)" }
        == ["rule-over-budget the rule costs more than 10000000 units here: the rest of it was not evaluated"])
    #expect(report.findings.map(\.message) == ["m0"])
  }
}
