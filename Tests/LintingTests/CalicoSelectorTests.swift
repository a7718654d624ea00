import Testing

@testable import Linting

@Suite("A selector of Calico")
struct CalicoSelectorTests {
  @Test(
    "says what labels must be",
    arguments: [
      ("", []), ("  ", []), ("all()", []),
      ("app == 'web'", ["app isIn web"]),
      ("app!=\"web\"", ["app isNotIn web"]),
      ("app in {'web', \"api\"} && has(tier)", ["app isIn web,api", "tier exists "]),
      ("role not in { 'db' } && !has(example.com/off) && all()", ["role isNotIn db", "example.com/off doesNotExist "]),
      ("role.kubernetes.io/x == ''", ["role.kubernetes.io/x isIn "]),
    ])
  func conditions(text: String, expected: [String]) {
    let found = CalicoSelector(text)?.conditions.map { "\($0.key) \($0.operator) \($0.values.joined(separator: ","))" }
    #expect(found == expected)
  }

  @Test(
    "that says more is not understood",
    arguments: [
      "app == 'web' || app == 'api'", "(app == 'web')", "app contains 'w'", "app starts with 'w'", "app == 'web", "app",
      "app == web", "app in {'a'", "app in 'a'", "has(app", "!app == 'web'", "== 'web'", "app == 'web' &&", "global()",
    ])
  func unknown(text: String) {
    #expect(CalicoSelector(text) == nil)
  }
}
