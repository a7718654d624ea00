import Foundation
import TestData
import Testing

@Suite("An audit against a revision")
struct AuditDiffTests {
  private static let cluster = """
    apiVersion: eksctl.io/v1alpha5
    kind: ClusterConfig
    metadata: {name: prod, region: us-east-1}
    managedNodeGroups: [{name: rest}]
    fargateProfiles: [{name: web, selectors: [{namespace: web}]}]

    """

  private static func deployment(_ name: String, _ namespace: String, cpu: String, spec: String = "") -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name), namespace: \(namespace)}
    spec:
      replicas: 2
      selector: {matchLabels: {app: a}}
      template:
        metadata: {labels: {app: a}}
        spec: {\(spec)containers: [{name: a, image: a, resources: {requests: {cpu: \(cpu), memory: 256Mi}}}]}

    """
  }

  private static func git(_ words: [String], in folder: URL) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"] + words
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "git \(words)")
  }

  /// A repository with a commit, and another state in its work tree.
  private static func inRepository<Result>(_ body: (URL) throws -> Result) throws -> Result {
    try TestData.withFolder { folder in
      func write(_ files: [String: String]) throws {
        for (path, text) in files { try TestData.write(text, to: path, in: folder) }
      }
      try write([
        "cluster.yaml": cluster, "apps/a.yaml": deployment("a", "web", cpu: "250m"),
        "apps/b.yaml": deployment("b", "web", cpu: "250m"), "apps/c.yaml": deployment("c", "web", cpu: "250m"),
        "apps/same.yaml": deployment("same", "web", cpu: "250m"),
      ])
      try git(["init", "--quiet"], in: folder)
      try git(["add", "."], in: folder)
      try git(["commit", "--quiet", "--message", "first"], in: folder)
      try write([
        "apps/a.yaml": deployment("a", "web", cpu: "300m"), "apps/b.yaml": deployment("b", "jobs", cpu: "250m"),
        "apps/d.yaml": deployment("d", "web", cpu: "250m", spec: "hostPID: true, "),
        "apps/same.yaml": "# moved down\n" + deployment("same", "web", cpu: "250m"),
        "new/e.yaml": deployment("e", "web", cpu: "250m"),
      ])
      try FileManager.default.removeItem(at: folder.appending(path: "apps/c.yaml"))
      return try body(folder)
    }
  }

  @Test("says what lands, is sized, priced and blocked otherwise, and what is new and gone")
  func text() throws {
    let run = try Self.inRepository { try Tool.run(["audit", ".", "--diff", "HEAD"], in: $0) }
    #expect(run.status == 0, "\(run.errors)")
    let changes = run.output.components(separatedBy: "\n\n").last
    #expect(
      changes == """
        apps/b.yaml:1: jobs Deployment/b
          namespace web → jobs
          lands fargate (web) → ec2
        apps/a.yaml:1: web Deployment/a
          size 0.25 vCPU 0.5 GiB → 0.5 vCPU 1 GiB
          price $18.02 → $36.04
        apps/c.yaml:1: web Deployment/c
          gone: was fargate (web), 0.25 vCPU 0.5 GiB, $18.02 a month
        apps/d.yaml:1: web Deployment/d
          new: fargate (web), 0.25 vCPU 0.5 GiB, $18.02 a month, 1 blocker
        new/e.yaml:1: web Deployment/e
          new: fargate (web), 0.25 vCPU 0.5 GiB, $18.02 a month

        """)
  }

  @Test("leaves the repository as it was, and reads a folder that is newer than the revision as empty")
  func newFolder() throws {
    try Self.inRepository { folder in
      let before = try FileManager.default.subpathsOfDirectory(atPath: folder.path()).sorted()
      let run = try Tool.run(["audit", ".", "--diff", "HEAD", "--format", "json"], in: folder.appending(path: "new"))
      #expect(run.status == 0, "\(run.errors)")
      let report = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      #expect((report["before"] as? [String: Any])?["workloads"] as? Int == 0)
      #expect((report["after"] as? [String: Any])?["workloads"] as? Int == 1)
      #expect((report["changes"] as? [[String: Any]])?.count == 1)
      #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path()).sorted() == before)
    }
  }

  @Test(
    "ends with 2 where it cannot compare",
    arguments: [
      (["--diff", "nowhere"], "git knows no revision `nowhere` here"),
      (["--diff", "--output=x"], "git knows no revision `--output=x` here"),
      (["--diff", "HEAD", "/"], "takes paths of this repository alone"),
      (["--diff", "HEAD", "--format", "html"], "`--format` is one of text, json, markdown"),
    ])
  func errors(arguments: [String], says: String) throws {
    let run = try Self.inRepository { try Tool.run(["audit"] + arguments, in: $0) }
    #expect(run.status == 2)
    #expect(run.errors.contains(says), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test("ends with 2 outside of repositories")
  func outside() throws {
    let run = try TestData.withFolder { try Tool.run(["audit", "--diff", "HEAD"], in: $0) }
    #expect(run.status == 2)
    #expect(run.errors.contains("the working directory lies in none"))
  }
}
