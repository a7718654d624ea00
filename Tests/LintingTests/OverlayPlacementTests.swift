import Linting
import Testing

@Suite("Fields that a kustomization sets")
struct OverlayPlacementTests {
  // MARK: Images and replicas

  @Test(
    "an image is judged as it is set, and found where its tag is",
    arguments: [
      ("images: [{name: aws-load-balancer-controller, newTag: v2.8.0}]", []),
      ("images: [{name: aws-load-balancer-controller, newName: mirror.example.com/other}]", []),
      (
        "images:\n- name: aws-load-balancer-controller\n  newTag: v2.6.0",
        ["a/kustomization.yaml:4:3 load-balancer-controller-version"]
      ),
      ("images: [{name: nginx, newTag: v2.6.0}]", ["base/web.yaml:4:51 load-balancer-controller-version"]),
    ])
  func image(fields: String, places: [String]) throws {
    let controller = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec: {template: {spec: {containers: [{name: web, image: "aws-load-balancer-controller:v2.7.1"}]}}}
      """
    let files = [
      ("base/kustomization.yaml", "resources: [web.yaml]"), ("base/web.yaml", controller),
      ("a/kustomization.yaml", "resources: [../base]\n\(fields)"),
    ]
    let report = try lint(files, select: ["load-balancer-controller-version"])
    #expect(report.places == places)
  }

  @Test(
    "replicas are counted as they are set",
    arguments: [
      ("", ["base/web.yaml:4 warning few-replicas"]), ("replicas: [{name: web, count: 2}]", []),
      ("replicas: [{name: other, count: 2}]", ["base/web.yaml:4 warning few-replicas"]),
      ("replicas:\n- name: web\n  count: 8", ["a/kustomization.yaml:4 warning few-replicas"]),
    ])
  func replicas(fields: String, lines: [String]) async throws {
    let web = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 5}"
    let files = [
      "base/kustomization.yaml": "resources: [web.yaml]", "base/web.yaml": web,
      "a/kustomization.yaml": "resources: [../base]\n\(fields)",
    ]
    #expect(try await Configured.check(files, select: ["few-replicas"]).lines == lines)
  }

  // MARK: Placement

  @Test(
    "a namespace decides which profile selects the pods",
    arguments: [
      ("namespace: web", []),
      ("namespace: api", ["a/kustomization.yaml:2:1 pod-matches-no-profile"]),
      (
        "patches: [{target: {kind: Pod}, patch: '[{op: add, path: /metadata/namespace, value: web}]'}]", []
      ),
    ])
  func namespace(fields: String, places: [String]) throws {
    let report = try lint(
      Self.files(pod: "namespace: base", fields, selector: "{namespace: web}"), select: ["pod-matches-no-profile"])
    #expect(report.places == places)
  }

  @Test("two overlays of one base land each in its namespace")
  func namespaces() throws {
    let files =
      Self.files(pod: "namespace: base", "namespace: web", selector: "{namespace: web}") + [
        ("b/kustomization.yaml", "resources: [../base]\nnamespace: api")
      ]
    let report = try lint(files, select: ["pod-matches-no-profile"])
    #expect(report.places == ["b/kustomization.yaml:2:1 pod-matches-no-profile"])
    #expect(
      report.findings.map(\.message) == [
        "no Fargate profile selects pods of namespace api; the nearest, web of dev, is for namespace web"
      ])
    #expect(report.findings.first?.placement?.status == "pending")
  }

  @Test(
    "labels decide which profile selects the pods",
    arguments: [
      ("labels: [{pairs: {tier: front}, includeTemplates: true}]", true),
      ("labels: [{pairs: {tier: front}, includeSelectors: true}]", true),
      ("labels: [{pairs: {tier: front}}]", false), ("labels: [{pairs: {tier: back}, includeTemplates: true}]", false),
      ("commonLabels: {tier: front}", true), ("commonAnnotations: {tier: front}", false),
    ])
  func labels(fields: String, isSelected: Bool) throws {
    let deployment = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {hostPID: true, containers: [{name: web, image: nginx}]}
      """
    let files = [
      ("cluster.yaml", Self.cluster("{namespace: web, labels: {tier: front}}")),
      ("base/kustomization.yaml", "resources: [web.yaml]"), ("base/web.yaml", deployment),
      ("a/kustomization.yaml", "resources: [../base]\n\(fields)"),
    ]
    let report = try lint(files, select: ["no-host-pid", "pod-matches-no-profile"])
    #expect(report.findings.map(\.rule) == [isSelected ? "no-host-pid" : "pod-matches-no-profile"])
    #expect(report.findings.first?.placement?.status == (isSelected ? "fargate" : "pending"))
    #expect(report.findings.first?.placement?.profile == (isSelected ? "web" : nil))
  }

  @Test("a Service reaches the pods of its own overlay alone, which one of two sends to Fargate")
  func neighbours() throws {
    let web = """
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        type: LoadBalancer
        selector: {app: web}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec: {containers: [{name: web, image: nginx}]}
      """
    let files = [
      ("cluster.yaml", Self.cluster("{namespace: a}") + "\nmanagedNodeGroups: [{name: rest}]"),
      ("base/kustomization.yaml", "resources: [web.yaml]"), ("base/web.yaml", web),
      ("a/kustomization.yaml", "resources: [../base]\nnamespace: a\nnamePrefix: a-"),
      ("b/kustomization.yaml", "resources: [../base]\nnamespace: b"),
    ]
    let report = try lint(files, select: ["no-classic-load-balancer"])
    #expect(report.places == ["base/web.yaml:5:3 no-classic-load-balancer"])
    #expect(
      report.related == [
        "base/web.yaml:10:23 a pod that it selects", "a/kustomization.yaml:1:1 as this kustomization makes it",
      ])
    let apart = "patches: [{target: {kind: Pod}, patch: '[{op: replace, path: /metadata/labels/app, value: x}]'}]"
    let other = files.dropLast(2) + [("a/kustomization.yaml", "resources: [../base]\nnamespace: a\n\(apart)")]
    #expect(try lint(Array(other), select: ["no-classic-load-balancer"]).places == [])
  }

  // MARK: Data

  static func cluster(_ selector: String, name: String = "dev") -> String {
    """
    apiVersion: eksctl.io/v1alpha5
    kind: ClusterConfig
    metadata: {name: \(name), region: us-east-1}
    fargateProfiles: [{name: web, selectors: [\(selector)]}]
    """
  }

  /// A cluster, and a base of one pod with its overlay.
  static func files(pod: String, _ fields: String, selector: String) -> [(name: String, text: String)] {
    [
      ("cluster.yaml", cluster(selector)), ("base/kustomization.yaml", "resources: [web.yaml]"),
      (
        "base/web.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web, \(pod)}\nspec: {containers: [{name: web, image: nginx}]}"
      ), ("a/kustomization.yaml", "resources: [../base]\n\(fields)"),
    ]
  }
}
