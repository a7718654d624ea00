import Testing
import YAML

@testable import Fargate

@Suite("What the sources of a scope say together")
struct ScopeTests {
  private func scope(_ files: [(String, String)]) throws -> ScopeClusters {
    ScopeClusters(try files.flatMap { try Describe.located($0.1, file: $0.0) })
  }

  @Test(
    "descriptions that share a name speak of one cluster",
    arguments: [
      (
        [
          "{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: prod, region: eu-west-1}}",
          "{apiVersion: eks.services.k8s.aws/v1alpha1, kind: FargateProfile, metadata: {name: p}, spec: {name: p, clusterName: prod, selectors: []}}",
        ], ["prod eu-west-1 1"]
      ),
      (
        [
          "{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: prod, region: eu-west-1}, fargateProfiles: [{name: p, selectors: []}]}",
          "{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: prod, region: us-east-1}, fargateProfiles: [{name: p, selectors: []}]}",
          "{apiVersion: eks.services.k8s.aws/v1alpha1, kind: FargateProfile, metadata: {name: q}, spec: {name: q, clusterName: prod, selectors: []}}",
        ], ["prod eu-west-1 1", "prod us-east-1 1", "prod - 1"]
      ),
      (
        [
          "{apiVersion: eks.services.k8s.aws/v1alpha1, kind: Cluster, metadata: {name: object, namespace: a}, spec: {name: prod}}",
          "{apiVersion: eks.services.k8s.aws/v1alpha1, kind: FargateProfile, metadata: {name: p, namespace: a}, spec: {name: p, clusterRef: {from: {name: object}}, selectors: []}}",
          "{apiVersion: eks.services.k8s.aws/v1alpha1, kind: FargateProfile, metadata: {name: q, namespace: b}, spec: {name: q, clusterRef: {from: {name: object, namespace: a}}, selectors: []}}",
          "{apiVersion: eks.services.k8s.aws/v1alpha1, kind: FargateProfile, metadata: {name: r, namespace: b}, spec: {name: r, clusterRef: {from: {name: object}}, selectors: []}}",
        ], ["prod - 2", "object - 1"]
      ),
      (
        [
          "{apiVersion: eks.aws.upbound.io/v1beta1, kind: Cluster, metadata: {name: main, labels: {env: prod}}, spec: {forProvider: {region: eu-west-1}}}",
          "{apiVersion: eks.aws.upbound.io/v1beta1, kind: Cluster, metadata: {name: other, labels: {env: dev}}, spec: {forProvider: {region: eu-west-1}}}",
          "{apiVersion: eks.aws.upbound.io/v1beta1, kind: FargateProfile, metadata: {name: p}, spec: {forProvider: {clusterNameRef: {name: main}, selector: []}}}",
          "{apiVersion: eks.aws.upbound.io/v1beta1, kind: FargateProfile, metadata: {name: q}, spec: {forProvider: {clusterNameSelector: {matchLabels: {env: dev}}, selector: []}}}",
        ], ["main eu-west-1 1", "other eu-west-1 1"]
      ),
      (
        [
          "{apiVersion: infrastructure.cluster.x-k8s.io/v1beta2, kind: AWSFargateProfile, metadata: {name: f}, spec: {clusterName: c, selectors: []}}",
          "{apiVersion: cluster.x-k8s.io/v1beta1, kind: Cluster, metadata: {name: c}, spec: {controlPlaneRef: {name: cp}}}",
          "{apiVersion: controlplane.cluster.x-k8s.io/v1beta2, kind: AWSManagedControlPlane, metadata: {name: cp}, spec: {eksClusterName: prod, region: eu-west-1}}",
          "{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: other}}",
        ], ["prod eu-west-1 1", "other - 0"]
      ),
    ])
  func merging(documents: [String], clusters: [String]) throws {
    let scope = try scope(documents.enumerated().map { ("\($0.offset).yaml", $0.element) })
    #expect(scope.clusters.map { "\($0.name ?? "-") \($0.region ?? "-") \($0.profiles.count)" } == clusters)
  }

  @Test("what names no cluster belongs to the only one, and to none of two")
  func nameless() throws {
    let pool = ("pool.yaml", "{apiVersion: karpenter.sh/v1, kind: NodePool, metadata: {name: p}}")
    let one = ("one.yaml", "{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: one}}")
    let two = ("two.yaml", "{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: two}}")
    let alone = try scope([pool, one])
    #expect(alone.clusters.map(\.name) == ["one"])
    #expect(alone.clusters.map(\.capacity) == [[0]])
    let several = try scope([pool, one, two])
    #expect(several.clusters.map(\.name) == ["one", "two"])
    #expect(several.clusters.map(\.capacity) == [[], []])
    #expect(several.capacity.map(\.title) == ["Karpenter NodePool `p` (pool.yaml:1)"])
    #expect(try scope([pool]).clusters.map(\.name) == [nil])
    #expect(try scope([]).clusters.isEmpty)
  }

  @Test("a placeholder is one name in a file, and nobody knows which in another")
  func placeholders() throws {
    let text = """
      {apiVersion: eks.services.k8s.aws/v1alpha1, kind: Cluster, metadata: {name: "${NAME}"}, spec: {name: "${NAME}"}}
      ---
      {apiVersion: eks.services.k8s.aws/v1alpha1, kind: FargateProfile, metadata: {name: p}, spec: {name: p, clusterName: "${NAME}", selectors: []}}
      """
    let scope = try scope([("a.yaml", text), ("b.yaml", text)])
    #expect(scope.clusters.map(\.profiles.count) == [1, 1])
    #expect(scope.profiles.count == 2)
  }

  private static func state(_ namespace: String) -> String {
    """
    {"format_version": "1.0", "values": {"root_module": {"resources": [{"address": "a", "type": "aws_eks_fargate_profile",
     "values": {"cluster_name": "prod", "fargate_profile_name": "p", "selector": [{"namespace": "\(namespace)"}]}}]}}}
    """
  }

  private static func config(_ namespace: String, labels: String = "{a: b, c: d}") -> String {
    """
    apiVersion: eksctl.io/v1alpha5
    kind: ClusterConfig
    metadata: {name: prod}
    fargateProfiles: [{name: p, selectors: [{namespace: \(namespace), labels: \(labels)}, {namespace: also}]}]
    """
  }

  @Test("a profile that is seen twice by cluster and name counts once")
  func twice() throws {
    let scope = try scope([("a.yaml", Self.config("web")), ("b.yaml", Self.config("web", labels: "{c: d, a: b}"))])
    #expect(scope.profiles.count == 1)
    #expect(scope.profiles.first?.others.map(\.origin) == [Origin(file: "b.yaml", line: 4)])
    #expect(scope.profiles.first?.contradictions.isEmpty == true)
    #expect(scope.unresolved.isEmpty)
  }

  @Test("two definitions that differ make only sure what both say")
  func contradiction() throws {
    let scope = try scope([("a.yaml", Self.config("web", labels: "{}")), ("b.yaml", Self.config("api", labels: "{}"))])
    let index = PlacementIndex(scope)
    #expect(scope.profiles.count == 1)
    #expect(index.placement(of: PodTraits(namespace: .known("also"))).status == .fargate)
    #expect(index.placement(of: PodTraits(namespace: .known("none"))).status == .pending)
    for namespace in ["web", "api"] {
      let placement = index.placement(of: PodTraits(namespace: .known(namespace)))
      #expect(placement.status == .unknown)
      #expect(placement.reason == "profile `p` (a.yaml:4) may select it: it has other selectors at b.yaml:4")
    }
    #expect(scope.unresolved.map(\.reason) == ["profile `p` (a.yaml:4): it has other selectors at b.yaml:4"])
  }

  @Test("a plan replaces a state, in whichever order they are found", arguments: [false, true])
  func state(isFirst: Bool) throws {
    let plan = ("plan.json", Self.state("new").replacing("\"values\": {\"root", with: "\"planned_values\": {\"root"))
    let state = ("state.json", Self.state("old"))
    let scope = try scope(isFirst ? [state, plan] : [plan, state])
    #expect(scope.profiles.map { $0.selectors.map { Describe.text($0.namespace) } } == [["new"]])
    #expect(scope.unresolved.isEmpty)
  }

  @Test("a profile of any cluster of the scope takes a pod")
  func severalClusters() throws {
    let other = Self.config("api").replacing("name: prod", with: "name: other")
    let scope = try scope([("a.yaml", Self.config("web", labels: "{}")), ("b.yaml", other)])
    let placement = PlacementIndex(scope).placement(of: PodTraits(namespace: .known("also")))
    #expect(placement.matches == [0, 1])
    #expect(
      placement.reason
        == "matched by profile `p` (a.yaml:4), the first by name of 2 that match, of one of 2 clusters that may be meant"
    )
  }
}
