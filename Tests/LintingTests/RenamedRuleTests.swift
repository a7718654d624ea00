import Fargate
import Foundation
import Linting
import Policies
import TestData
import Testing

/// A rule that was called `many-replicas` first and `too-many-replicas` later.
@Suite("A rule that was renamed")
struct RenamedRuleTests {
  private static func policy(_ metadata: String) -> String {
    """
    apiVersion: fargate-lint.dev/v1
    kind: Policy
    metadata: \(metadata)
    spec:
      title: t
      category: size
      severity: warning
      params: {most: {type: int, default: 3}}
      match: {subject: object, kinds: [apps/v1/Deployment]}
      validations:
        - {expression: object.spec.replicas <= params.most, at: object.spec.replicas, message: many}

    """
  }

  private static let renamed = policy("{name: few-replicas, aliases: [many-replicas, too-many-replicas]}")

  private static func deployment(_ comment: String = "") -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      replicas: 9\(comment)
      selector: {matchLabels: {app: a}}
      template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: a}]}}

    """
  }

  /// `FILE:LINE RULE`, with `(suppressed)`, of what the rule finds and of notices about names.
  private func run(
    _ files: [String: String], _ policy: String = renamed, select: [String] = [], ignore: [String] = []
  ) async throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("fargate-lint-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, text) in files { try TestData.write(text, to: path, in: folder) }
    var selection = RuleSet.Selection()
    (selection.select, selection.ignore) = (select, ignore)
    let report = try await Configured.report(on: folder, policies: [policy], selection)
    func name(_ file: String) -> String { file.split(separator: "/").last.map(String.init) ?? file }
    return report.findings.filter { ["few-replicas", "unused-suppression"].contains($0.rule) }.map {
      "\(name($0.file.text)):\($0.start.line) \($0.rule)\($0.suppression == nil ? "" : " (suppressed)")"
    }
      + report.notices.filter { $0.kind == .ruleRenamed }.map { "\(name($0.file.text)):\($0.line ?? 0) \($0.message)" }
  }

  @Test(
    "is selected and ignored by its former names", arguments: ["few-replicas", "many-replicas", "too-many-replicas"])
  func selection(name: String) async throws {
    let files = ["web.yaml": Self.deployment()]
    #expect(try await run(files, select: [name]) == ["web.yaml:5 few-replicas"])
    #expect(try await run(files, ignore: [name]) == [])
  }

  @Test("is configured, excluded and suppressed by its former names, which is said")
  func configured() async throws {
    let said = "`many-replicas` is called `few-replicas` now: write that"
    #expect(
      try await run([
        "web.yaml": Self.deployment(), ".fargate-lint.yaml": "rules: {many-replicas: {params: {most: 9}}}\n",
      ]) == [".fargate-lint.yaml:1 \(said)"])
    #expect(
      try await run([
        "web.yaml": Self.deployment(),
        ".fargate-lint.yaml": "exclude:\n  - {rules: [many-replicas], reason: a}\n",
      ]) == ["web.yaml:5 few-replicas (suppressed)", ".fargate-lint.yaml:2 \(said)"])
    #expect(
      try await run(["web.yaml": Self.deployment(" # fargate-lint:disable=many-replicas -- a")])
        == ["web.yaml:5 few-replicas (suppressed)", "web.yaml:5 \(said)"])
    let annotated = Self.deployment().replacingOccurrences(
      of: "{name: web}", with: "{name: web, annotations: {fargate-lint.dev/disable.many-replicas: a}}")
    #expect(
      try await run(["web.yaml": annotated]) == ["web.yaml:5 few-replicas (suppressed)", "web.yaml:3 \(said)"])
  }

  @Test("keeps the fingerprints of its first name")
  func fingerprint() async throws {
    var found: Set<String> = []
    for policy in [Self.policy("{name: many-replicas}"), Self.renamed] {
      try await TestData.withFolderAwaiting { folder in
        try TestData.write(Self.deployment(), to: "web.yaml", in: folder)
        let report = try await Configured.report(on: folder, policies: [policy], RuleSet.Selection())
        found.formUnion(report.findings.filter { $0.message == "many" }.map(\.fingerprint.text))
      }
    }
    #expect(found.count == 1)
  }

  @Test("shares its former names with no other rule")
  func twice() throws {
    var loader = PolicyLoader(vocabulary: try LintTables.bundled().vocabulary)
    loader.add(text: Self.renamed, file: "a.yaml")
    loader.add(text: Self.policy("{name: other, aliases: [many-replicas]}"), file: "b.yaml")
    #expect(loader.errors.map(\.message) == ["the rule `many-replicas` is there already, in a.yaml"])
  }
}
