import Fargate
import Policies
import Testing

@Suite("A policy that does not load")
struct LoadErrorTests {
  /// The errors of a policy with these lines below `spec:`.
  private func errors(_ spec: String) throws -> [String] {
    var loader = PolicyLoader(vocabulary: Vocabulary(tables: try Tables.bundled()))
    let head = "apiVersion: fargate-lint.dev/v1\nkind: Policy\nmetadata: {name: mine}\nspec:\n"
    let frame = "  title: t\n  category: c\n  severity: error\n  description: d\n  remediation: r\n"
    loader.add(text: head + frame + spec, file: "mine.yaml")
    return loader.errors.map(\.text)
  }

  @Test("points at the mistake inside an expression and names the nearest variable")
  func expression() throws {
    let found = try errors(
      """
        match: {subject: container}
        validations:
          - expression: has(contaner.ports)
            message: m

      """)
    #expect(
      found == [
        """
        mine.yaml:12:23: error: no such variable `contaner`; did you mean `container`?
              - expression: has(contaner.ports)
                                ^
        """
      ])
  }

  @Test(
    "says what is wrong",
    arguments: [
      ("  match: {subject: contaner}\n  validations: [{expression: 'true', message: m}]\n", "`contaner`"),
      ("  match: {subject: pod}\n  validation: [{expression: 'true', message: m}]\n", "did you mean `validations`?"),
      ("  match: {subject: pod}\n  validations: [{expression: '1', message: m}]\n", "int"),
      ("  match: {subject: pod}\n  validations: [{expression: 'true', message: '{{nothing}}'}]\n", "`nothing`"),
      ("  match: {subject: object}\n  validations: [{expression: has(pod.spec), message: m}]\n", "`pod`"),
      ("  match: {subject: pod}\n  validations: [{expression: '1 +', message: m}]\n", "expected"),
      (
        "  match: {subject: pod}\n  validations: [{expression: 'lists.range(2000000).size() > 0', message: m}]\n",
        "costs at least 2000013 units, more than the 1000000 that Kubernetes allows"
      ),
    ])
  func text(spec: String, part: String) throws {
    let found = try errors(spec)
    #expect(found.contains { $0.contains("mine.yaml:") && $0.contains(part) }, "\(found)")
  }
}
