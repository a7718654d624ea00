import Foundation
import TestData
import Testing

@Suite("Runs that are kept")
struct CacheTests {
  /// A repository with what a run may read: manifests, a kustomization and a file that it makes a ConfigMap of,
  /// configurations, a policy, a baseline, and what git ignores.
  private static let files = [
    "apps/web.yaml": pod("web", "hostPID: true, "),
    "apps/ignored.yaml": pod("ignored", "hostIPC: true, "),
    "base/kustomization.yaml": """
    resources: [pod.yaml]
    namespace: web
    configMapGenerator: [{name: settings, envs: [settings.properties]}]
    """,
    "base/pod.yaml": pod("made", "hostIPC: true, "),
    "base/settings.properties": "a=1\n",
    "cluster.yaml": """
    apiVersion: eksctl.io/v1alpha5
    kind: ClusterConfig
    metadata: {name: dev, region: eu-west-1}
    fargateProfiles: [{name: web, selectors: [{namespace: web}]}]
    """,
    "rules/mine.yaml": policy("names-are-short"),
    ".fargate-lint.yaml": "rules: {no-host-ipc: {severity: warning}}\n",
    ".gitignore": "ignored.yaml\n",
  ]

  private static func pod(_ name: String, _ spec: String) -> String {
    "apiVersion: v1\nkind: Pod\nmetadata: {name: \(name)}\nspec: {\(spec)containers: [{name: a, image: a}]}\n"
  }

  private static func policy(_ name: String) -> String {
    """
    apiVersion: fargate-lint.dev/v1
    kind: Policy
    metadata: {name: \(name)}
    spec:
      title: Names are short
      category: policy
      severity: warning
      match: {subject: object}
      validations: [{expression: "size(object.metadata.name) < 4", message: "{{object.metadata.name}} is long"}]
    """
  }

  private static func withRepository(_ body: (URL) throws -> Void) throws {
    try TestData.withFolder { folder in
      let repository = folder.appendingPathComponent("repository")
      for (path, text) in files { try TestData.write(text, to: path, in: repository) }
      _ = try Tool.run(URL(fileURLWithPath: "/usr/bin/env"), ["git", "init", "--quiet"], in: repository)
      try body(repository)
    }
  }

  private static let call = [
    "check", ".", "--policy", "rules", "--format", "json", "--report", "sarif=../out.sarif", "--fail-on", "warning",
  ]

  /// The files of the cache beside a repository, by name, with what tells a file that was replaced.
  private static func kept(_ repository: URL) throws -> [String: Int] {
    let folder = repository.deletingLastPathComponent().appendingPathComponent("kept")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return Dictionary(
      uniqueKeysWithValues: try names.map { name in
        let file = try FileManager.default.attributesOfItem(atPath: folder.appendingPathComponent(name).path)
        return (name, file[.systemFileNumber] as? Int ?? 0)
      })
  }

  private static func check(_ repository: URL, _ further: [String] = ["--cache", "../kept"]) throws -> Tool {
    try Tool.run(call + further, in: repository)
  }

  /// Runs until the run is kept: files that were written a moment ago prove nothing.
  @discardableResult
  private static func warm(_ repository: URL) throws -> Tool {
    for _ in 0..<200 {
      let before = try kept(repository)
      let run = try check(repository)
      if !before.isEmpty, try kept(repository) == before { return run }
    }
    Issue.record("no run was kept")
    return try check(repository)
  }

  @Test("are said again byte for byte, with their reports and their exit code")
  func again() throws {
    try Self.withRepository { repository in
      let cold = try Self.check(repository, ["--no-cache"])
      let report = repository.deletingLastPathComponent().appendingPathComponent("out.sarif")
      let written = try String(contentsOf: report, encoding: .utf8)
      #expect(cold.status == 1)
      try Self.warm(repository)
      try FileManager.default.removeItem(at: report)
      let before = try Self.kept(repository)
      let warm = try Self.check(repository)
      #expect(warm.output == cold.output)
      #expect(warm.errors == cold.errors)
      #expect(warm.status == cold.status)
      #expect(try String(contentsOf: report, encoding: .utf8) == written)
      #expect(try Self.kept(repository) == before)
    }
  }

  @Test(
    "are judged anew where anything has changed that they were told",
    arguments: [
      "a manifest", "a manifest, its times and size as before", "a new manifest", "a manifest that is gone",
      "a folder's name", "a file that a kustomization reads", "a configuration", "a new configuration in a folder",
      "a policy", "a new policy", "what git ignores", "what git tracks", "a list of ignored files in a folder",
      "where a link leads",
    ])
  func changes(what: String) throws {
    try Self.withRepository { repository in
      let manager = FileManager.default
      func path(_ name: String) -> String { repository.appendingPathComponent(name).path }
      try manager.createSymbolicLink(atPath: path("apps/link.yaml"), withDestinationPath: "web.yaml")
      try Self.warm(repository)
      switch what {
      case "a manifest": try TestData.write(Self.pod("web", ""), to: "apps/web.yaml", in: repository)
      case "a manifest, its times and size as before":
        let before = try manager.attributesOfItem(atPath: path("apps/web.yaml"))
        let text = Self.files["apps/web.yaml"]?.replacingOccurrences(of: "hostPID", with: "hostIPC") ?? ""
        let handle = try #require(FileHandle(forWritingAtPath: path("apps/web.yaml")))
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
        let times = before.filter { $0.key == .modificationDate }
        try manager.setAttributes(times, ofItemAtPath: path("apps/web.yaml"))
      case "a new manifest": try TestData.write(Self.pod("new", "hostPID: true, "), to: "apps/new.yaml", in: repository)
      case "a manifest that is gone": try manager.removeItem(atPath: path("apps/web.yaml"))
      case "a folder's name": try manager.moveItem(atPath: path("apps"), toPath: path("services"))
      case "a file that a kustomization reads":
        try TestData.write("a=2\nb=3\n", to: "base/settings.properties", in: repository)
      case "a configuration":
        try TestData.write("rules: {no-host-ipc: {severity: error}}\n", to: ".fargate-lint.yaml", in: repository)
      case "a new configuration in a folder":
        try TestData.write("rules: {no-host-pid: {severity: note}}\n", to: "apps/.fargate-lint.yaml", in: repository)
      case "a policy": try TestData.write(Self.policy("names-are-brief"), to: "rules/mine.yaml", in: repository)
      case "a new policy": try TestData.write(Self.policy("names-are-brief"), to: "rules/other.yaml", in: repository)
      case "what git ignores": try TestData.write("web.yaml\n", to: ".gitignore", in: repository)
      case "what git tracks":
        let git = ["git", "add", "--force", "apps/ignored.yaml"]
        _ = try Tool.run(URL(fileURLWithPath: "/usr/bin/env"), git, in: repository)
      case "a list of ignored files in a folder":
        try TestData.write("web.yaml\n", to: "apps/.gitignore", in: repository)
      default:
        try manager.removeItem(atPath: path("apps/link.yaml"))
        try manager.createSymbolicLink(atPath: path("apps/link.yaml"), withDestinationPath: "ignored.yaml")
      }
      let warm = try Self.check(repository)
      let cold = try Self.check(repository, ["--no-cache"])
      #expect(warm.output == cold.output)
      #expect(warm.status == cold.status)
    }
  }

  @Test("are judged anew where a list of ignored files comes up above the folders that were read")
  func listAbove() throws {
    try Self.withRepository { repository in
      try FileManager.default.removeItem(at: repository.appendingPathComponent(".gitignore"))
      func check(_ further: [String]) throws -> String {
        try Tool.run(["check", "apps", "--format", "json"] + further, in: repository).output
      }
      var before = [String: Int]()
      for _ in 0..<200 {
        before = try Self.kept(repository)
        _ = try check(["--cache", "../kept"])
        if !before.isEmpty, try Self.kept(repository) == before { break }
      }
      #expect(try Self.kept(repository) == before)
      #expect(!before.isEmpty)
      try TestData.write("ignored.yaml\n", to: ".gitignore", in: repository)
      let cold = try check(["--no-cache"])
      #expect(!cold.contains("ignored"))
      #expect(try check(["--cache", "../kept"]) == cold)
    }
  }

  @Test("of another clone are said again there")
  func clone() throws {
    try Self.withRepository { repository in
      let first = try Self.warm(repository)
      let home = repository.deletingLastPathComponent()
      let other = home.appendingPathComponent("elsewhere").appendingPathComponent("repository")
      try FileManager.default.createDirectory(
        at: other.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: repository, to: other)
      let before = try Self.kept(repository).count
      let cache = home.appendingPathComponent("kept").path
      #expect(try Self.check(other, ["--cache", cache]).output == first.output)
      // The call has another word for the cache, and so is another one.
      #expect(try Self.kept(repository).count >= before)
      #expect(try Self.check(other, ["--no-cache"]).output == first.output)
    }
  }

  @Test("that are damaged are as if they were not there", arguments: ["cut", "changed", "empty"])
  func damage(how: String) throws {
    try Self.withRepository { repository in
      let good = try Self.warm(repository)
      let folder = repository.deletingLastPathComponent().appendingPathComponent("kept")
      for name in try Self.kept(repository).keys {
        let file = folder.appendingPathComponent(name)
        var bytes = [UInt8](try Data(contentsOf: file))
        switch how {
        case "cut": bytes.removeLast(bytes.count / 3)
        case "changed": bytes[bytes.count / 2] ^= 1
        default: bytes = []
        }
        try Data(bytes).write(to: file)
      }
      let again = try Self.check(repository)
      #expect(again.output == good.output)
      #expect(again.status == good.status)
    }
  }

  @Test("may be kept by many at once")
  func together() async throws {
    try await TestData.withFolderAwaiting { folder in
      let repository = folder.appendingPathComponent("repository")
      for (path, text) in Self.files { try TestData.write(text, to: path, in: repository) }
      let cold = try Self.check(repository, ["--no-cache"]).output
      let outputs = try await withThrowingTaskGroup(of: String.self) { tasks in
        for _ in 0..<6 { tasks.addTask { try Self.check(repository).output } }
        return try await tasks.reduce(into: []) { $0.append($1) }
      }
      #expect(outputs.allSatisfy { $0 == cold })
      #expect(try Self.kept(repository).keys.allSatisfy { !$0.hasSuffix(".tmp") })
    }
  }

  @Test(
    "are none where a call asks for more than files, or fails",
    arguments: [
      ["--no-cache"], ["--statistics", "--cache", "../kept"], ["--select", "no-such-rule", "--cache", "../kept"],
      ["-", "--cache", "../kept"],
    ])
  func unkept(further: [String]) throws {
    try Self.withRepository { repository in
      _ = try Self.check(repository, further)
      #expect(try Self.kept(repository).isEmpty)
    }
  }
}
