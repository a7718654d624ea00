import Foundation
import TestData
import Testing

@Suite("The plan of an audit")
struct MigrationPlanTests {
  private static let cluster = """
    apiVersion: eksctl.io/v1alpha5
    kind: ClusterConfig
    metadata: {name: prod, region: us-east-1}
    managedNodeGroups: [{name: rest}]

    """

  private static func deployment(
    _ namespace: String, _ name: String, _ labels: String, spec: String = "", annotations: String = "{}"
  ) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name), namespace: \(namespace)}
    spec:
      selector: {matchLabels: {app: \(name)}}
      template:
        metadata: {labels: \(labels), annotations: \(annotations)}
        spec: {containers: [{name: a, image: a}]\(spec.isEmpty ? "" : ", ")\(spec)}

    """
  }

  private static let files = [
    "free.yaml": deployment("free", "a", "{app: a}") + "---\n" + deployment("free", "b", "{app: b}"),
    // One pair takes both; the version is another with every release.
    "mixed.yaml": deployment("mixed", "api", "{app: api, tier: back, helm.sh/chart: a-1}") + "---\n"
      + deployment("mixed", "job", "{app: job, tier: back, helm.sh/chart: a-1}") + "---\n"
      + deployment("mixed", "agent", "{app: agent, tier: node}", spec: "hostPID: true"),
    "same.yaml": deployment("same", "web", "{app: web}") + "---\n"
      + deployment("same", "old", "{app: web}", spec: "hostPID: true"),
    "kept.yaml": deployment("kept", "db", "{app: db}", annotations: "{eks.amazonaws.com/compute-type: ec2}"),
    "later.yaml": deployment("'${NS}'", "later", "{app: later}"),
    "daemon.yaml": """
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: agent, namespace: free}
    spec:
      selector: {matchLabels: {app: agent}}
      template:
        metadata: {labels: {app: agent}}
        spec: {containers: [{name: a, image: a}]}

    """,
    "entry.yaml": deployment("entry", "web", "{app: web}") + """
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: entry}
      spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}

      """,
    "cluster.yaml": cluster,
  ]

  private static func audit(_ files: [String: String], _ arguments: [String] = []) throws -> [String: Any] {
    try TestData.withFolder { folder in
      for (path, text) in files { try TestData.write(text, to: path, in: folder) }
      let run = try Tool.run(["audit", "--format", "json", "."] + arguments, in: folder)
      #expect(run.status == 0, "\(run.errors)")
      #expect(try JSONSchema("docs/report.schema.json").violations(in: run.output) == [])
      return try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    }
  }

  /// `NAMESPACE/NAME VERDICT RULES of it; RULES around it; REASON`.
  private static func verdicts(_ audit: [String: Any]) throws -> [String] {
    let workloads = try #require(audit["workloads"] as? [[String: Any]])
    let plan = try #require(audit["plan"] as? [String: Any])
    return try #require(plan["moves"] as? [[String: Any]]).map { move in
      let workload = workloads[try #require(move["workload"] as? Int)]
      func rules(_ key: String) -> String {
        (move[key] as? [[String: Any]] ?? []).compactMap { $0["rule"] as? String }.joined(separator: ",")
      }
      return "\(workload["namespace"] ?? "?")/\(workload["name"] ?? "?") \(move["verdict"] ?? "?")"
        + " \(rules("obstacles"));\(rules("changes"));\(move["reason"] ?? "")"
    }
  }

  private static func selectors(_ audit: [String: Any]) throws -> [(namespace: String, labels: [String: String])] {
    let plan = try #require(audit["plan"] as? [String: Any])
    return try #require(plan["selections"] as? [[String: Any]])
      .flatMap { $0["selectors"] as? [[String: Any]] ?? [] }
      .map { ($0["namespace"] as? String ?? "", $0["labels"] as? [String: String] ?? [:]) }
  }

  @Test("says of each workload that no profile takes what stands between it and Fargate")
  func verdicts() throws {
    let label = "`runs-on: fargate`"
    #expect(
      try Self.verdicts(Self.audit(Self.files)) == [
        "free/agent stays no-daemon-set;;",
        "entry/web moves-after ;no-classic-load-balancer;",
        "free/a moves ;;",
        "free/b moves ;;",
        "kept/db stays ;;its annotation asks for EC2",
        "?/later undecided ;;its namespace is not known",
        "mixed/api moves ;;",
        "mixed/job moves ;;",
        "mixed/agent stays no-host-pid;;",
        "same/web moves-after ;;its pods need a label of their own, such as \(label): Deployment `old` stays, and has all "
          + "that they have",
        "same/old stays no-host-pid;;",
      ])
  }

  @Test("names the fewest selectors that take what can move and nothing else")
  func selectors() throws {
    let selectors = try Self.selectors(Self.audit(Self.files)).map {
      "\($0.namespace) \($0.labels.sorted { $0.key < $1.key })"
    }
    #expect(
      selectors == [
        "entry []", "free []", "mixed [(key: \"tier\", value: \"back\")]",
        "same [(key: \"runs-on\", value: \"fargate\")]",
      ])
  }

  @Test("is kept: with its profiles and changes all that can move lands on Fargate, and nothing stands in its way")
  func applied() throws {
    var files = Self.files
    let audit = try Self.audit(files)
    var profiles = "fargateProfiles:\n"
    for (number, selector) in try Self.selectors(audit).enumerated() {
      let labels = selector.labels.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
      profiles += "- {name: moved-\(number), selectors: [{namespace: \(selector.namespace), labels: {\(labels)}}]}\n"
    }
    files["cluster.yaml"] = Self.cluster + profiles
    files["same.yaml"] = files["same.yaml"]?.replacing(
      "{app: web}, annotations", with: "{app: web, runs-on: fargate}, annotations", maxReplacements: 1)
    files["entry.yaml"] = files["entry.yaml"]?.replacing(
      "metadata: {name: web, namespace: entry}\nspec: {type",
      with: """
        metadata:
          name: web
          namespace: entry
          annotations:
            service.beta.kubernetes.io/aws-load-balancer-type: external
            service.beta.kubernetes.io/aws-load-balancer-nlb-target-type: ip
        spec: {type
        """)
    let moved = try Self.verdicts(audit).filter { $0.contains(" moves") }.map { $0.prefix { $0 != " " } }
    let after = try #require(try Self.audit(files)["workloads"] as? [[String: Any]])
    let landed = after.filter { ($0["placement"] as? [String: Any])?["status"] as? String == "fargate" }
    #expect(landed.map { "\($0["namespace"] ?? "")/\($0["name"] ?? "")"[...] } == moved)
    #expect(landed.allSatisfy { $0["blockers"] as? Int == 0 })
  }

  @Test("is none where a profile takes every pod")
  func nothingToPlan() throws {
    let files = ["free.yaml": Self.files["free.yaml"] ?? ""]
    let profile = "fargateProfiles: [{name: all, selectors: [{namespace: free}]}]\n"
    let audit = try Self.audit(files.merging(["cluster.yaml": Self.cluster + profile]) { _, new in new })
    #expect(audit["plan"] == nil)
  }

  @Test("takes what stands out by several labels together where no single one tells it")
  func severalLabels() throws {
    let files = [
      "cluster.yaml": Self.cluster,
      "a.yaml": Self.deployment("n", "a", "{x: '1', z: '1'}") + "---\n"
        + Self.deployment("n", "b", "{x: '1', z: '2'}", spec: "hostPID: true") + "---\n"
        + Self.deployment("n", "c", "{x: '2', z: '1'}", spec: "hostPID: true"),
    ]
    let selectors = try Self.selectors(Self.audit(files))
    #expect(selectors.map(\.labels) == [["x": "1", "z": "1"]])
  }
}
