import TestData
import Testing

@Suite("The explanation of a placement")
struct ExplainPlacementTests {
  private static let cluster = """
    apiVersion: eksctl.io/v1alpha5
    kind: ClusterConfig
    metadata: {name: prod, region: eu-west-1}
    fargateProfiles:
    - name: front
      selectors: [{namespace: shop, labels: {tier: front, app: "*"}}, {namespace: "web-*"}]
    managedNodeGroups: [{name: rest}]

    """

  private static func pod(_ name: String, _ namespace: String, _ metadata: String = "") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: \(name), namespace: \(namespace)\(metadata)}
    spec: {containers: [{name: a, image: a}]}

    """
  }

  private static func run(_ name: String) throws -> Tool {
    try TestData.withFolder { folder in
      let pods = [
        pod("taken", "shop", ", labels: {tier: front, app: a}"), pod("back", "shop", ", labels: {tier: back}"),
        pod("kept", "web-a", ", annotations: {eks.amazonaws.com/compute-type: ec2}"), pod("later", "'${NS}'"),
        pod("taken", "other"),
      ]
      try TestData.write(pods.joined(separator: "---\n"), to: "apps/pods.yaml", in: folder)
      try TestData.write(cluster, to: "infra/cluster.yaml", in: folder)
      return try Tool.run(["explain-placement", name], in: folder)
    }
  }

  @Test("names the profile that takes a pod")
  func taken() throws {
    let run = try Self.run("shop/Pod/taken")
    #expect(run.status == 0)
    #expect(
      run.output == """
        shop/Pod/taken  apps/pods.yaml:1
        fargate: matched by profile `front` (infra/cluster.yaml:5)
          namespace shop
          labels app=a, tier=front
        profile `front` (infra/cluster.yaml:5)
          matches  namespace shop, labels tier=front, app=*
          no  namespace web-*
              the namespace is `shop`
        other capacity:
          managed node group `rest` (infra/cluster.yaml:7)

        """)
  }

  @Test(
    "says what keeps each profile from a pod",
    arguments: [
      ("shop/pod/back", "label `tier=front` is missing: the pod has `tier=back`"),
      ("shop/Pod/back", "label `app=*` is missing: the pod has no such label"),
      ("other/Pod/taken", "the namespace is `other`"),
      ("web-a/Pod/kept", "annotation eks.amazonaws.com/compute-type: ec2 keeps it off Fargate"),
      ("Pod/later", "namespace not known: `${NS}` is substituted later"), ("Pod/later", "may match"),
    ])
  func kept(name: String, reason: String) throws {
    let run = try Self.run(name)
    #expect(run.status == 0)
    #expect(run.output.contains(reason), "\(run.output)")
  }

  @Test(
    "offers the nearest names where there is no such workload",
    arguments: [
      ("web/Pod/taken", "did you mean `other/Pod/taken` or `shop/Pod/taken`?"),
      ("shop/Pod/takken", "did you mean `shop/Pod/taken`?"), ("Pod/kep", "did you mean `Pod/kept`?"),
      ("a/b/c", "`fargate-lint audit --verbose` lists what is there"), ("taken", "is written NAMESPACE/KIND/NAME"),
    ])
  func unknown(name: String, message: String) throws {
    let run = try Self.run(name)
    #expect(run.status == 2)
    #expect(run.errors.contains(message), "\(run.errors)")
  }
}
