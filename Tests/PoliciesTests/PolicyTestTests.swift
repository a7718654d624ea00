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
        validations: [{expression: object.spec.replicas <= params.most, message: m}]
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
    "sets only parameters that there are, to values of their types",
    arguments: [
      ("params: {mots: 2}", "no such key `mots`; did you mean `most`?"),
      ("params: {most: many}", "`most` is int: expected int here"),
      (
        "assumeFargate: allways", "`assumeFargate` is one of auto, always, never, not `allways`; did you mean `always`?"
      ),
    ])
  func refused(test: String, message: String) throws {
    #expect(try outcome(of: "      " + test + "\n") == [message])
  }
}
