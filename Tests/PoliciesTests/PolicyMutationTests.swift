import Fargate
import Linting
import Policies
import Testing

@Suite("Mutants of a policy")
struct PolicyMutationTests {
  /// A policy about replicas with these tests and keys behind them.
  private func results(_ rest: String, expression: String? = nil) async throws -> MutationTests.Result {
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
        match: {subject: object, kinds: [example.com/v1/Deployment, example.com/v1/ReplicaSet]}
        validations:
          - expression: \(expression ?? ">-\n        has(object.paused)\n        || object.spec.replicas <= 3")
            message: m
        tests:
      """
    loader.add(text: policy + "\n" + rest, file: "mine.yaml")
    #expect(loader.errors.map(\.text) == [])
    let tests = MutationTests(PolicyTests(vocabulary: vocabulary, tables: tables))
    return try #require(await tests.results(of: loader.mutators).first)
  }

  private func test(_ kind: String, replicas: Int, line: Int?, extra: String = "") -> String {
    """
        - name: \(kind) with \(replicas) replicas
          manifest: |
            apiVersion: example.com/v1
            kind: \(kind)
            metadata: {name: web}
            spec: {replicas: \(replicas)}
            \(extra)
          expect: [\(line.map { "{line: \($0)}" } ?? "")]

    """
  }

  private var strong: String {
    test("Deployment", replicas: 4, line: 3) + test("ReplicaSet", replicas: 4, line: 3)
      + test("Deployment", replicas: 3, line: nil) + test("StatefulSet", replicas: 4, line: nil)
      + test("Deployment", replicas: 5, line: nil, extra: "paused: true")
  }

  @Test("are all killed where tests stand on both sides of every boundary") func killed() async throws {
    let result = try await results(strong)
    #expect(result.survivors.map(\.added) == [])
    #expect(result.percentKilled == 100)
    #expect(result.mutants > 10)
  }

  @Test("survive where no test looks, and are shown as a change of the file's lines") func survivors() async throws {
    let result = try await results(
      test("Deployment", replicas: 9, line: 3) + test("ReplicaSet", replicas: 1, line: nil))
    let diff = try #require(result.survivors.first { $0.added == ["        || object.spec.replicas < 3"] })
    #expect(diff.removed == ["        || object.spec.replicas <= 3"])
    #expect((diff.position.line, diff.position.column) == (14, 34))
    #expect(
      result.survivors.contains { $0.added == ["  match: {subject: object, kinds: [example.com/v1/Deployment]}"] })
    #expect(result.percentKilled < 95)
  }

  private static let styles: [(expression: String, added: [String])] = [
    ("has(object.it) || object.a == 'x'", ["    - expression: has(object.it) || object.a == ''"]),
    (
      #""has(object.it) || object.a == \"x\"""#, [#"    - expression: "has(object.it) || object.a == \"\"""#]
    ),
    ("'has(object.it) || object.a == ''x'''", ["    - expression: 'has(object.it) || object.a == '''''"]),
    (">-\n        has(object.it)\n        || object.a == 'x'", ["        || object.a == ''"]),
    ("|\n        has(object.it)\n          || object.a == 'x'", ["          || object.a == ''"]),
    ("|\n        has(object.it)\n          || object.a == 'x'", ["        has(object.it)"]),
    (
      "|\n        has(object.it)\n          || object.a == 'x'",
      ["        !(has(object.it)", "          || object.a == 'x')"]
    ),
  ]

  @Test("are shown as the file would be written", arguments: styles)
  func written(expression: String, added: [String]) async throws {
    let result = try await results("", expression: expression)
    #expect(result.survivors.contains { $0.added == added }, "\(result.survivors.map(\.added))")
  }

  @Test("that are declared to change nothing count apart") func equivalent() async throws {
    let weak = strong.replacing(
      test("Deployment", replicas: 3, line: nil), with: test("Deployment", replicas: 2, line: nil))
    let declared = "  equivalent:\n    - {mutant: '|| object.spec.replicas < 3', reason: nobody runs three}\n"
    let result = try await results(weak + declared)
    #expect(result.equivalent == 1)
    #expect(result.stale.isEmpty)
    #expect(!result.survivors.contains { $0.added == ["        || object.spec.replicas < 3"] })
  }

  @Test("that are declared in vain are told") func stale() async throws {
    let result = try await results(
      strong + "  equivalent:\n    - {mutant: '|| object.spec.replicas < 3', reason: none}\n")
    #expect(result.stale.map(\.reason) == ["none"])
    #expect(result.equivalent == 0)
  }
}
