import CEL
import Testing
import YAML

@Suite("Explanations")
struct ExplanationTests {
  private static let manifest = """
    metadata: {name: web}
    spec: {replicas: 3, image: "${IMAGE}", ports: [{name: web, number: 80}, {name: admin, number: 8080}]}
    """

  /// The parts of an expression over the manifest, indented: `TEXT: VALUE`.
  private func parts(_ source: String) throws -> [String] {
    var environment = Environment()
    environment.declare("object")
    let program = try environment.compile(source)
    let tree = try #require(try Tree.parse(ExplanationTests.manifest).first)
    var evaluation = Evaluation()
    let number = evaluation.add(tree)
    evaluation.slots = [.node(NodeRef(tree: number, node: try #require(tree.root)))]
    let explanation = Explanation(of: program, in: &evaluation)
    #expect((explanation.cost == 0) == (source == "1"))
    return lines(explanation.root, "", evaluation)
  }

  private func lines(_ part: Explanation.Part, _ indent: String, _ evaluation: Evaluation) -> [String] {
    let value = part.value.map { evaluation.summary($0) } ?? "not evaluated"
    return ["\(indent)\(part.text): \(value)"] + part.parts.flatMap { lines($0, indent + " ", evaluation) }
  }

  @Test(
    "a chain is one part, a constant none, and all that is written has its place in the tree",
    arguments: [
      ("object.spec.replicas", ["object.spec.replicas: 3"]), ("1", ["1: 1"]),
      ("object.spec.replicas > 2", ["object.spec.replicas > 2: true", " object.spec.replicas: 3"]),
      ("(object.spec.ports)[0].name", ["(object.spec.ports)[0].name: \"web\""]),
      ("object.spec.?ports[?5].orValue('x')", ["object.spec.?ports[?5].orValue('x'): \"x\""]),
      ("!has(object.spec.x)", ["!has(object.spec.x): true"]),
      (
        "size(object.spec.ports) == 2",
        [
          "size(object.spec.ports) == 2: true", " size(object.spec.ports): 2",
          "  object.spec.ports: [{2 fields}, {2 fields}]",
        ]
      ),
      (
        "object.spec.ports[object.spec.replicas - 3].name",
        [
          "object.spec.ports[object.spec.replicas - 3].name: \"web\"", " object.spec.replicas - 3: 0",
          "  object.spec.replicas: 3",
        ]
      ),
      (
        "cel.bind(n, object.spec.replicas, n + 1)",
        ["cel.bind(n, object.spec.replicas, n + 1): 4", " n = object.spec.replicas: 3", " n + 1: 4", "  n: 3"]
      ),
    ])
  func tree(source: String, expected: [String]) throws { #expect(try parts(source) == expected) }

  @Test(
    "what decided early leaves the rest unevaluated",
    arguments: [
      (
        "object.spec.replicas == 3 || object.metadata.name == 'x'",
        [
          "object.spec.replicas == 3 || object.metadata.name == 'x': true", " object.spec.replicas == 3: true",
          "  object.spec.replicas: 3", " object.metadata.name == 'x': not evaluated",
        ]
      ),
      (
        "object.spec.replicas > 5 ? object.a : object.metadata.name",
        [
          "object.spec.replicas > 5 ? object.a : object.metadata.name: \"web\"", " object.spec.replicas > 5: false",
          "  object.spec.replicas: 3", " object.a: not evaluated", " object.metadata.name: \"web\"",
        ]
      ),
      (
        "object.a == 1 && object.metadata.name == 'x'",
        [
          "object.a == 1 && object.metadata.name == 'x': false", " object.a == 1: error", "  object.a: error",
          " object.metadata.name == 'x': false", "  object.metadata.name: \"web\"",
        ]
      ),
      (
        "object.spec.image == 'x'", ["object.spec.image == 'x': unknown", " object.spec.image: unknown"]
      ),
    ])
  func undecided(source: String, expected: [String]) throws { #expect(try parts(source) == expected) }

  @Test(
    "a macro shows the round that decided it, else the one that failed, else the first",
    arguments: [
      ("object.spec.ports.all(p, p.number < 100)", " p: {name: \"admin\", number: 8080}"),
      ("object.spec.ports.exists(p, p.number > 100)", " p: {name: \"admin\", number: 8080}"),
      ("object.spec.ports.exists(p, p.number > 9000)", " p: {name: \"web\", number: 80}"),
      ("object.spec.ports.all(p, p.number == 80 || p.x)", " p: {name: \"admin\", number: 8080}"),
      ("object.spec.ports.map(p, p.name)", " p: {name: \"web\", number: 80}"),
      ("object.spec.ports.all(i, p, i < 1)", " i = 1, p: {name: \"admin\", number: 8080}"),
      ("object.metadata.all(k, v, v == 'x')", " k = \"name\", v: \"web\""),
      ("object.spec.ports.all(p, [1, 2].exists(x, x == 2 && p.number == 80))", " p: {name: \"admin\", number: 8080}"),
    ])
  func rounds(source: String, round: String) throws { #expect(try parts(source).contains(round)) }

  @Test("a macro over nothing has no rounds")
  func noRounds() throws {
    #expect(
      try parts("object.spec.?none.orValue([]).all(p, p)") == [
        "object.spec.?none.orValue([]).all(p, p): true", " object.spec.?none.orValue([]): []",
      ])
  }

  @Test("an expression that costs too much is explained as far as it came")
  func budget() throws {
    let list = "[" + (0..<90).map(String.init).joined(separator: ",") + "]"
    let lines = try parts("\(list).map(a, \(list).map(b, \(list).map(c, size([c]) > 0 && a > b)))")
    #expect(lines.first?.hasSuffix(": error") == true)
    #expect(lines.count < 20)
  }
}
