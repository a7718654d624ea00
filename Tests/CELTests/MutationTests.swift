import CEL
import Testing

@Suite("Mutations of an expression")
struct MutationTests {
  private static let table: [(expression: String, mutants: [String])] = [
    ("a", ["!a"]),
    ("!a", ["a"]),
    ("a && b", ["!a && b", "b", "a", "a || b", "a && !b", "!(a && b)"]),
    (
      "a || b || c",
      [
        "!a || b || c", "b || c", "a && b || c", "a || !b || c", "a || c", "a || b", "a || b && c", "a || b || !c",
        "!(a || b || c)",
      ]
    ),
    ("!(a || b)", ["(a || b)", "!(!a || b)", "!(b)", "!(a)", "!(a && b)", "!(a || !b)"]),
    ("a < 3", ["a <= 3", "a >= 3", "a < 2", "a < 4"]),
    ("a == 'b'", ["a != 'b'", "a == ''", "a == 'bx'"]),
    (
      "a in ['b', 'c']",
      [
        "!(a in ['b', 'c'])", "a in ['c']", "a in ['', 'c']", "a in ['bx', 'c']", "a in ['b']", "a in ['b', '']",
        "a in ['b', 'cx']",
      ]
    ),
    ("has(a.b)", ["!has(a.b)", "true"]),
    ("a.?b.?c.orValue(false)", ["!a.?b.?c.orValue(false)", "a.b.?c.orValue(false)", "a.?b.?c.orValue(true)"]),
    (
      "a[?'b'].orValue('') == c",
      [
        "a['b'].orValue('') == c", "a[?''].orValue('') == c", "a[?'bx'].orValue('') == c", "a[?'b'].value() == c",
        "a[?'b'].orValue('') != c",
      ]
    ),
    ("a.all(b, b > c)", ["a.exists(b, b > c)", "a.all(b, b >= c)", "a.all(b, b <= c)", "!a.all(b, b > c)"]),
    ("a.filter(b, c).size() == d", ["a.size() == d", "a.filter(b, !c).size() == d", "a.filter(b, c).size() != d"]),
    ("a ? b : c", ["!a ? b : c", "b", "c", "!(a ? b : c)"]),
    ("a.startsWith('b')", ["!a.startsWith('b')", "a.endsWith('b')", "a.startsWith('')", "a.startsWith('bx')"]),
    ("a.contains(b)", ["!a.contains(b)", "true"]),
    (
      "a.matches('^b$')",
      [
        "!a.matches('^b$')", "a.matches('')", "a.matches('b$')", "a.matches('^b')", "a.matches('^b$x')",
      ]
    ),
    ("a.upperAscii() == b", ["a == b", "a.upperAscii() != b"]),
    ("quantity('100m') == a", ["quantity('99m') == a", "quantity('101m') == a", "quantity('100m') != a"]),
    ("(a + b) == c", ["(b) == c", "(a) == c", "(a - b) == c", "(a + b) != c"]),
  ]

  @Test("are each a mistake that somebody could make, once", arguments: table)
  func mutants(expression: String, mutants: [String]) {
    let found = Mutation.all(of: expression, isCondition: true).map { $0.applied(to: expression) }
    #expect(found.sorted() == mutants.sorted())
  }

  @Test("negate the whole only of a condition") func value() {
    #expect(Mutation.all(of: "a", isCondition: false).isEmpty)
  }

  @Test("of what does not parse are none") func broken() {
    #expect(Mutation.all(of: "a &&", isCondition: true).isEmpty)
  }
}
