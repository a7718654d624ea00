import Foundation
import TestData
import Testing

@Suite("The configuration of a call")
struct ConfigurationCommandTests {
  private let pod =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {hostPID: true, containers: [{name: web, image: nginx}]}\n"

  private func run(_ arguments: [String], _ files: [String: String]) throws -> Tool {
    try TestData.withFolder { folder in
      for (path, text) in files { try TestData.write(text, to: path, in: folder) }
      return try Tool.run(arguments, in: folder)
    }
  }

  @Test(
    "ends with the exit code that scripts rely on",
    arguments: [
      (["."], 0), (["a.yaml"], 0), ([".", "--config", "strict.yaml"], 1), ([".", "--config", "broken.txt"], 2),
      ([".", "--config", "nothing.yaml"], 2), ([".", "--select", "no-host-pid"], 1), (["--show-config", "a.yaml"], 0),
      (["--show-config", "nothing"], 2), ([".", "--profiles", "nothing"], 2), ([".", "--context", "nothing"], 2),
      ([".", "--context", "."], 0), ([".", "--profiles", "a.yaml"], 2), (["rules"], 0),
      (["rules", "--config", "broken.txt"], 2),
      (["explain", "no-gpu", "--config", "broken.txt"], 2),
    ] as [([String], Int32)])
  func status(arguments: [String], status: Int32) throws {
    let run = try run(
      arguments,
      [
        ".fargate-lint.yaml": "rules: {no-host-pid: {enabled: false}}\n", "strict.yaml": "preset: current\n",
        "broken.txt": "rules: [\n", "a.yaml": pod,
      ])
    #expect(run.status == status, "\(run.errors)")
  }

  @Test("errors show the line")
  func errors() throws {
    let run = try run(["."], [".fargate-lint.yaml": "rules:\n  no-gpus: {}\n", "a.yaml": pod])
    #expect(
      run.errors == """
        .fargate-lint.yaml:2:3: error: no rule or category `no-gpus`; did you mean `no-gpu`?
            no-gpus: {}
            ^
        fargate-lint: error: the configuration has an error; nothing was checked

        """)
  }

  @Test("policies of its own are loaded, relative to it")
  func policies() throws {
    let policy = try String(
      contentsOf: TestData.package.appendingPathComponent("examples/policies/owner-label.yaml"), encoding: .utf8)
    let files = [
      "in/.fargate-lint.yaml": "policies: [../p]\nrules: {owner-label: {severity: error}}\n", "p/owner.yaml": policy,
      "in/a.yaml": pod,
    ]
    #expect(try run(["in"], files).output.contains("error[owner-label]"))
  }

  @Test("an excluded finding stays in the JSON report, with its reason")
  func excluded() throws {
    let files = [
      ".fargate-lint.yaml": "exclude: [{rules: [no-host-pid], paths: [a.yaml], reason: vendored}]\n", "a.yaml": pod,
    ]
    let run = try run([".", "--format", "json"], files)
    #expect(run.status == 0)
    #expect(run.output.contains("\"suppressed\":{\"kind\":\"external\",\"justification\":\"vendored\"}"))
    #expect(run.output.contains("\"suppressed\":1"))
  }

  @Test("an exclusion is not called unused where not all is read that it speaks of")
  func partial() throws {
    let files = [".fargate-lint.yaml": "exclude: [{rules: [no-gpu], reason: a}]\n", "a.yaml": pod]
    #expect(try !run(["a.yaml"], files).output.contains("unused-suppression"))
    #expect(try run(["."], files).output.contains("unused-suppression"))
  }

  @Test("says of each value which file and line it comes from")
  func shown() throws {
    let files = [
      ".fargate-lint.yaml": "rules:\n  no-gpu: {severity: warning}\n  no-host-pid: {enabled: false}\nvars: {A: b}\n",
      "b/.fargate-lint.yaml": "rules: {no-gpu: {severity: note}}\n", "b/a.yaml": pod,
    ]
    let lines = try run(["--show-config", "b/a.yaml"], files).output.split(separator: "\n").map(String.init)
    #expect(lines.first == "preset: current  # default")
    let gpu = try #require(lines.firstIndex(of: "  no-gpu:"))
    #expect(
      lines[(gpu + 1)...].prefix(2) == ["    enabled: true  # default", "    severity: note  # b/.fargate-lint.yaml:1"])
    let pid = try #require(lines.firstIndex(of: "  no-host-pid:"))
    #expect(lines[pid + 1] == "    enabled: false  # .fargate-lint.yaml:3")
    #expect(lines.last == "  A: b  # .fargate-lint.yaml:4")
  }
}
