import Linting
import Testing

@Suite("A report")
struct ReportTests {
  private static func pod(_ name: String, _ rest: String) -> String {
    "apiVersion: v1\nkind: Pod\nmetadata: {name: \(name)}\nspec:\n  containers: [{name: web, image: nginx}]\n  \(rest)\n"
  }

  @Test("keeps a finding's fingerprint when lines above it move, and tells equal ones apart")
  func fingerprint() throws {
    let text = ReportTests.pod("web", "hostPID: true")
    let once = try lint([("web.yaml", text)])
    let moved = try lint([("web.yaml", "# a comment\n" + text)])
    let twice = try lint([("web.yaml", text + "---\n" + text)])
    #expect(once.findings.map(\.fingerprint) == moved.findings.map(\.fingerprint))
    #expect(Set(twice.findings.map(\.fingerprint)).count == 2)
  }

  @Test("says what rests on a value that is substituted later")
  func unknown() throws {
    let report = try lint([("web.yaml", ReportTests.pod("web", "hostPID: ${HOST_PID}"))])
    #expect(report.findings.isEmpty)
    #expect(
      report.notices.map { "\($0.kind.rawValue) \($0.rule ?? "") \($0.line ?? 0)" } == ["value-unknown no-host-pid 6"])
  }

  @Test("goes on behind a broken document")
  func broken() throws {
    let text = "a: [\n---\n" + ReportTests.pod("web", "hostPID: true")
    #expect(try lint([("web.yaml", text)]).findings.map(\.rule) == ["yaml-syntax", "no-host-pid"])
  }

  @Test("runs only the rules that are selected, and refuses names that do not exist")
  func select() throws {
    let text = ReportTests.pod("web", "hostPID: true\n  hostIPC: true")
    #expect(try lint([("web.yaml", text)], select: ["no-host-ipc"]).findings.map(\.rule) == ["no-host-ipc"])
    #expect(throws: RuleSet.UnknownName.self) { try lint([("web.yaml", text)], select: ["no-host-ipcs"]) }
  }
}
