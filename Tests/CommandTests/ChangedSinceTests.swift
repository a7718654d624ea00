import Foundation
import TestData
import Testing

/// A repository with a history of changes, `Tests/Data/changes.json`. Every other change is left uncommitted when it is
/// looked at.
struct ChangeHistory {
  let start: [String: String]
  let changes: [[String: Any]]

  init() throws {
    let data = try TestData.object("changes.json")
    start = data["start"] as? [String: String] ?? [:]
    changes = data["changes"] as? [[String: Any]] ?? []
  }

  static func git(_ words: [String], in folder: URL) throws -> String {
    let run = try Tool.run(
      URL(fileURLWithPath: "/usr/bin/env"), ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"] + words,
      in: folder)
    #expect(run.status == 0, "git \(words): \(run.errors)")
    return run.output
  }

  static func commit(in folder: URL) throws {
    _ = try git(["add", "--all"], in: folder)
    _ = try git(["commit", "--quiet", "--allow-empty", "--message", "change"], in: folder)
  }

  static func make(_ change: [String: Any], in folder: URL) throws {
    for edit in change["edits"] as? [[String: String]] ?? [] {
      if let path = edit["in"], let old = edit["replace"], let new = edit["by"] {
        let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
        let place = try #require(text.range(of: old), "\(path): \(old)")
        try TestData.write(text.replacingCharacters(in: place, with: new), to: path, in: folder)
      } else if let path = edit["write"], let text = edit["text"] {
        try TestData.write(text, to: path, in: folder)
      } else if let path = edit["move"], let target = edit["to"] {
        let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
        try TestData.write(text, to: target, in: folder)
        try FileManager.default.removeItem(at: folder.appendingPathComponent(path))
      } else if let path = edit["remove"] {
        try FileManager.default.removeItem(at: folder.appendingPathComponent(path))
      }
    }
  }
}

@Suite("What is new since a revision")
struct ChangedSinceTests {
  /// The findings of a report that count, by fingerprint.
  private func findings(_ arguments: [String], in folder: URL) throws -> [String: [String: Any]] {
    let run = try Tool.run([".", "--format", "json"] + arguments, in: folder)
    #expect(run.status != 2, "\(run.errors)")
    let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let counting = (report?["findings"] as? [[String: Any]] ?? []).filter { $0["suppressed"] == nil }
    return Dictionary(
      counting.map { ($0["fingerprint"] as? String ?? "", $0) }, uniquingKeysWith: { first, _ in first })
  }

  @Test("is what a full run finds now and did not before, at a place of the change, for each of 30 changes")
  func history() throws {
    let history = try ChangeHistory()
    #expect(history.changes.count == 30)
    try TestData.withFolder { folder in
      for (path, text) in history.start { try TestData.write(text, to: path, in: folder) }
      _ = try ChangeHistory.git(["init", "--quiet"], in: folder)
      try ChangeHistory.commit(in: folder)
      var before = try findings([], in: folder)
      for (number, change) in history.changes.enumerated() {
        let name = change["change"] as? String ?? ""
        try ChangeHistory.make(change, in: folder)
        let isCommitted = number.isMultiple(of: 2)
        if isCommitted { try ChangeHistory.commit(in: folder) }
        let now = try findings([], in: folder)
        let new = try findings(["--changed-since", isCommitted ? "HEAD~1" : "HEAD"], in: folder)
        #expect(Set(new.keys) == Set(now.keys).subtracting(before.keys), "\(name)")
        if !isCommitted { try ChangeHistory.commit(in: folder) }
        let touched = Set(
          try ChangeHistory.git(["diff", "--name-only", "--no-renames", "HEAD~1"], in: folder)
            .split(separator: "\n").map(String.init))
        let shown = new.values.map { "\($0["rule"] ?? "") \($0["file"] ?? ""):\(line($0))" }.sorted()
        for finding in new.values { #expect(touched.contains(finding["file"] as? String ?? ""), "\(name)") }
        #expect(shown == change["new"] as? [String] ?? [], "\(name)")
        before = now
      }
    }
  }

  private func line(_ finding: [String: Any]) -> Int { (finding["start"] as? [String: Int])?["line"] ?? 0 }

  // MARK: One change

  private static let cluster = """
    apiVersion: eksctl.io/v1alpha5
    kind: ClusterConfig
    metadata: {name: prod, region: us-east-1}
    fargateProfiles:
      - name: web
        selectors: [{namespace: web}]
      - name: jobs
        selectors: [{namespace: jobs}]

    """
  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: web}
    spec: {containers: [{name: web, image: nginx}]}

    """

  private func inRepository<Result>(_ body: (URL) throws -> Result) throws -> Result {
    try TestData.withFolder { folder in
      try TestData.write(Self.cluster, to: "infra/cluster.yaml", in: folder)
      try TestData.write(Self.pod, to: "apps/web.yaml", in: folder)
      _ = try ChangeHistory.git(["init", "--quiet"], in: folder)
      try ChangeHistory.commit(in: folder)
      return try body(folder)
    }
  }

  @Test("a removed profile is reported where it was, with the pod that it leaves behind")
  func removal() throws {
    try inRepository { folder in
      let rest = Self.cluster.replacingOccurrences(
        of: "  - name: jobs\n    selectors: [{namespace: jobs}]\n", with: ""
      ).replacingOccurrences(of: "namespace: web", with: "namespace: other")
      try TestData.write(rest, to: "infra/cluster.yaml", in: folder)
      let found = try findings(["--changed-since", "HEAD", "--select", "pod-matches-no-profile"], in: folder)
      let finding = try #require(found.values.first)
      #expect(found.count == 1)
      #expect(finding["file"] as? String == "infra/cluster.yaml")
      #expect(line(finding) == 6)
      #expect(finding["baselineState"] as? String == "new")
      let related = finding["related"] as? [[String: Any]]
      #expect(related?.first?["file"] as? String == "apps/web.yaml")
    }
  }

  @Test("works from a folder of the repository, and leaves the repository as it was")
  func folder() throws {
    try inRepository { folder in
      try FileManager.default.removeItem(at: folder.appendingPathComponent("infra/cluster.yaml"))
      try TestData.write(
        Self.pod.replacingOccurrences(of: "spec: {", with: "spec: {hostPID: true, "), to: "apps/web.yaml", in: folder)
      let before = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
      let run = try Tool.run(
        ["../apps", "--changed-since", "HEAD", "--select", "no-host-pid", "--quiet"],
        in: folder.appendingPathComponent("apps"))
      #expect(run.status == 1)
      #expect(run.output.contains("web.yaml:4:8"))
      #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() == before)
    }
  }

  @Test("says where the revision cannot be judged, and ends with 2")
  func brokenRevision() throws {
    try inRepository { folder in
      try TestData.write("presets: current\n", to: ".fargate-lint.yaml", in: folder)
      try ChangeHistory.commit(in: folder)
      try TestData.write("preset: current\n", to: ".fargate-lint.yaml", in: folder)
      let run = try Tool.run(["--changed-since", "HEAD"], in: folder)
      #expect(run.status == 2)
      #expect(run.errors.contains(".fargate-lint.yaml:1:1: error: no such key `presets`"))
      #expect(run.errors.contains("`--changed-since HEAD`: that is how it was at the revision"))
    }
  }

  @Test("judges a file that is newer than the revision, a policy too, and counts what was known")
  func newer() throws {
    try inRepository { folder in
      let pod = Self.pod.replacingOccurrences(of: "spec: {", with: "spec: {hostPID: true, ")
      try TestData.write(pod, to: "apps/old.yaml", in: folder)
      try ChangeHistory.commit(in: folder)
      try TestData.write(
        pod.replacingOccurrences(of: "name: web,", with: "name: new,"), to: "apps/new.yaml", in: folder)
      let select = ["--select", "no-host-pid,owner-label"]
      let alone = try Tool.run(
        ["apps/new.yaml", "--changed-since", "HEAD", "--select", "no-host-pid", "--quiet"], in: folder)
      #expect(alone.output.contains("--> apps/new.yaml:4:8"))
      #expect(!alone.output.contains("old.yaml"))
      let policy = try String(
        contentsOf: TestData.package.appendingPathComponent("examples/policies/owner-label.yaml"), encoding: .utf8)
      try TestData.write(policy, to: "policies/owner.yaml", in: folder)
      let run = try Tool.run(
        ["--changed-since", "HEAD", "--policy", "policies", "--format", "json"] + select, in: folder)
      #expect(run.output.contains("\"baselined\":1"))
      #expect(try JSONSchema("docs/report.schema.json").violations(in: run.output) == [])
      let found = try findings(["--changed-since", "HEAD", "--policy", "policies"] + select, in: folder)
      #expect(
        found.values.contains {
          $0["rule"] as? String == "owner-label" && $0["file"] as? String == "policies/owner.yaml"
        })
    }
  }

  @Test(
    "ends with 2 where it cannot compare",
    arguments: [
      (["--changed-since", "nowhere"], "a shallow clone may lack it: `git fetch --unshallow`"),
      (["--changed-since", "HEAD", "/"], "takes paths of this repository alone"),
      (["--changed-since", "HEAD", "-"], "takes paths of this repository alone"),
    ])
  func errors(arguments: [String], says: String) throws {
    let run = try inRepository { try Tool.run(["check"] + arguments, in: $0) }
    #expect(run.status == 2)
    #expect(run.errors.contains(says), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test("ends with 2 outside of repositories")
  func outside() throws {
    let run = try TestData.withFolder { try Tool.run(["--changed-since", "HEAD"], in: $0) }
    #expect(run.status == 2)
    #expect(run.errors.contains("the working directory lies in none"))
  }
}
