import Testing
import YAML

@testable import Fargate

/// One document and the lines that `Describe` gives of it.
struct SourceCase: Sendable, CustomTestStringConvertible {
  let title: String
  let text: String
  let lines: [String]
  var file = "a.yaml"

  init(_ title: String, _ text: String, _ lines: [String], file: String = "a.yaml") {
    self.title = title
    self.text = text
    self.lines = lines
    self.file = file
  }

  var testDescription: String { title }

  func check() throws {
    let found = try Describe.lines(text, file: file)
    #expect(found == lines, "found \(found.joined(separator: "\n"))")
  }
}

@Suite("What sources say of clusters")
struct SourceTests {
  @Test("an eksctl ClusterConfig holds profiles and node groups", arguments: eksctlCases)
  func eksctl(source: SourceCase) throws { try source.check() }

  @Test("a Kubernetes object stands for a profile, a cluster or nodes", arguments: objectCases)
  func objects(source: SourceCase) throws { try source.check() }

  @Test("Karpenter's pools are capacity unless their limit is 0", arguments: karpenterCases)
  func karpenter(source: SourceCase) throws { try source.check() }

  @Test("what is no source has no format and no description")
  func recognition() throws {
    let reader = try ClusterReader()
    for text in [
      "{apiVersion: v1, kind: ConfigMap, data: {fargateProfiles: x}}", "{Resources: []}", "{resources: {}}",
      "{Resources: {B: {Type: AWS::S3::Bucket}}}",
      "{format_version: '1.0'}", "{apiVersion: example.com/v1, kind: FargateProfile}", "[]", "text",
      "{apiVersion: karpenter.k8s.aws/v1, kind: EC2NodeClass, metadata: {name: a}}",
    ] {
      for tree in try Tree.parse(text) {
        #expect(reader.format(of: tree) == nil, "\(text)")
        #expect(reader.descriptions(in: tree).isEmpty, "\(text)")
      }
    }
  }

  @Test("a profile of the configuration is read like any other")
  func configured() throws {
    let tree = try Tree.parse("[{name: web, scope: prod, selectors: [{namespace: 'web-*', labels: {tier: front}}]}]")[0]
    let item = try #require(tree.root.flatMap { tree.item(0, of: $0) })
    let description = try #require(try ClusterReader().configuredProfile(at: item, in: tree))
    #expect(Describe.text(description.profiles.first?.name) == "web")
    #expect(description.profiles.first?.selectors.map(Describe.selector) == ["web-* tier=front"])
  }

  // MARK: eksctl

  static let eksctlCases = [
    SourceCase(
      "everything that it states",
      """
      apiVersion: eksctl.io/v1alpha5
      kind: ClusterConfig
      metadata: {name: prod, region: eu-west-1}
      iam:
        fargatePodExecutionRoleARN: arn:aws:iam::1:role/pods
        podIdentityAssociations: [{namespace: web, serviceAccountName: web, roleARN: arn:aws:iam::1:role/web}]
      vpc: {clusterEndpoints: {publicAccess: true, privateAccess: false}, publicAccessCIDRs: [10.0.0.0/8]}
      accessConfig: {authenticationMode: API}
      zonalShiftConfig: {enabled: true}
      addons: [{name: coredns, configurationValues: '{"computeType": "Fargate"}'}]
      fargateProfiles:
        - name: web
          selectors: [{namespace: web, labels: {tier: front, env: "on"}}, {namespace: "kube-*"}]
          subnets: [subnet-1]
          tags: {team: a}
        - name: own
          podExecutionRoleARN: arn:aws:iam::1:role/own
          selectors: [{namespace: own}]
      """,
      [
        "cluster prod in eu-west-1", "profile web 12: web tier=front env=on | kube-*", "  subnets subnet-1",
        "  role arn:aws:iam::1:role/pods", "  tags team=a", "profile own 16: own", "  role arn:aws:iam::1:role/own",
        "addon coredns {\"computeType\": \"Fargate\"}", "identity web/web arn:aws:iam::1:role/web",
        "endpoint public true private false from 10.0.0.0/8", "authentication API", "zonal shift true",
      ]),
    SourceCase(
      "null lists, null labels, a selector without a namespace, a name that is filled in later",
      """
      {apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: '${NAME}'}, nodeGroups: null,
       fargateProfiles: [{name: null, selectors: [{namespace: web, labels: null}, {labels: {a: b}}]}, {name: empty}]}
      """,
      [
        "cluster ?(`${NAME}` is filled in later)", "profile - 2: web | - a=b", "profile empty 2: ",
      ]),
    SourceCase(
      "labels that are no text",
      """
      {apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: a},
       fargateProfiles: [{name: p, selectors: [{namespace: web, labels: {env: on, tier: 1}}]}]}
      """,
      ["cluster a", "profile p 2: web env=?(`on` is no text: quote it) tier=?(`1` is no text: quote it)"]),
    SourceCase(
      "node groups, but those that can never have a node",
      """
      apiVersion: eksctl.io/v1alpha5
      kind: ClusterConfig
      metadata: {name: a}
      nodeGroups:
        - {name: none, minSize: 0, desiredCapacity: 0, maxSize: 0}
        - {name: asleep, minSize: 0, desiredCapacity: 0, maxSize: 3, iam: {instanceRoleARN: arn:r}}
      managedNodeGroups: [{name: managed}, {}]
      remoteNetworkConfig: {remoteNodeNetworks: [{cidrs: [10.0.0.0/8]}]}
      """,
      [
        "cluster a", "ec2 6: node group `asleep`", "ec2 7: managed node group `managed`", "ec2 7: managed node group",
        "hybrid 8: hybrid nodes", "node role arn:r",
      ]),
    SourceCase(
      "Auto Mode with the built-in pools",
      "{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: a}, autoModeConfig: {enabled: true}}",
      ["cluster a", "ec2 1: EKS Auto Mode"]),
    SourceCase(
      "Auto Mode without pools, and Auto Mode that is off",
      """
      {apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: a}, autoModeConfig: {enabled: true, nodePools: []}}
      ---
      {apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: b}, autoModeConfig: {enabled: false}}
      """,
      ["cluster a", "cluster b"]),
    SourceCase(
      "anchors and merge keys",
      """
      apiVersion: eksctl.io/v1alpha5
      kind: ClusterConfig
      metadata: {name: a}
      fargateProfiles:
        - &web {name: web, selectors: &both [{namespace: web}]}
        - {<<: *web, name: other}
      """,
      ["cluster a", "profile web 5: web", "profile other 6: web"]),
  ]

  // MARK: Karpenter

  static let karpenterCases = [
    SourceCase(
      "a pool", "{apiVersion: karpenter.sh/v1, kind: NodePool, metadata: {name: p}, spec: {limits: {cpu: 100}}}",
      ["of -", "ec2 1: Karpenter NodePool `p`"]),
    SourceCase(
      "no limits", "{apiVersion: karpenter.sh/v1beta1, kind: NodePool, metadata: {name: p}}",
      ["of -", "ec2 1: Karpenter NodePool `p`"]),
    SourceCase(
      "a number 0", "{apiVersion: karpenter.sh/v1, kind: NodePool, metadata: {name: p}, spec: {limits: {cpu: 0}}}", []),
    SourceCase(
      "a quantity 0", "{apiVersion: karpenter.sh/v1, kind: NodePool, metadata: {name: p}, spec: {limits: {cpu: 0m}}}",
      []),
    SourceCase(
      "a text 0", "{apiVersion: karpenter.sh/v1, kind: NodePool, metadata: {name: p}, spec: {limits: {cpu: \"0\"}}}", []
    ),
    SourceCase(
      "a Provisioner",
      "{apiVersion: karpenter.sh/v1alpha5, kind: Provisioner, metadata: {name: p}, spec: {limits: {resources: {cpu: '0'}}}}",
      []),
    SourceCase(
      "a limit that is filled in later",
      "{apiVersion: karpenter.sh/v1, kind: NodePool, metadata: {name: p}, spec: {limits: {cpu: '${CPU}'}}}",
      ["of -", "ec2 1: Karpenter NodePool `p`"]),
  ]

  // MARK: Objects

  static let objectCases = [
    SourceCase(
      "ACK, in a List",
      """
      apiVersion: v1
      kind: List
      items:
        - apiVersion: eks.services.k8s.aws/v1alpha1
          kind: FargateProfile
          metadata: {name: object}
          spec:
            name: web
            clusterRef: {from: {name: main}}
            podExecutionRoleRef: {from: {name: pods}}
            subnetRefs: [{from: {name: one}}]
            selectors: [{namespace: web, labels: {a: b}}]
        - {apiVersion: eks.services.k8s.aws/v1alpha1, kind: Nodegroup, metadata: {name: n}, spec: {name: ng, clusterName: main}}
      """,
      [
        "of -", "profile web 4: web a=b", "  subnets ?(the id of object `one` is known only on AWS)",
        "  role ?(the id of object `pods` is known only on AWS)", "of main", "ec2 13: managed node group `ng`",
      ]),
    SourceCase(
      "an ACK cluster in Auto Mode that names no pools",
      """
      apiVersion: eks.services.k8s.aws/v1alpha1
      kind: Cluster
      metadata: {name: c, annotations: {services.k8s.aws/region: eu-west-1}}
      spec: {name: $NAME, computeConfig: {enabled: true}, resourcesVPCConfig: {endpointPublicAccess: true}}
      """,
      [
        "cluster ?(`$NAME` is filled in later) in eu-west-1", "ec2 4: EKS Auto Mode ?it names no node pools",
        "endpoint public true private -",
      ]),
    SourceCase(
      "Crossplane, by the name on AWS",
      """
      apiVersion: eks.aws.upbound.io/v1beta1
      kind: FargateProfile
      metadata: {name: object, annotations: {crossplane.io/external-name: web}}
      spec: {forProvider: {region: eu-west-1, clusterName: prod, selector: [{namespace: web, labels: {a: "*"}}]}}
      """,
      ["of prod in eu-west-1", "profile web 1: web a=*"]),
    SourceCase(
      "Crossplane, what only initProvider has",
      """
      apiVersion: eks.aws.m.upbound.io/v1beta1
      kind: FargateProfile
      metadata: {name: web, namespace: infra}
      spec: {forProvider: {region: eu-west-1}, initProvider: {clusterName: prod, selector: [{namespace: web}]}}
      """,
      ["of prod in eu-west-1", "profile web 1: web"]),
    SourceCase(
      "the first Crossplane provider",
      """
      apiVersion: eks.aws.crossplane.io/v1beta1
      kind: FargateProfile
      metadata: {name: web}
      spec: {forProvider: {clusterName: prod, selectors: [{namespace: web}]}}
      """,
      ["of prod", "profile web 1: web"]),
    SourceCase(
      "a Composition makes profiles that nobody can read",
      """
      apiVersion: apiextensions.crossplane.io/v1
      kind: Composition
      metadata: {name: c}
      spec:
        resources:
          - name: web
            base: {apiVersion: eks.aws.upbound.io/v1beta1, kind: FargateProfile}
          - name: net
            base: {apiVersion: ec2.aws.upbound.io/v1beta1, kind: VPC}
      """,
      [
        "of -",
        "profile web 6: ?(the Composition fills it in for each claim) ?the Composition fills it in for each claim"
          + " ?the Composition fills it in for each claim",
      ]),
    SourceCase(
      "Cluster API",
      """
      {apiVersion: cluster.x-k8s.io/v1beta1, kind: Cluster, metadata: {name: c}, spec: {controlPlaneRef: {name: cp}}}
      ---
      {apiVersion: controlplane.cluster.x-k8s.io/v1beta2, kind: AWSManagedControlPlane, metadata: {name: cp}, spec: {eksClusterName: prod, region: eu-west-1}}
      ---
      {apiVersion: infrastructure.cluster.x-k8s.io/v1beta2, kind: AWSFargateProfile, metadata: {name: f}, spec: {clusterName: c, selectors: [{namespace: web}]}}
      ---
      {apiVersion: cluster.x-k8s.io/v1beta1, kind: MachineDeployment, metadata: {name: md}, spec: {clusterName: c, template: {spec: {infrastructureRef: {kind: AWSMachineTemplate}}}}}
      ---
      {apiVersion: cluster.x-k8s.io/v1beta1, kind: MachineDeployment, metadata: {name: other}, spec: {clusterName: c, template: {spec: {infrastructureRef: {kind: AzureMachineTemplate}}}}}
      ---
      {apiVersion: infrastructure.cluster.x-k8s.io/v1beta2, kind: AWSMachineTemplate, metadata: {name: t}, spec: {}}
      ---
      {apiVersion: infrastructure.cluster.x-k8s.io/v1beta2, kind: AWSManagedMachinePool, metadata: {name: none}, spec: {scaling: {minSize: 0, maxSize: 0}}}
      """,
      [
        "of -", "cluster prod in eu-west-1", "of -", "profile - 5: web", "of -", "ec2 7: machine deployment `md`",
      ]),
  ]
}
