import Foundation
import TestData
import Testing

@Suite("An audit")
struct AuditCommandTests {
  private static let cluster = """
    apiVersion: eksctl.io/v1alpha5
    kind: ClusterConfig
    metadata: {name: prod, region: us-east-1}
    fargateProfiles:
    - name: front
      selectors: [{namespace: shop, labels: {tier: front}}, {namespace: "web-*"}]
    managedNodeGroups: [{name: rest}]

    """

  private static func deployment(_ namespace: String, _ name: String, _ pod: String, labels: String = "{app: a}")
    -> String
  {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name), namespace: \(namespace)}
    spec:
      replicas: 2
      template:
        metadata: {labels: \(labels)}
        spec: \(pod)

    """
  }

  private static let files = [
    "infra/cluster.yaml": cluster,
    "apps/a.yaml": deployment(
      "shop", "front",
      "{hostPID: true, containers: [{name: a, image: a, resources: {requests: {cpu: 300m, memory: 600Mi}}}]}",
      labels: "{tier: front}"),
    "apps/b.yaml": "# first\n" + deployment("web-a", "web", "{containers: [{name: a, image: a}]}") + "---\n"
      + deployment("shop", "back", "{containers: [{name: a, image: a, resources: {requests: {cpu: 17}}}]}"),
    "apps/c.yaml": deployment(
      "'${NS}'", "later", "{containers: [{name: a, image: a, resources: {requests: {cpu: '${CPU}'}}}]}"),
    "apps/d.yaml": """
    apiVersion: v1
    kind: LimitRange
    metadata: {name: limits, namespace: web-b}
    spec: {limits: [{type: Container, defaultRequest: {memory: 1Gi}}]}
    ---
    apiVersion: batch/v1
    kind: Job
    metadata: {generateName: job-, namespace: web-b}
    spec: {template: {spec: {containers: [{name: a, image: a}]}}}

    """,
  ]

  private static func inFolder<Result>(_ files: [String: String], _ body: (URL) throws -> Result) throws -> Result {
    try TestData.withFolder { folder in
      for (path, text) in files { try TestData.write(text, to: path, in: folder) }
      return try body(folder)
    }
  }

  private static func audit(_ files: [String: String], _ arguments: [String] = ["."]) throws -> [String: Any] {
    let run = try inFolder(files) { try Tool.run(["audit", "--format", "json"] + arguments, in: $0) }
    #expect(run.status == 0, "\(run.errors)")
    return try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
  }

  /// A row as one line: what does not apply is `-`.
  private static func line(_ row: [String: Any]) -> String {
    func number(_ key: String, _ field: String? = nil) -> String {
      let value = field.map { (row[key] as? [String: Any])?[$0] } ?? row[key]
      return (value as? NSNumber).map { "\($0)" } ?? "-"
    }
    let placement = row["placement"] as? [String: Any]
    let words = ["scope", "kind", "namespace", "name", "file", "pointer"].map { row[$0] as? String ?? "-" }
    return words.joined(separator: " ")
      + ":\(number("line")) ×\(number("replicas")) \(placement?["status"] ?? "-") \(placement?["profile"] ?? "-")"
      + " \(number("requests", "vCPU")) \(number("requests", "memoryGiB"))"
      + " → \(number("size", "vCPU")) \(number("size", "memoryGiB")) \(number("size", "ephemeralGiB"))"
      + " $\(number("monthlyUSD")) !\(number("blockers"))"
  }

  private static func lines(_ report: [String: Any]) -> [String] {
    (report["workloads"] as? [[String: Any]] ?? []).map(line)
  }

  @Test("has a row for every pod template: where it lands, what it asks for, what it gets, what blocks it")
  func workloads() throws {
    #expect(
      Self.lines(try Self.audit(Self.files)) == [
        "- Deployment shop front apps/a.yaml -:1 ×2 fargate front 0.3 0.5859375 → 0.5 1 20 $18.02 !1",
        "- Deployment web-a web apps/b.yaml -:2 ×2 fargate front 0 0 → 0.25 0.5 20 $9.01 !0",
        "- Deployment shop back apps/b.yaml -:11 ×2 ec2 - 17 0 → - - - $- !0",
        "- Deployment - later apps/c.yaml -:1 ×2 unknown - - 0 → - - - $- !0",
        "- Job web-b job- apps/d.yaml -:6 ×- fargate front 0 1 → 0.25 2 20 $- !0",
      ])
  }

  @Test("says of each cluster what gives it nodes and which pods its profiles select")
  func clusters() throws {
    let clusters = try #require(try Self.audit(Self.files)["clusters"] as? [[String: Any]])
    #expect(clusters.count == 1)
    #expect(clusters.first?["name"] as? String == "prod")
    #expect(clusters.first?["region"] as? String == "us-east-1")
    #expect(clusters.first?["capacity"] as? [String] == ["fargate", "ec2"])
    let profile = try #require((clusters.first?["profiles"] as? [[String: Any]])?.first)
    #expect(profile["name"] as? String == "front")
    #expect(profile["file"] as? String == "infra/cluster.yaml")
    #expect(profile["line"] as? Int == 5)
    #expect(profile["workloads"] as? Int == 3)
    let selectors = try #require(profile["selectors"] as? [[String: Any]])
    #expect(selectors.compactMap { $0["namespace"] as? String } == ["shop", "web-*"])
    #expect(selectors.first?["labels"] as? [String: String] == ["tier": "front"])
  }

  @Test("finds what check finds, to the byte")
  func findings() throws {
    try Self.inFolder(Self.files) { folder in
      let check = try Tool.run([".", "--format", "json"], in: folder)
      let audit = try Tool.run(["audit", ".", "--format", "json"], in: folder)
      #expect(check.status == 1)
      #expect(audit.status == 0)
      #expect(audit.output.hasPrefix(check.output.dropLast(2)))
    }
  }

  @Test("keeps to the published schema, as check does", arguments: ["audit", "check"])
  func schema(command: String) throws {
    let schema = try JSONSchema("docs/report.schema.json")
    try Self.inFolder(Self.files) { folder in
      let run = try Tool.run([command, ".", "--format", "json"], in: folder)
      #expect(try schema.violations(in: run.output) == [])
    }
    let run = try Tool.run([command, "examples", "--format", "json", "--select", "no-host-port,no-host-path"])
    #expect(try schema.violations(in: run.output) == [])
    #expect(try !schema.violations(in: "{\"version\": 2, \"files\": 1}").isEmpty)
  }

  @Test("writes the same bytes whatever the threads", arguments: ["text", "json"])
  func deterministic(format: String) throws {
    try Self.inFolder(Self.files) { folder in
      let one = try Tool.run(["audit", "--format", format, "--jobs", "1"], in: folder)
      let many = try Tool.run(["audit", "--format", format, "--jobs", "7"], in: folder)
      #expect(one.output == many.output)
      #expect(!one.output.isEmpty)
    }
  }

  @Test("counts a template's own blockers, and those of the whole object, with pointers that tell templates apart")
  func templates() throws {
    let ray = """
      apiVersion: ray.io/v1
      kind: RayCluster
      metadata: {name: ray, namespace: shop}
      spec:
        headGroupSpec: {template: {spec: {hostPID: true, containers: [{name: a, image: a}]}}}
        workerGroupSpecs: [{template: {spec: {hostPID: true, hostIPC: true, containers: [{name: a, image: a}]}}}]

      """
    let rows = try #require(try Self.audit(["ray.yaml": ray])["workloads"] as? [[String: Any]])
    #expect(
      rows.map { "\($0["pointer"] ?? "-") \($0["blockers"] ?? "-")" } == [
        "/spec/headGroupSpec/template 1", "/spec/workerGroupSpecs/0/template 2",
      ])
  }

  @Test("has a row for every scope that reaches a workload, at the region's prices where they are known")
  func scopes() throws {
    let configuration = """
      scopes: [{name: prod, paths: [apps/**], region: us-east-1, capacity: [fargate]}, {name: dev, paths: ['**'], region: eu-west-1}]
      profiles: [{name: all, scope: prod, selectors: [{namespace: web-a}]}]
      exclude: [{rules: [no-host-pid], reason: not now}]

      """
    let files = [
      ".fargate-lint.yaml": configuration,
      "apps/a.yaml": Self.deployment("web-a", "web", "{hostPID: true, containers: [{name: a, image: a}]}"),
    ]
    let report = try Self.audit(files)
    #expect(
      Self.lines(report) == [
        "prod Deployment web-a web apps/a.yaml -:1 ×2 fargate all 0 0 → 0.25 0.5 20 $9.01 !0",
        "dev Deployment web-a web apps/a.yaml -:1 ×2 unknown - 0 0 → 0.25 0.5 20 $- !0",
      ])
    let clusters = report["clusters"] as? [[String: Any]] ?? []
    #expect(
      clusters.map { "\($0["scope"] ?? "-") \($0["region"] ?? "-") \($0["capacity"] ?? "-")" } == [
        "prod us-east-1 [\"fargate\"]", "dev eu-west-1 []",
      ])
  }

  @Test("gives no cluster the region of another")
  func regions() throws {
    let files = [
      "a.yaml": "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, region: eu-west-1}\n",
      "b.yaml": "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: b}\n",
    ]
    let clusters = try #require(try Self.audit(files)["clusters"] as? [[String: Any]])
    #expect(clusters.map { $0["region"] as? String } == ["eu-west-1", nil])
  }

  @Test("on a terminal shows clusters, placement, workloads, blockers and roundings")
  func text() throws {
    let output = try Self.inFolder(Self.files) { try Tool.run(["audit"], in: $0).output }
    let lines = output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    for line in [
      "cluster prod, us-east-1, fargate and ec2",
      "profile front 3 workloads shop{tier=front} or web-* infra/cluster.yaml:5",
      "3 fargate mostly: matched by profile `front` (infra/cluster.yaml:5)",
      "Deployment/front fargate (front) 0.3 vCPU 0.59 GiB → 0.5 vCPU 1 GiB $18.02 1 blocker apps/a.yaml:1",
      "Deployment/back ec2 17 vCPU 0 GiB → too large apps/b.yaml:11", "1 no-host-pid", "1 apps",
      "Deployment/web nothing → 0.25 vCPU 0.5 GiB × 2 apps/b.yaml:2",
    ] { #expect(lines.contains(line), "\(line)") }
  }

  @Test(
    "ends with the exit code that scripts rely on",
    arguments: [
      (["audit"], 0), (["audit", "nothing"], 2), (["audit", "--format", "jsn"], 2),
      (["audit", "--report", "sarif=out.sarif"], 0), (["audit", "--fail-on", "error"], 0),
      (["audit", "--fail-on", "eror"], 2), (["audit", "--show-config", "apps"], 0),
      (["audit", "--profiles", "apps/a.yaml"], 2),
    ] as [([String], Int32)])
  func status(arguments: [String], status: Int32) throws {
    #expect(try Self.inFolder(Self.files) { try Tool.run(arguments, in: $0).status } == status)
  }
}
