import TestData
import Testing

@Suite("Profiles and context of a call")
struct ScopeCommandTests {
  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec: {hostPID: true, containers: [{name: web, image: nginx}]}

    """
  private static let cluster = """
    apiVersion: eksctl.io/v1alpha5
    kind: ClusterConfig
    metadata: {name: prod, region: eu-west-1}
    fargateProfiles: [{name: front, selectors: [{namespace: shop}]}]
    managedNodeGroups: [{name: rest}]

    """
  private static let files = [
    "apps/web.yaml": pod, "apps/other.yaml": pod.replacing("shop", with: "other"), "infra/cluster.yaml": cluster,
    "infra/broken.yaml": cluster.replacing("namespace: shop}]", with: "namespace: shop}"),
    "infra/plan.json": """
    {"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": {"root_module": {"resources": [{
      "address": "aws_eks_fargate_profile.front", "mode": "managed", "type": "aws_eks_fargate_profile", "name": "front",
      "values": {"cluster_name": "prod", "fargate_profile_name": "front", "selector": [{"namespace": "shop"}]}}]}},
      "resource_changes": []}
    """,
  ]

  private func run(_ arguments: [String], adding more: [String: String] = [:]) throws -> Tool {
    try TestData.withFolder { folder in
      for (path, text) in Self.files.merging(more, uniquingKeysWith: { _, new in new }) {
        try TestData.write(text, to: path, in: folder)
      }
      return try Tool.run(arguments + ["--select", "no-host-pid"], in: folder)
    }
  }

  @Test(
    "say where pods land, and are not reported on",
    arguments: [
      (["apps"], ["apps/other.yaml", "apps/web.yaml"]),
      (["apps", "--profiles", "infra/cluster.yaml"], ["apps/web.yaml"]),
      (["apps", "--context", "infra/cluster.yaml"], ["apps/web.yaml"]),
      (["apps/other.yaml", "--context", ".", "--exclude", "broken.yaml"], []),
      (["apps/web.yaml", "--profiles", "infra/plan.json"], ["apps/web.yaml"]),
      ([".", "--exclude", "broken.yaml", "--profiles", "infra/cluster.yaml"], ["apps/web.yaml"]),
    ] as [([String], [String])])
  func placement(arguments: [String], found: [String]) throws {
    let run = try run(arguments + ["--format", "json"])
    #expect(run.errors.isEmpty)
    #expect(run.status == (found.isEmpty ? 0 : 1))
    let files = run.output.split(separator: "\n").filter { $0.hasPrefix("{\"rule\"") }
      .compactMap {
        $0.split(separator: "\"file\":\"").dropFirst().first?.split(separator: "\"").first.map(String.init)
      }
    #expect(files == found)
  }

  @Test("without --context, what lies in the root configuration's folder is")
  func implied() throws {
    let run = try run(["apps"], adding: [".fargate-lint.yaml": "exclude: []\n", "infra/broken.yaml": ""])
    #expect(run.output.contains("apps/web.yaml"))
    #expect(!run.output.contains("apps/other.yaml"))
  }

  @Test(
    "that cannot be used end the run",
    arguments: [
      ("infra/broken.yaml", "infra/broken.yaml:"), ("apps/web.yaml", "nothing of a Fargate profile or a cluster"),
      ("nothing.yaml", "no such file or folder `nothing.yaml`"), ("infra", "takes one file"),
    ])
  func refused(path: String, message: String) throws {
    let run = try run(["apps", "--profiles", path])
    #expect(run.status == 2)
    #expect(run.errors.contains(message), "\(run.errors)")
  }
}
