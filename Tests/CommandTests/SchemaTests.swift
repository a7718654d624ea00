import Foundation
import TestData
import Testing

@Suite("The published schemas")
struct SchemaTests {
  /// What of each document breaks a schema, the documents being read as the program reads YAML.
  private func violations(_ schema: String, in text: String) throws -> [String] {
    let parsed = try Tool.run(["parse", "-", "--format", "json"], input: text)
    #expect(parsed.status == 0, "\(parsed.errors)")
    let schema = try JSONSchema("docs/\(schema).schema.json")
    return try parsed.output.split(separator: "\n").flatMap { try schema.violations(in: String($0)) }
  }

  @Test("every policy of ours keeps to that of policies", arguments: ["policies", "examples/policies"])
  func policies(folder: String) throws {
    let folder = TestData.package.appendingPathComponent(folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
    #expect(!names.isEmpty)
    for name in names.sorted() {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      guard text.contains("apiVersion: fargate-lint.dev/") else { continue }
      #expect(try violations("policy", in: text) == [], "\(name)")
    }
  }

  @Test("what the page on configurations shows keeps to that of configurations")
  func configurations() throws {
    let page = try String(contentsOf: TestData.package.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
    let examples = page.matches(of: /(?ms)^```yaml\n(.*?)^```/).map { String($0.1) }
    #expect(!examples.isEmpty)
    for example in examples { #expect(try violations("configuration", in: example) == []) }
  }

  /// Each is a configuration that the program refuses.
  @Test(
    "a configuration that the program refuses breaks it",
    arguments: [
      ("presets: current", "`presets` is not known"), ("preset: newest", "/preset: none of"),
      ("rules: {no-gpu: {severity: fatal}}", "/rules/no-gpu/severity: none of"),
      ("scopes: [{name: prod}]", "`paths` is missing"), ("profiles: [{name: web, selectors: []}]", "fewer than 1"),
      ("exclude: [{rules: [no-gpu], path: a}]", "`path` is not known"), ("prices: {vcpu_hour: -1}", "below 0"),
      ("kinds: [{apiVersion: a/v1, kind: B, path: spec, shape: round}]", "/kinds/0/shape: none of"),
      ("policies: policies/", "/policies: no array"), ("vars: {CLUSTER-NAME: a}", "`CLUSTER-NAME` is no name"),
      ("vars: {NAMES: [a]}", "/vars/NAMES: no string"),
    ])
  func refused(text: String, says: String) throws {
    #expect(try violations("configuration", in: text).joined(separator: "; ").contains(says))
    let run = try TestData.withFolder { folder in
      try TestData.write(text, to: ".fargate-lint.yaml", in: folder)
      return try Tool.run(["."], in: folder)
    }
    #expect(run.status == 2, "\(run.output)")
  }

  @Test(
    "a policy that the program refuses breaks it",
    arguments: [
      ("metadata: {name: a}", "metadata: {names: a}"), ("severity: error", "severity: fatal"),
      ("subject: object", "subject: objects"), ("kind: Policy", "kind: Rule"), ("title: t", "titel: t"),
    ])
  func refusedPolicy(part: String, wrong: String) throws {
    let sound = """
      apiVersion: fargate-lint.dev/v1
      kind: Policy
      metadata: {name: a}
      spec:
        title: t
        category: c
        severity: error
        match: {subject: object}
        validations: [{expression: "true", message: m}]

      """
    #expect(try violations("policy", in: sound) == [])
    let broken = sound.replacingOccurrences(of: part, with: wrong)
    #expect(try violations("policy", in: broken) != [])
    let run = try TestData.withFolder { folder in
      try TestData.write(broken, to: "p.yaml", in: folder)
      return try Tool.run([".", "--policy", "p.yaml"], in: folder)
    }
    #expect(run.status == 2)
  }
}
