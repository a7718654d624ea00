import CEL
import Testing
import YAML

@Suite("Edges of the language")
struct EdgeTests {
  @Test(
    "what costs more than the budget ends the whole, whatever stands beside it",
    arguments: [
      "size(lists.range(9223372036854775807))", "object.no == 1 || lists.range(9999999) == []",
      "lists.range(600000).indexOf(-1) == 0", "lists.range(600000).lastIndexOf(-1) == 0",
    ])
  func budget(source: String) throws { #expect(try evaluate(source).contains("costs more than")) }

  @Test(
    "of two sides that fail, the first says why",
    arguments: [
      "{}[5] > lists.range(9223372036854775807).size()", "{}[5] >= lists.range(9223372036854775807).size()",
      "{}[5] < lists.range(9223372036854775807).size()",
    ])
  func first(source: String) throws { #expect(try evaluate(source) == "error: no such key: 5") }

  @Test(
    "the sum of nothing is the zero of its type",
    arguments: [
      ("[duration('1s')].filter(x, false).sum() == duration('0s')", "true"),
      ("type([1u].filter(x, false).sum()) == uint", "true"),
      ("type([1.0].filter(x, false).sum()) == double", "true"), ("[1].filter(x, false).sum()", "0"),
    ])
  func sums(source: String, value: String) throws { #expect(try evaluate(source) == value) }

  @Test("a sum that overflows says so")
  func overflow() throws { #expect(try evaluate("[18446744073709551615u, 1u, 1u].sum()") == "error: integer overflow") }

  @Test(
    "NaN has no place in an order",
    arguments: [
      "[0.0 / 0.0, 1.0].min()", "[1.0, 0.0 / 0.0].max()", "[0.0 / 0.0].sort()", "[1.0, 0.0 / 0.0].isSorted()",
      "math.least(1.0, 0.0 / 0.0)", "[1].sortBy(x, 0.0 / 0.0)",
    ])
  func notANumber(source: String) throws {
    #expect(try evaluate(source) == "error: NaN is neither less nor greater than a number")
  }

  @Test("the least of one number is that number, NaN too")
  func single() throws { #expect(try evaluate("[0.0 / 0.0].min()") == "NaN") }

  @Test(
    "what can never be in a list of constants is refused",
    arguments: [
      ("1 in ['a']", "issue: no such overload: int in list(string)"), ("1 in [1, 'a']", "true"),
      ("object.x in ['a']", "true"),
      ("object.?x in ['a']", "issue: no such overload: optional_type(dyn) in list(string)"),
    ])
  func membership(source: String, value: String) throws { #expect(try evaluate(source, object: "x: a") == value) }

  @Test("an optional field that holds an optional is an optional of an optional")
  func nested() throws {
    let source = "{'a': optional.of(1)}.?a.value().value() + 1"
    #expect(try evaluate(source) == "2")
  }

  @Test(
    "the text that stands for an absent one is compared by its characters",
    arguments: [
      ("object.?no.orValue('web').contains('')", "true"), ("object.?no.orValue('e\\u0301').startsWith('e')", "true"),
      ("object.?no.orValue('a').endsWith('')", "true"),
    ])
  func absent(source: String, value: String) throws { #expect(try evaluate(source) == value) }

  @Test(
    "a value that was read keeps its place when it is the result",
    arguments: ["object.?x.orValue(true)", "(true ? object.x : false)", "object.x"])
  func place(source: String) throws {
    var environment = Environment()
    environment.declare("object")
    let program = try environment.compile(source)
    let tree = try #require(try Tree.parse("x: true").first)
    var evaluation = Evaluation()
    evaluation.slots = [.node(NodeRef(tree: evaluation.add(tree), node: try #require(tree.root)))]
    #expect(program.evaluate(in: &evaluation).origin != nil)
  }
}
