import Foundation
import TestData
import Testing

@Suite("Where it runs")
struct WhereItRunsTests {
  private static let good =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: nginx}]}\n"
  private static let bad = good.replacing("{containers", with: "{hostPID: true, containers")
  private static let binaries = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  private static let binary = binaries.appendingPathComponent("fargate-lint").path

  /// Runs a command line with the tool on the PATH.
  private func shell(_ line: String, in folder: URL, _ variables: [String: String] = [:]) throws -> Tool {
    let path = WhereItRunsTests.binaries.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
    var environment = ["PATH": path, "FARGATE_LINT": WhereItRunsTests.binary, "GIT_CONFIG_GLOBAL": "/dev/null"]
    for name in ["AUTHOR", "COMMITTER"] {
      environment["GIT_\(name)_NAME"] = "test"
      environment["GIT_\(name)_EMAIL"] = "test@example.com"
    }
    return try Tool.run(
      URL(fileURLWithPath: "/bin/sh"), ["-c", line], in: folder, environment: environment.merging(variables) { $1 })
  }

  private func script(_ name: String) -> String { TestData.package.appendingPathComponent("scripts/\(name)").path }

  /// A file of YAML as the tool reads it.
  private func object(_ path: String) throws -> [[String: Any]] {
    let run = try Tool.run(["parse", path])
    #expect(run.status == 0, "\(run.errors)")
    return try run.output.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
  }

  @Test("as git's hook, a commit that brings in an error is refused, and one that does not is made")
  func hook() throws {
    try TestData.withFolder { folder in
      try TestData.write(WhereItRunsTests.bad, to: "old.yaml", in: folder)
      let begin =
        "git init -q . && git add . && git commit -q -m old && ln -s '\(script("pre-commit"))' .git/hooks/pre-commit"
      #expect(try shell(begin, in: folder).status == 0)
      try TestData.write(WhereItRunsTests.bad, to: "a folder/new.yaml", in: folder)
      let refused = try shell("git add . && git commit -q -m new", in: folder)
      #expect(refused.status != 0)
      let said = refused.output + refused.errors
      #expect(said.contains("a folder/new.yaml:4:8"), "\(said)")
      #expect(!said.contains("old.yaml"))
      try TestData.write(WhereItRunsTests.good, to: "a folder/new.yaml", in: folder)
      let made = try shell("git add . && git commit -q -m new", in: folder)
      #expect(made.status == 0, "\(made.output)\(made.errors)")
      try TestData.write("text\n", to: "notes.txt", in: folder)
      #expect(try shell("git add . && git commit -q -m notes", in: folder).status == 0)
    }
  }

  @Test("for pre-commit, the hook takes the names of files, and its entry is there to run")
  func preCommit() throws {
    try TestData.withFolder { folder in
      try TestData.write(WhereItRunsTests.bad, to: "one.yaml", in: folder)
      try TestData.write(WhereItRunsTests.bad, to: "two.yaml", in: folder)
      let hooks = try String(
        contentsOf: TestData.package.appendingPathComponent(".pre-commit-hooks.yaml"), encoding: .utf8)
      #expect(hooks.contains("entry: scripts/pre-commit\n"))
      let run = try shell("git init -q . && '\(script("pre-commit"))' --fail-on error two.yaml", in: folder)
      #expect(run.status == 1)
      #expect(run.output.contains("two.yaml:4:8") && !run.output.contains("one.yaml"))
    }
  }

  @Test(
    "the GitHub action shows what it found, adds it to the job's summary, and ends as the check does",
    arguments: [("error", "good", "0"), ("error", "bad", "1"), ("never", "bad", "0"), ("error", "missing", "2")])
  func action(failOn: String, paths: String, code: String) throws {
    let action = try object("action.yml")[0]
    let steps = (action["runs"] as? [String: Any])?["steps"] as? [[String: Any]]
    let step = try #require(steps?.first?["run"] as? String)
    try TestData.withFolder { folder in
      try TestData.write(WhereItRunsTests.good, to: "good/web.yaml", in: folder)
      try TestData.write(WhereItRunsTests.bad, to: "bad/web.yaml", in: folder)
      try TestData.write("what stood there\n", to: "summary", in: folder)
      let run = try shell(
        step, in: folder,
        [
          "GITHUB_ACTION_PATH": TestData.package.path, "GITHUB_OUTPUT": "outputs", "GITHUB_STEP_SUMMARY": "summary",
          "INPUT_PATHS": paths, "INPUT_FAIL_ON": failOn, "INPUT_SARIF": "out.sarif", "INPUT_ARGUMENTS": "--quiet",
        ])
      #expect(String(run.status) == code, "\(run.errors)")
      #expect(run.output.contains("::error file=bad/web.yaml,line=4,") == (paths == "bad"), "\(run.output)")
      let summary = try String(contentsOf: folder.appendingPathComponent("summary"), encoding: .utf8)
      #expect(summary.hasPrefix("what stood there\n"))
      #expect(summary.contains("no-host-pid") == (paths == "bad"), "\(summary)")
      let outputs = try String(contentsOf: folder.appendingPathComponent("outputs"), encoding: .utf8)
      #expect(outputs == "exit-code=\(code)\n" + (code == "2" ? "" : "sarif=out.sarif\n"))
    }
  }

  @Test("GitLab's template writes the reports that it names")
  func gitLab() throws {
    let job = try #require(try object("docs/ci/gitlab.yml")[0]["fargate-lint"] as? [String: Any])
    let script = try #require(job["script"] as? [String]).joined(separator: "\n")
    try TestData.withFolder { folder in
      try TestData.write(WhereItRunsTests.bad, to: "web.yaml", in: folder)
      let run = try shell(script, in: folder, ["FARGATE_LINT_PATHS": "."])
      #expect(run.status == 1, "\(run.errors)")
      let artifacts = try #require(job["artifacts"] as? [String: Any])
      let reports = try #require(artifacts["reports"] as? [String: String])
      for file in reports.values {
        #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(file).path), "\(file)")
      }
      let quality = try Data(contentsOf: folder.appendingPathComponent(#require(reports["codequality"])))
      let issues = try JSONSerialization.jsonObject(with: quality) as? [[String: Any]]
      #expect(issues?.contains { $0["check_name"] as? String == "no-host-pid" } ?? false)
    }
  }

  @Test("the Indexed Job's pods and the Job that merges make the report of a single run")
  func indexedJob() throws {
    let jobs = try object("docs/ci/kubernetes-shards.yaml")
    func command(_ job: [String: Any]) throws -> [String] {
      let template = (job["spec"] as? [String: Any])?["template"] as? [String: Any]
      let containers = (template?["spec"] as? [String: Any])?["containers"] as? [[String: Any]]
      return try #require(containers?.first?["command"] as? [String])
    }
    let count = try #require((jobs[0]["spec"] as? [String: Any])?["completions"] as? Int)
    try TestData.withFolder { folder in
      for number in 0..<20 {
        try TestData.write(WhereItRunsTests.bad, to: "manifests/\(number).yaml", in: folder)
      }
      for index in 0..<count {
        let words = try command(jobs[0])
        let run = try shell(words[2], in: folder, ["JOB_COMPLETION_INDEX": String(index)])
        #expect(run.status == 0, "\(run.errors)")
      }
      _ = try shell(command(jobs[1])[2], in: folder)
      let merged = try String(contentsOf: folder.appendingPathComponent("fargate-lint.xml"), encoding: .utf8)
      #expect(try merged == Tool.run(["manifests", "--format", "junit"], in: folder).output)
      // They are meant to run on Fargate themselves.
      let own = try Tool.run(["docs/ci/kubernetes-shards.yaml", "--fail-on", "warning"])
      #expect(own.status == 0, "\(own.output)")
    }
  }

  @Test("the workflow of shards gives every number once and merges them")
  func workflow() throws {
    let jobs = try #require(try object("docs/ci/github-shards.yml")[0]["jobs"] as? [String: [String: Any]])
    func lines(_ job: String) -> [String] {
      (jobs[job]?["steps"] as? [[String: Any]] ?? []).compactMap { $0["run"] as? String }
    }
    let strategy = (jobs["shard"]?["strategy"] as? [String: Any])?["matrix"] as? [String: [Int]]
    let numbers = try #require(strategy?["shard"])
    try TestData.withFolder { folder in
      for number in 0..<9 { try TestData.write(WhereItRunsTests.bad, to: "\(number).yaml", in: folder) }
      let whole = try Tool.run([".", "--format", "sarif"], in: folder).output
      for number in numbers {
        for line in lines("shard") {
          let run = try shell(line.replacing("${{ matrix.shard }}", with: String(number)), in: folder)
          #expect(run.status == 0, "\(run.errors)")
        }
      }
      for line in lines("merge") { #expect(try shell(line, in: folder).status == 1) }
      #expect(try String(contentsOf: folder.appendingPathComponent("fargate-lint.sarif"), encoding: .utf8) == whole)
    }
  }

  @Test("shards side by side on one machine say what a single run says")
  func parallel() throws {
    let script = TestData.package.appendingPathComponent("docs/ci/parallel.sh").path
    let run = try shell("'\(script)' 3 examples", in: TestData.package)
    #expect(run.status == 1, "\(run.errors)")
    #expect(try run.output == Tool.run(["examples"]).output)
  }

  @Test("a release holds the tool, its manual page and completions, and a package that needs no headers")
  func release() throws {
    try TestData.withFolder { folder in
      let run = try shell("'\(script("release"))' . '\(WhereItRunsTests.binary)'", in: folder)
      #expect(run.status == 0, "\(run.errors)")
      let list = try shell("tar tzf fargate-lint-*.tar.gz && sha256sum --check SHA256SUMS", in: folder)
      #expect(list.status == 0, "\(list.errors)")
      for name in [
        "bin/fargate-lint", "share/man/man1/fargate-lint.1", "completions/fargate-lint", "_fargate-lint", ".fish",
      ] {
        #expect(list.output.contains(name + "\n"), "\(name)")
      }
      try TestData.write(WhereItRunsTests.bad, to: "clusters/bad/web.yaml", in: folder)
      try TestData.write(
        """
        // swift-tools-version: 6.0
        import PackageDescription
        let package = Package(name: "clusters", dependencies: [.package(name: "fargate-lint", path: "../package")])

        """, to: "clusters/Package.swift", in: folder)
      let lint = try shell("swift package lint-fargate bad", in: folder.appendingPathComponent("clusters"))
      #expect(lint.status == 1)
      #expect(lint.output.contains("bad/web.yaml:4:8"), "\(lint.output)\(lint.errors)")
    }
  }

  @Test(
    "a build without the headers of a library says which package to install",
    arguments: [("Sources/CYAML/shim.h", "c", "libyaml-dev"), ("Sources/CRE2/cre2.cpp", "c++", "libre2-dev")])
  func headers(file: String, language: String, package: String) throws {
    // No folder of the system is looked into, so that nothing is there.
    let run = try shell(
      "clang -x \(language) -fsyntax-only -nostdinc -ISources/CRE2/include \(file)", in: TestData.package)
    #expect(run.status != 0)
    #expect(run.errors.contains(package), "\(run.errors)")
  }
}
