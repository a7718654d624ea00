import Fargate
import Linting
import Policies
import Testing

@Suite("A test that a policy carries")
struct PolicyTestTests {
  /// The details of the tests that fail, of a policy about replicas with a parameter; else what does not load.
  private func outcome(of test: String) throws -> [String] {
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
        description: d
        remediation: r
        params: {most: {type: int, default: 3}}
        match: {subject: workload, placement: [fargate]}
        validations:
          - expression: object.spec.replicas <= params.most
            message: m
            fix: [{title: f, edits: [{set: object.spec.replicas, to: params.most}]}]
        tests:
          - name: replicas
            manifest: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 3}}"

      """
    loader.add(text: policy + test, file: "mine.yaml")
    guard loader.errors.isEmpty else { return loader.errors.map(\.message) }
    let tests = PolicyTests(vocabulary: vocabulary, tables: tables)
    return loader.rules.flatMap { tests.failures(of: $0) }.flatMap(\.details)
  }

  @Test(
    "sets parameters and placement as a run would",
    arguments: [
      ("assumeFargate: always\n      expect: []", []),
      (
        "assumeFargate: always\n      expect: [{line: 2, column: 1, severity: warning}]",
        ["expected line 2 column 1 warning, not found"]
      ),
      ("assumeFargate: always\n      params: {most: 2}\n      expect: [{line: 1, severity: error, message: m}]", []),
      ("assumeFargate: always\n      params: {most: 2}", ["found 1:52 error [mine] m, not expected"]),
      ("params: {most: 2}\n      expect: []", []),
      ("assumeFargate: never\n      params: {most: 2}", []),
    ])
  func applied(test: String, details: [String]) throws {
    #expect(try outcome(of: "      " + test + "\n") == details)
  }

  @Test(
    "holds what fixes make of its files against what it says",
    arguments: [
      ("3", "3", []),
      ("2", "2", []),
      (
        "2", "3",
        [
          "fixed manifest.yaml: line 1: "
            + "expected `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 3}}`, "
            + "found `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2}}`"
        ]
      ),
    ])
  func fixed(most: String, replicas: String, details: [String]) throws {
    let text = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: \(replicas)}}"
    let found = most == "3" ? "" : "      expect: [{}]\n"
    let test = "      assumeFargate: always\n      params: {most: \(most)}\n\(found)      fixed: \"\(text)\"\n"
    #expect(try outcome(of: test) == details)
  }

  @Test(
    "sets only parameters that there are, to values of their types",
    arguments: [
      ("params: {mots: 2}", "no such key `mots`; did you mean `most`?"),
      ("params: {most: many}", "`most` is int: expected int here"),
      (
        "fixed: {other.yaml: x}", "no such key `other.yaml`; the keys here are manifest.yaml"
      ),
      (
        "assumeFargate: allways", "`assumeFargate` is one of auto, always, never, not `allways`; did you mean `always`?"
      ),
    ])
  func refused(test: String, message: String) throws {
    #expect(try outcome(of: "      " + test + "\n") == [message])
  }
}
