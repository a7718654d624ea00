import Testing
import YAML

@Suite("Scalars have the type that Kubernetes gives them")
struct ScalarTests {
  @Test(
    "a plain scalar",
    arguments: [
      ("y", "true"), ("Yes", "true"), ("on", "true"), ("off", "false"), ("N", "false"), ("yEs", #""yEs""#),
      ("~", "null"), ("null", "null"), ("Null", "null"), ("nULL", #""nULL""#),
      ("0", "0"), ("-12", "-12"), ("+1", "1"), ("0x1F", "31"), ("0o17", "15"), ("017", "15"), ("0b101", "5"),
      ("1_000", "1000"), ("9223372036854775808", "9.223372036854775808e+18"),
      ("1.5", "1.5"), ("1e3", "1000"), (".5", "0.5"), ("1.2.3", #""1.2.3""#), ("12:30", #""12:30""#),
      ("2024-01-02", #""2024-01-02""#), ("100m", #""100m""#),
    ])
  func plain(text: String, json: String) throws {
    #expect(try value(of: "v: \(text)\n") == number(json))
  }

  @Test("a quoted or tagged scalar", arguments: [("'1'", #""1""#), ("\"yes\"", #""yes""#), ("!!str 1", #""1""#)])
  func text(text: String, json: String) throws {
    #expect(try value(of: "v: \(text)\n") == json)
  }

  private func value(of text: String) throws -> String {
    let tree = try #require(try Tree.parse(text).first)
    let root = try #require(tree.root)
    var out = ""
    tree.appendJSON(of: try #require(tree.value(of: "v", in: root)), to: &out)
    return number(out)
  }

  /// Numbers in one spelling, so that only their value counts.
  private func number(_ json: String) -> String { Double(json).map { $0.description } ?? json }
}
