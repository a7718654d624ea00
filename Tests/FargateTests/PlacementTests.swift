import Testing
import YAML

@testable import Fargate

@Suite("Where pods land")
struct PlacementTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let title: String
    let cluster: String
    let pod: PodTraits
    let status: PlacementStatus
    let reason: String
    var testDescription: String { title }

    init(_ title: String, _ cluster: String, _ pod: PodTraits, _ status: PlacementStatus, _ reason: String) {
      self.title = title
      self.cluster = cluster
      self.pod = pod
      self.status = status
      self.reason = reason
    }
  }

  @Test("a pod lands where its scope sends it, for a reason", arguments: cases)
  func placement(of this: Case) throws {
    let placement = PlacementIndex(ScopeClusters(try Describe.located(this.cluster))).placement(of: this.pod)
    #expect(placement.status == this.status)
    #expect(placement.reason == this.reason)
  }

  @Test("in 2019 a wildcard was a character")
  func literal() throws {
    let scope = ScopeClusters(try Describe.located(Self.config("{name: p, selectors: [{namespace: 'web*'}]}")))
    let pod = PodTraits(namespace: .known("web-1"))
    #expect(PlacementIndex(scope).placement(of: pod).status == .fargate)
    #expect(PlacementIndex(scope, selectors: .literal).placement(of: pod).status == .pending)
  }

  @Test("the nearest selector says which pairs are missing")
  func nearest() throws {
    let text = Self.config(
      "{name: far, selectors: [{namespace: web, labels: {a: b, c: d}}, {namespace: other}]}",
      "{name: near, selectors: [{namespace: 'w*', labels: {a: b, tier: '*'}}]}")
    let index = PlacementIndex(ScopeClusters(try Describe.located(text)))
    let nearest = index.placement(of: PodTraits(namespace: .known("web"), labels: ["tier": "x"])).nearest
    #expect(nearest?.profile == 1)
    #expect(nearest?.selector == 0)
    #expect(nearest?.missing == [NearestSelector.Pair(key: "a", value: "b")])
    #expect(nearest?.namespaceMatches == true)
    #expect(nearest?.isOnly == true)
    let elsewhere = index.placement(of: PodTraits(namespace: .known("none"))).nearest
    #expect(elsewhere?.namespaceMatches == false)
    #expect(elsewhere?.missing == [])
  }

  @Test(
    "what the configuration states of capacity replaces what is found",
    arguments: [
      ([.ec2], .ec2, "no profile selects it, and the configuration states ec2 capacity"),
      ([.fargate], .pending, "no profile selects it, and the scope has nothing but Fargate"),
      ([.fargate, .hybrid], .ec2, "no profile selects it, and the configuration states hybrid capacity"),
    ] as [(Set<Capacity.Kind>, PlacementStatus, String)])
  func stated(kinds: Set<Capacity.Kind>, status: PlacementStatus, reason: String) throws {
    let text = Self.config("{name: p, selectors: [{namespace: web}]}", more: "nodeGroups: [{name: n}]")
    let scope = ScopeClusters(try Describe.located(text), statedCapacity: kinds)
    let placement = PlacementIndex(scope).placement(of: PodTraits(namespace: .known("other")))
    #expect(placement.status == status)
    #expect(placement.reason == reason)
  }

  @Test(
    "`*` is any run, `?` exactly one character",
    arguments: [
      ("*", "", true), ("*", "abc", true), ("a*", "a", true), ("a*c", "abbbc", true), ("a*c", "ab", false),
      ("?", "", false), ("?", "a", true), ("?", "é", true), ("?", "ab", false), ("*?", "é", true), ("?*?", "é", false),
      ("**a**", "bab", true), ("", "", true), ("", "a", false), ("a.c", "abc", false), ("[a]", "a", false),
      ("a*b*c*d", "axbxcxcxd", true), ("*aab", "aaaab", true), ("?é*", "aéb", true),
    ])
  func wildcard(pattern: String, text: String, matches: Bool) {
    #expect(Wildcard(pattern).matches(text) == matches)
  }

  @Test("labels and annotation are read as written; what is no text is not known")
  func metadata() throws {
    let tree = try Tree.parse(
      """
      labels: {a: b, env: on, later: "${X}", none: null}
      annotations: {eks.amazonaws.com/compute-type: ec2}
      """)[0]
    let traits = PodTraits(metadata: tree.root, in: tree, namespace: .default)
    #expect(traits.labels == ["a": "b", "env": nil, "later": nil] as [String: String?])
    #expect(traits.computeType == .value("ec2"))
    #expect(traits.laterLabels == nil)
    let other = try Tree.parse("{labels: {'${KEY}': a}, annotations: {eks.amazonaws.com/compute-type: '${TYPE}'}}")[0]
    let unknown = PodTraits(metadata: other.root, in: other, namespace: .default)
    #expect(unknown.laterLabels == "`${KEY}` is filled in later")
    #expect(unknown.computeType == .unknown)
  }

  @Test(
    "hostile selectors cost no more than others",
    arguments: [(500, .pending), (1_000_000, .unknown)] as [(Int, PlacementStatus)])
  func hostile(length: Int, status: PlacementStatus) throws {
    let pattern = String(repeating: "a*", count: 240) + "b"
    let text = Self.config("{name: p, selectors: [{namespace: '*', labels: {'\(pattern)': '\(pattern)'}}]}")
    let index = PlacementIndex(ScopeClusters(try Describe.located(text)))
    let long = String(repeating: "a", count: length)
    #expect(index.placement(of: PodTraits(namespace: .known("web"), labels: [long: long])).status == status)
  }

  private static func config(_ profiles: String..., more: String = "") -> String {
    """
    apiVersion: eksctl.io/v1alpha5
    kind: ClusterConfig
    metadata: {name: prod}
    \(more)
    fargateProfiles:
    \(profiles.map { "- \($0)" }.joined(separator: "\n"))
    """
  }

  private static let web = config("{name: web, selectors: [{namespace: web}]}")
  private static let mixed = config(
    "{name: web, selectors: [{namespace: web}]}", more: "managedNodeGroups: [{name: ng}]")

  static let cases: [Case] = [
    Case(
      "a selector matches", web, PodTraits(namespace: .known("web")), .fargate,
      "matched by profile `web` (a.yaml:6)"),
    Case(
      "the namespace that nothing names is `default`", config("{name: d, selectors: [{namespace: default}]}"),
      PodTraits(namespace: .default), .fargate, "matched by profile `d` (a.yaml:6)"),
    Case(
      "`*` takes kube-system too", config("{name: all, selectors: [{namespace: '*'}]}"),
      PodTraits(namespace: .known("kube-system")), .fargate, "matched by profile `all` (a.yaml:6)"),
    Case(
      "`*` takes a namespace that is not known", config("{name: all, selectors: [{namespace: '*'}]}"),
      PodTraits(namespace: .unknown(reason: "it is a base")), .fargate, "matched by profile `all` (a.yaml:6)"),
    Case(
      "the first by name, capitals before small letters",
      config("{name: b, selectors: [{namespace: web}]}", "{name: Z, selectors: [{namespace: web}]}"),
      PodTraits(namespace: .known("web")), .fargate,
      "matched by profile `Z` (a.yaml:7), the first by name of 2 that match"),
    Case(
      "the label chooses among those that match",
      config("{name: a, selectors: [{namespace: web}]}", "{name: b, selectors: [{namespace: web}]}"),
      PodTraits(namespace: .known("web"), labels: ["eks.amazonaws.com/fargate-profile": "b"]), .fargate,
      "matched by profile `b` (a.yaml:7), which its label names"),
    Case(
      "a label that names another profile chooses none",
      config("{name: a, selectors: [{namespace: web}]}", "{name: b, selectors: [{namespace: web}]}"),
      PodTraits(namespace: .known("web"), labels: ["eks.amazonaws.com/fargate-profile": "c"]), .fargate,
      "matched by profile `a` (a.yaml:6), the first by name of 2 that match"),
    Case(
      "nothing matches, and there is nothing but Fargate", web, PodTraits(namespace: .known("other")), .pending,
      "no profile selects it, and the scope has nothing but Fargate"),
    Case(
      "nothing matches, and there are nodes", mixed, PodTraits(namespace: .known("other")), .ec2,
      "no profile selects it, and the scope has managed node group `ng` (a.yaml:4)"),
    Case(
      "hybrid nodes leave nothing pending",
      config("{name: web, selectors: [{namespace: web}]}", more: "remoteNetworkConfig: {iam: {}}"),
      PodTraits(namespace: .known("other")), .ec2, "no profile selects it, and the scope has hybrid nodes (a.yaml:4)"),
    Case(
      "a profile without selectors takes nothing", config("{name: null}"), PodTraits(namespace: .known("web")),
      .pending,
      "no profile selects it, and the scope has nothing but Fargate"),
    Case(
      "nothing is known", "{}", PodTraits(namespace: .known("web")), .unknown,
      "no Fargate profile is known, and no cluster with capacity is known"),
    Case(
      "no profile, but nodes", "{apiVersion: karpenter.sh/v1, kind: NodePool, metadata: {name: p}}",
      PodTraits(namespace: .known("web")), .ec2,
      "no Fargate profile is known, and the scope has Karpenter NodePool `p` (a.yaml:1)"),
    Case(
      "the namespace is not known", web, PodTraits(namespace: .unknown(reason: "no overlay reaches it")), .unknown,
      "profile `web` (a.yaml:6) may select it: the pod's namespace is not known: no overlay reaches it"),
    Case(
      "labels rule a profile out whatever the namespace",
      config("{name: p, selectors: [{namespace: web, labels: {a: b}}]}"),
      PodTraits(namespace: .unknown(reason: "no overlay reaches it")), .pending,
      "no profile selects it, and the scope has nothing but Fargate"),
    Case(
      "labels may be added", config("{name: p, selectors: [{namespace: web, labels: {a: b}}]}"),
      PodTraits(namespace: .known("web"), laterLabels: "a SidecarSet does"), .unknown,
      "profile `p` (a.yaml:6) may select it: labels may be added to the pod: a SidecarSet does"),
    Case(
      "a match stands though labels may be added", web,
      PodTraits(namespace: .known("web"), laterLabels: "a SidecarSet does"), .fargate,
      "matched by profile `web` (a.yaml:6)"),
    Case(
      "a label that is filled in later", config("{name: p, selectors: [{namespace: web, labels: {a: b}}]}"),
      PodTraits(namespace: .known("web"), labels: ["a": nil]), .unknown,
      "profile `p` (a.yaml:6) may select it: a label of the pod is not known yet"),
    Case(
      "a selector that is filled in later", config("{name: p, selectors: [{namespace: '${NS}'}]}"),
      PodTraits(namespace: .known("web")), .unknown,
      "profile `p` (a.yaml:6) may select it: `${NS}` is filled in later"),
    Case(
      "labels that are no text may have been meant",
      config("{name: p, selectors: [{namespace: web, labels: {env: on}}]}"),
      PodTraits(namespace: .known("web"), labels: ["env": "on"]), .unknown,
      "profile `p` (a.yaml:6) may select it: `on` is no text: quote it"),
    Case(
      "an unresolved profile does not shake a match",
      config("{name: p, selectors: [{namespace: '${NS}'}]}", "{name: web, selectors: [{namespace: web}]}"),
      PodTraits(namespace: .known("web")), .fargate, "matched by profile `web` (a.yaml:7)"),
    Case(
      "a DaemonSet's pods, with nodes", mixed, PodTraits(namespace: .known("web"), owner: .daemonSet), .ec2,
      "no profile takes the pods of a DaemonSet, and the scope has managed node group `ng` (a.yaml:4)"),
    Case(
      "a DaemonSet's pods, without", web, PodTraits(namespace: .known("web"), owner: .daemonSet), .pending,
      "no profile takes the pods of a DaemonSet, and the scope has nothing but Fargate"),
    Case(
      "a DaemonSet's pods, nothing known", "{}", PodTraits(namespace: .known("web"), owner: .daemonSet), .unknown,
      "no profile takes the pods of a DaemonSet, and no cluster with capacity is known"),
    Case(
      "the annotation keeps a pod off", mixed, PodTraits(namespace: .known("web"), computeType: .value("ec2")), .ec2,
      "kept off Fargate by annotation `eks.amazonaws.com/compute-type: ec2`"),
    Case(
      "the annotation where there is nothing else", web,
      PodTraits(namespace: .known("web"), computeType: .value("ec2")), .pending,
      "kept off Fargate by annotation `eks.amazonaws.com/compute-type: ec2`, and the scope has nothing else"),
    Case(
      "the annotation with another value", web,
      PodTraits(namespace: .known("web"), computeType: .value("fargate")), .fargate,
      "matched by profile `web` (a.yaml:6)"),
    Case(
      "the annotation is filled in later", web, PodTraits(namespace: .known("web"), computeType: .unknown), .unknown,
      "profile `web` (a.yaml:6) matches, but the annotation `eks.amazonaws.com/compute-type` is not known yet"),
    Case(
      "a profile under a condition",
      "Resources: {P: {Type: AWS::EKS::FargateProfile, Condition: C, Properties: {FargateProfileName: p, Selectors: [{Namespace: web}]}}}",
      PodTraits(namespace: .known("web")), .unknown,
      "profile `p` (a.yaml:1) may select it: only if condition `C` holds"),
    Case(
      "nodes under a condition",
      """
      Resources:
        P: {Type: AWS::EKS::FargateProfile, Properties: {FargateProfileName: p, Selectors: [{Namespace: web}]}}
        N: {Type: AWS::EKS::Nodegroup, Condition: C, Properties: {NodegroupName: ng}}
      """,
      PodTraits(namespace: .known("other")), .unknown,
      "no profile selects it, and the scope may have managed node group `ng` (a.yaml:3): only if condition `C` holds"),
    Case(
      "a selector without a namespace takes nothing", config("{name: p, selectors: [{labels: {a: b}}]}"),
      PodTraits(namespace: .known("web"), labels: ["a": "b"]), .pending,
      "no profile selects it, and the scope has nothing but Fargate"),
  ]
}
