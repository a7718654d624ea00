import Fargate
import Foundation
import Linting
import Policies
import TestData
import Testing

@Suite("Kubernetes' own policies")
struct AdmissionTests {
  /// Lints one manifest with the policies of some texts, bundled ones left out.
  private func lint(_ manifest: String, policies: [String]) throws -> Report {
    let tables = try LintTables.bundled()
    let vocabulary = tables.vocabulary
    var loader = PolicyLoader(vocabulary: vocabulary)
    for (place, text) in policies.enumerated() { loader.add(text: text, file: "\(place).yaml") }
    loader.finishPath()
    #expect(loader.errors.isEmpty, "\(loader.errors.map(\.text))")
    let rules = try RuleSet(loader.rules, RuleSet.Selection())
    let options = LintOptions(today: CalendarDate(year: 2026, month: 1, day: 1))
    let linter = Linter(rules: rules, options: options, vocabulary: vocabulary, tables: tables)
    return linter.report(on: [("manifest.yaml", manifest)])
  }

  @Test(
    "other people's policies give the verdicts of their tests", .enabled(if: TestData.hasShared),
    arguments: ["kubescape", "kyverno"])
  func suites(suite: String) throws {
    for one in try TestData.cases("vap/\(suite).json") {
      let files = [try #require(one["policy"] as? String)] + (one["params"] as? [String] ?? [])
      let texts = try files.map { String(decoding: try TestData.conformance("vap/\($0)"), as: UTF8.self) }
      let report = try lint(try json(one["resource"]), policies: texts + [try json(one["binding"])])
      let severities = Set(report.findings.map(\.severity))
      let verdict = severities.contains(.error) ? "fail" : severities.contains(.warning) ? "warn" : "pass"
      #expect(verdict == one["expect"] as? String, "\(one["id"] ?? "")")
    }
  }

  private func json(_ value: Any?) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: try #require(value)), as: UTF8.self)
  }

  @Test(
    "stop the run for what the API server refuses alone: fields of the request are known, those of objects are not",
    arguments: [
      ("request.operaton == 'CREATE'", ["no such field `operaton` of AdmissionRequest; did you mean `operation`?"]),
      ("request.userInfo.nam == ''", ["no such field `nam` of request.UserInfo"]),
      ("request.kind.kind == 'Pod' && object.spec.anything == oldObject.nothing", []),
    ] as [(String, [String])])
  func requestFields(expression: String, messages: [String]) throws {
    var loader = PolicyLoader(vocabulary: Vocabulary(tables: try Tables.bundled()))
    loader.add(
      text: """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: mine}
        spec:
          validations:
          - expression: \(expression)
        """, file: "mine.yaml")
    loader.finishPath()
    #expect(loader.errors.map(\.message) == messages)
  }

  private static let policy = """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: no-latest}
    spec:
      matchConstraints:
        resourceRules:
        - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
      validations:
      - expression: object.spec.template.spec.containers.all(c, !has(c.image) || !c.image.endsWith(':latest'))
        message: pin the image
    """

  private static let manifest = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop, labels: {tier: front}}
    spec:
      template:
        spec:
          containers:
          - {name: a, image: "a:1", securityContext: {privileged: false}}
          - name: b
            image: b:latest
    """

  @Test("the finding stands at what the deciding round read")
  func place() throws {
    #expect(try lint(AdmissionTests.manifest, policies: [AdmissionTests.policy]).lines == ["10:9 no-latest"])
  }

  @Test(
    "the strictest action of the bindings that match counts",
    arguments: [
      ("validationActions: [Audit, Warn]", Severity.warning), ("validationActions: [Audit]", .note),
      ("validationActions: [Deny]", .error),
      ("{validationActions: [Warn], matchResources: {objectSelector: {matchLabels: {tier: back}}}}", nil),
      (
        "{validationActions: [Warn], matchResources: {objectSelector: {matchExpressions: [{key: tier, operator: Exists}]}}}",
        .warning
      ),
      (
        "{validationActions: [Deny], matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}}",
        .error
      ),
      (
        "{validationActions: [Deny], matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: bank}}}}",
        nil
      ),
      ("{validationActions: [Deny], matchResources: {namespaceSelector: {matchLabels: {team: x}}}}", nil),
    ] as [(String, Severity?)])
  func actions(spec: String, severity: Severity?) throws {
    let fields = spec.hasPrefix("{") ? String(spec.dropFirst().dropLast()) : spec
    let binding = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: b}
      spec: {policyName: no-latest, \(fields)}
      """
    let report = try lint(AdmissionTests.manifest, policies: [AdmissionTests.policy, binding])
    #expect(report.findings.map(\.severity) == (severity.map { [$0] } ?? []))
  }

  @Test(
    "what only the cluster knows is told, not guessed",
    arguments: [
      "request.userInfo.username == 'admin'", "authorizer.group('').resource('pods').check('get').allowed()",
      "namespaceObject.metadata.labels['team'] == 'x'", "has(namespaceObject.metadata.annotations)",
    ])
  func unknown(expression: String) throws {
    let policy = AdmissionTests.policy.replacing(/expression: .*/, with: "expression: \(expression)")
    let report = try lint(AdmissionTests.manifest, policies: [policy])
    #expect(report.findings.isEmpty)
    #expect(report.notices.map(\.kind) == [.valueUnknown])
  }

  @Test(
    "an expression that fails counts as failurePolicy says",
    arguments: [("Fail", 1), ("Ignore", 0)])
  func failure(policy: String, findings: Int) throws {
    let text = AdmissionTests.policy.replacing(/expression: .*/, with: "expression: object.spec.nothing == 1")
      .replacing("  validations:", with: "  failurePolicy: \(policy)\n  validations:")
    #expect(try lint(AdmissionTests.manifest, policies: [text]).findings.count == findings)
  }

  @Test("the request is the one that creates the object")
  func request() throws {
    let expression = """
      request.operation == 'CREATE' && oldObject == null && request.kind.kind == 'Deployment' && \
      request.resource.resource == 'deployments' && request.namespace == 'shop' && namespaceObject.metadata.name == 'shop'
      """
    let policy = AdmissionTests.policy.replacing(/expression: .*/, with: "expression: \(expression)")
    #expect(try lint(AdmissionTests.manifest, policies: [policy]).findings.isEmpty)
  }
}
