import Fargate
import Linting
import Policies
import Testing

/// The API server refuses a value of another type than its field's, so no rule can say what it would mean.
@Suite("A value of another type than its field's")
struct WrongTypeTests {
  /// What one validation over containers makes of one container's fields: findings by line, notices by text.
  private func judge(_ expression: String, _ fields: String) throws -> [String] {
    let tables = try LintTables.bundled()
    let vocabulary = tables.vocabulary
    var loader = PolicyLoader(vocabulary: vocabulary)
    let policy = """
      apiVersion: fargate-lint.dev/v1
      kind: Policy
      metadata: {name: mine}
      spec:
        title: t
        category: c
        severity: error
        match: {subject: container}
        validations:
        - expression: |-
            \(expression)
          message: found
      """
    loader.add(text: policy, file: "mine.yaml")
    #expect(loader.errors.map(\.text) == [])
    let rules = try RuleSet(loader.rules, RuleSet.Selection())
    let options = LintOptions(today: CalendarDate(year: 2026, month: 1, day: 1))
    let linter = Linter(rules: rules, options: options, vocabulary: vocabulary, tables: tables)
    let manifest = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - \(fields)
      """
    let report = linter.report(on: [("pod.yaml", manifest)])
    return report.findings.map(\.message) + report.notices.map { "\($0.line ?? 0): \($0.kind.rawValue): \($0.message)" }
  }

  @Test(
    "is a notice where it is read, and no finding",
    arguments: [
      (
        "!container.securityContext.privileged", #"{securityContext: {privileged: "true"}}"#,
        "6: rule-unevaluable: `privileged` is a string, expected bool"
      ),
      (
        "!container.securityContext.privileged",
        "{name: web,\n    securityContext:\n      {runAsUser: 1,\n       privileged: 1}}",
        "9: rule-unevaluable: `privileged` is an int, expected bool"
      ),
      (
        "container.?stdin.orValue(false) == false", "{stdin: 1}",
        "6: rule-unevaluable: `stdin` is an int, expected bool"
      ),
      ("container.image != 'x'", "{image: [x]}", "6: rule-unevaluable: `image` is a list, expected string"),
      (
        "container.?ports.orValue([]).all(p, p.hostPort != 80)", #"{ports: [{hostPort: "80"}]}"#,
        "6: rule-unevaluable: `hostPort` is a string, expected int"
      ),
      (
        "size(container.?args.orValue([])) == 0", "{args: {a: b}}",
        "6: rule-unevaluable: `args` is a map, expected list"
      ),
      (
        "size(container.resources.limits) == 0", "{resources: 1Gi}",
        "6: rule-unevaluable: `resources` is a string, expected map"
      ),
    ])
  func notice(expression: String, fields: String, message: String) throws {
    #expect(try judge(expression, fields) == [message])
  }

  @Test(
    "does not matter where it is not read, decides nothing, or is not one value",
    arguments: [
      ("!has(container.image)", "{image: 1}", ["found"]),
      ("container.name == 'x' || container.image == 'x'", "{name: x, image: 1}", []),
      ("container.image != 'x'", "{image: x}", ["found"]),
      ("container.?image.orValue('none') == 'none'", "{image: null}", []),
      ("container.resources.limits.cpu != 1", "{resources: {limits: {cpu: 1}}}", ["found"]),
      ("container.resources.limits.cpu != '1'", "{resources: {limits: {cpu: \"1\"}}}", ["found"]),
      ("container.livenessProbe.periodSeconds != 3", "{livenessProbe: {periodSeconds: 3.0}}", ["found"]),
      ("container.livenessProbe.httpGet.port != 'http'", "{livenessProbe: {httpGet: {port: http}}}", ["found"]),
    ] as [(String, String, [String])])
  func fine(expression: String, fields: String, found: [String]) throws {
    #expect(try judge(expression, fields) == found)
  }

  @Test("stays unknown where it is substituted later")
  func placeholder() throws {
    let found = try judge("!container.securityContext.privileged", "{securityContext: {privileged: '${PRIVILEGED}'}}")
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("6: value-unknown") == true)
  }
}
