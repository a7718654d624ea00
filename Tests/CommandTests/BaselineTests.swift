import Foundation
import TestData
import Testing

@Suite("A baseline")
struct BaselineTests {
  private static func pod(_ name: String, _ spec: String) -> String {
    "apiVersion: v1\nkind: Pod\nmetadata: {name: \(name)}\nspec: {\(spec)containers: [{name: a, image: a}]}\n"
  }

  private static let select = ["--select", "no-host-pid,no-host-ipc"]

  private func json(_ arguments: [String], in folder: URL) throws -> [String: Any] {
    let run = try Tool.run(["."] + arguments + Self.select + ["--format", "json"], in: folder)
    #expect(run.status < 2, "\(run.errors)")
    #expect(try JSONSchema("docs/report.schema.json").violations(in: run.output) == [])
    return try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any] ?? [:]
  }

  private func summary(_ report: [String: Any], _ key: String) -> Int? { (report["summary"] as? [String: Int])?[key] }

  /// Two pods with one fault each, and what `baseline` says of them.
  private func withBaseline(_ body: (URL) throws -> Void) throws {
    try TestData.withFolder { folder in
      try TestData.write(Self.pod("web", "hostPID: true, "), to: "apps/web.yaml", in: folder)
      try TestData.write(Self.pod("log", "hostPID: true, "), to: "apps/log.yaml", in: folder)
      let run = try Tool.run(["baseline", ".", "--output", "known.json"] + Self.select, in: folder)
      #expect(run.status == 0, "\(run.errors)")
      try body(folder)
    }
  }

  @Test("is passed over: what it holds is counted and does not fail the gate")
  func known() throws {
    try withBaseline { folder in
      #expect(try Tool.run(["."] + Self.select, in: folder).status == 1)
      #expect(try Tool.run([".", "--baseline", "known.json"] + Self.select, in: folder).status == 0)
      let report = try json(["--baseline", "known.json"], in: folder)
      #expect(summary(report, "baselined") == 2)
      #expect(summary(report, "errors") == 0)
      let findings = report["findings"] as? [[String: Any]] ?? []
      #expect(findings.map { $0["baselineState"] as? String } == ["unchanged", "unchanged"])
      #expect(findings.allSatisfy { ($0["suppressed"] as? [String: String])?["kind"] == "external" })
      try TestData.write(Self.pod("web", "hostPID: true, hostIPC: true, "), to: "apps/web.yaml", in: folder)
      let later = try json(["--baseline", "known.json"], in: folder)
      #expect(summary(later, "baselined") == 2)
      #expect(summary(later, "errors") == 1)
      #expect(try Tool.run([".", "--baseline", "known.json"] + Self.select, in: folder).status == 1)
    }
  }

  @Test("knows findings again after lines moved and files were renamed")
  func moved() throws {
    try withBaseline { folder in
      try FileManager.default.removeItem(at: folder.appendingPathComponent("apps"))
      try TestData.write("# above\n\n" + Self.pod("web", "hostPID: true, "), to: "new/a.yaml", in: folder)
      try TestData.write(Self.pod("log", "hostPID:   true, "), to: "new/b.yaml", in: folder)
      #expect(try summary(json(["--baseline", "known.json"], in: folder), "baselined") == 2)
    }
  }

  @Test("says of what is gone, at the entry's line, where all was read that it speaks of")
  func gone() throws {
    try withBaseline { folder in
      try TestData.write(Self.pod("log", ""), to: "apps/log.yaml", in: folder)
      func gone(_ arguments: [String]) throws -> [String] {
        let run = try Tool.run(arguments + ["--baseline", "known.json", "--format", "json"], in: folder)
        let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        return (report?["notices"] as? [[String: Any]] ?? []).filter { $0["kind"] as? String == "baseline-outdated" }
          .map { "\($0["file"] ?? ""):\($0["line"] ?? "") \($0["rule"] ?? "")" }
      }
      #expect(try gone(["."]) == ["known.json:2 no-host-pid"])
      #expect(try gone(["apps/log.yaml"]) == ["known.json:2 no-host-pid"])
      #expect(try gone(["apps/web.yaml"]) == [])
      #expect(try gone([".", "--select", "no-host-ipc"]) == [])
      #expect(try gone([".", "--exclude", "log.yaml"]) == [])
    }
  }

  @Test("is one line a finding, by file, rule and fingerprint, and the same whatever the threads")
  func format() throws {
    try withBaseline { folder in
      let text = try String(contentsOf: folder.appendingPathComponent("known.json"), encoding: .utf8)
      let lines = text.split(separator: "\n").map(String.init)
      #expect(lines.first == "{\"version\":1,\"findings\":[")
      #expect(lines.count == 4)
      #expect(lines[1].hasPrefix("{\"file\":\"apps/log.yaml\",\"rule\":\"no-host-pid\",\"resource\":\"Pod log\","))
      #expect(lines[2].hasPrefix("{\"file\":\"apps/web.yaml\""))
      let again = try Tool.run(["baseline", ".", "--jobs", "7"] + Self.select, in: folder)
      #expect(again.output == text)
    }
  }

  @Test("may be a JSON report, whose suppressed findings are not in it")
  func report() throws {
    try withBaseline { folder in
      let suppressed = Self.pod("log", "hostPID: true, ").replacingOccurrences(
        of: "spec", with: "# fargate-lint:disable=no-host-pid -- a\nspec")
      try TestData.write(suppressed, to: "apps/log.yaml", in: folder)
      _ = try Tool.run([".", "--format", "json", "--output", "report.json"] + Self.select, in: folder)
      try TestData.write(Self.pod("log", "hostPID: true, "), to: "apps/log.yaml", in: folder)
      let report = try json(["--baseline", "report.json"], in: folder)
      #expect(summary(report, "baselined") == 1)
      #expect(summary(report, "errors") == 1)
    }
  }

  @Test(
    "that cannot be read ends the run with 2, and says where",
    arguments: [
      ("{\"version\":2,\"findings\":[]}", "b.json:1:12: error: no version of baselines"),
      ("{\"version\":1}", "b.json:1:1: error: `findings` is missing"),
      ("{\"version\":1,\"findings\":[{}]}", "`fingerprint` is missing"), ("[]", "no baseline"), ("{", "b.json:"),
    ])
  func broken(text: String, says: String) throws {
    let run = try TestData.withFolder { folder in
      try TestData.write(text, to: "b.json", in: folder)
      return try Tool.run([".", "--baseline", "b.json"], in: folder)
    }
    #expect(run.status == 2)
    #expect(run.errors.contains(says), "\(run.errors)")
    #expect(run.output.isEmpty)
  }
}
