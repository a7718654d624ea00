import CEL
import Testing

@Suite("What a document needs before an expression can fail")
struct NeedsTests {
  @Test(
    "only keys without which it holds",
    arguments: [
      ("!has(c.hostNetwork) || c.hostNetwork == false", "hostNetwork"),
      (
        "!has(c.securityContext) || !has(c.securityContext.privileged) || !c.securityContext.privileged",
        "securityContext"
      ),
      ("c.?securityContext.?privileged.orValue(false) != true", "privileged securityContext"),
      ("size(c.?volumeDevices.orValue([])) == 0", "volumeDevices"),
      ("c.?ports.orValue([]).all(p, !has(p.hostPort) || p.hostPort == 0)", "hostPort ports"),
      ("!c.?ports.orValue([]).exists(p, has(p.hostPort) && p.hostPort > 0)", "hostPort ports"),
      ("!has(c.a) && !has(c.b)", "a | b"),
      ("(!has(c.a) || !has(c.b)) && !has(c.a) && !has(c.d)", "a | d"),
      ("(!has(c.a) && !has(c.b)) || !has(c.d)", "a d | b d"),
      ("!has(c.a) || !has(c.b)", "a b"),
      ("has(c.a) ? !has(c.b) : true", "a b"),
      ("c.?a.orValue([]).map(x, x.?b.orValue([])).flatten().all(y, false)", "a"),
      ("(c.?a.orValue([]) + c.?b.orValue([])).all(x, !has(x.d))", ""),
      ("c.?a[?'k'].orValue('') != 'x'", "a"),
      ("c.?a.optMap(x, x == 'y').orValue(true)", "a"),
      ("c.sure.?a.orValue('') != 'x'", "a sure"),
      ("!(c.?a.orValue('') in known)", "a"),
      ("c.?a.orValue('') in known || c.?b.orValue('') == ''", "b"),
      ("c.?a.orValue('p') in known", "a"),
      ("c.?a.orValue('') != known[0]", "a"),
      ("[c.?a, c.?b].all(x, x.orValue('') == '')", ""),
      ("c.hostNetwork != true", ""),
      ("has(c.resources)", ""),
      ("c.?a.orValue('') == 'x'", ""),
      ("other.?a.orValue('') != 'x'", ""),
      ("false", ""),
    ])
  func keys(expression: String, keys: String) throws {
    let found = try needs(expression)?.alternatives.map { $0.keys.symbols.map(\.text).sorted().joined(separator: " ") }
    #expect(found?.sorted().joined(separator: " | ") == keys)
  }

  @Test(
    "what always holds needs nothing, since it never fails",
    arguments: ["true", "true || has(c.a)", "!has(c.a) || true"])
  func never(expression: String) throws { #expect(try needs(expression) == nil) }

  @Test(
    "the kinds that it speaks of",
    arguments: [
      ("c.kind != 'Service' || !has(c.spec)", ["Service"]), ("!(c.kind in ['A', 'B']) || false", ["A", "B"]),
      ("c.kind == 'A' ? false : true", ["A"]), ("c.kind == 'A' || c.spec.x", nil),
    ] as [(String, [String]?)])
  func kinds(expression: String, kinds: [String]?) throws {
    #expect(try needs(expression)?.alternatives.map { $0.kinds?.sorted() } == [kinds])
  }

  @Test("a macro of a variable is not taken for the variable, whose slot it has")
  func slots() throws {
    var environment = Environment()
    environment.declare("list")
    let variable = try environment.compile("list.filter(x, has(x.a))")
    let slot = environment.declare("v")
    let context = NeedsContext(document: [], programs: [slot: variable])
    #expect(try environment.compile("v.all(y, false)").needsToFail(context) == .nothing)
  }

  /// Over a document `c`, which always has the field `sure`, and a list `known` beforehand.
  private func needs(_ expression: String) throws -> Needs? {
    var environment = Environment()
    let slot = environment.declare("c")
    environment.declare("other")
    let known = environment.declare("known", .list(.string))
    var evaluation = Evaluation()
    evaluation.slots = [.null, .null, .list([.string("p"), .string("q")])]
    let context = NeedsContext(
      document: [slot], object: slot, certain: [slot: ["sure"]], constants: [known], evaluation: evaluation)
    return try environment.compile(expression).needsToFail(context)
  }
}
