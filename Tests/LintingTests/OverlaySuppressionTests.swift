import Linting
import Testing

@Suite("Suppressions and overlays")
struct OverlaySuppressionTests {
  // MARK: Comments

  @Test("a comment covers the finding that stands there, in the base and in a patch")
  func comments() throws {
    let patch = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        hostPID: true # fargate-lint:disable=no-host-pid -- on EC2
      """
    let base = Self.base.replacing(
      "hostNetwork: true", with: "hostNetwork: true # fargate-lint:disable=no-host-network -- on EC2")
    let report = try lint(
      Self.files(base, "patches: [{path: patch.yaml}]") + [("a/patch.yaml", patch)],
      select: ["no-host-network", "no-host-pid"])
    #expect(
      report.places == [
        "a/patch.yaml:5:3 no-host-pid (suppressed)", "base/web.yaml:5:3 no-host-network (suppressed)",
      ])
  }

  @Test("a comment in a kustomization covers what its patch brings in")
  func inline() throws {
    let fields = """
      patches:
      - target: {kind: Pod}
        # fargate-lint:disable=no-host-pid -- on EC2
        patch: |-
          - {op: add, path: /spec/hostPID, value: true}
      """
    let report = try lint(Self.files(Self.base, fields), select: ["no-host-pid"])
    #expect(report.places == ["a/kustomization.yaml:6:38 no-host-pid (suppressed)"])
  }

  @Test("a comment on what every overlay corrects finds nothing")
  func corrected() throws {
    let base = Self.base.replacing(
      "hostNetwork: true", with: "hostNetwork: true # fargate-lint:disable=no-host-network -- on EC2")
    let fix = "patches: [{target: {kind: Pod}, patch: '[{op: remove, path: /spec/hostNetwork}]'}]"
    let files = Self.files(base, fix)
    #expect(try lint(files, select: ["no-host-network"]).places == ["base/web.yaml:5:21 unused-suppression"])
    let more = [("b/kustomization.yaml", "resources: [../base]")]
    #expect(
      try lint(files + more, select: ["no-host-network"]).places
        == ["base/web.yaml:5:3 no-host-network (suppressed)"])
  }

  @Test("a comment holds in files that are not judged themselves, and nothing is said of it")
  func elsewhere() async throws {
    let comment = " # fargate-lint:disable=no-host-network,no-host-ipc -- on EC2"
    let base = Self.base.replacing("hostNetwork: true", with: "hostNetwork: true\(comment)\n  hostPID: true\(comment)")
    let files = Dictionary(uniqueKeysWithValues: Self.files(base, "").map { ($0.name, $0.text) })
    let configured = try await Configured.check(files, judging: "a", select: ["no-host-network", "no-host-pid"])
    #expect(
      configured.lines == [
        "base/web.yaml:5 error no-host-network (inSource: on EC2)",
        "base/web.yaml:6 error no-host-pid",
      ])
  }

  // MARK: Annotations

  @Test(
    "an annotation that an overlay sets covers the objects that it makes",
    arguments: [
      "commonAnnotations: {fargate-lint.dev/disable.no-host-network: on EC2}",
      "patches: [{target: {kind: Pod}, patch: '{apiVersion: v1, kind: Pod, metadata: {name: any, annotations: {fargate-lint.dev/disable.no-host-network: on EC2}}}'}]",
      "patches: [{target: {kind: Pod}, patch: '[{op: add, path: /metadata/annotations, value: {fargate-lint.dev/disable.no-host-network: on EC2}}]'}]",
      "patches: [{path: patch.yaml}]",
    ])
  func annotations(fields: String) throws {
    let patch = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, annotations: {fargate-lint.dev/disable.no-host-network: on EC2}}
      """
    let more = fields.contains("patch.yaml") ? [("a/patch.yaml", patch)] : []
    let report = try lint(Self.files(Self.base, fields) + more, select: ["no-host-network"])
    #expect(report.places == ["base/web.yaml:5:3 no-host-network (suppressed)"])
    #expect(report.findings.first?.suppression?.justification == "on EC2")
  }

  @Test("an annotation in the base covers what an overlay brings into the object, and nothing of others")
  func annotatedBase() throws {
    let base = Self.base.replacing(
      "{name: web}", with: "{name: web, annotations: {fargate-lint.dev/disable.no-host-pid: on EC2}}")
    let other = Self.base.replacing("web", with: "other")
    let fields = "patches:\n- {target: {kind: Pod}, patch: '[{op: add, path: /spec/hostPID, value: true}]'}"
    let files = [
      ("base/kustomization.yaml", "resources: [web.yaml, other.yaml]"), ("base/web.yaml", base),
      ("base/other.yaml", other), ("a/kustomization.yaml", "resources: [../base]\n\(fields)"),
    ]
    let report = try lint(files, select: ["no-host-pid"])
    #expect(report.places == ["a/kustomization.yaml:3:25 no-host-pid"])
    #expect(report.related.contains("base/other.yaml:1:1 of the object that is written here"))
    #expect(!report.related.contains("base/web.yaml:1:1 of the object that is written here"))
    let alone = [files[1], files[3], ("base/kustomization.yaml", "resources: [web.yaml]")]
    #expect(try lint(alone, select: ["no-host-pid"]).places == ["a/kustomization.yaml:3:25 no-host-pid (suppressed)"])
  }

  @Test("an annotation of one overlay leaves the finding of another, which is named")
  func ofOne() throws {
    let fields = "commonAnnotations: {fargate-lint.dev/disable.no-host-network: on EC2}"
    let files = Self.files(Self.base, fields)
    for other in ["0", "b"] {
      let report = try lint(
        files + [("\(other)/kustomization.yaml", "resources: [../base]")], select: ["no-host-network"])
      #expect(report.places == ["base/web.yaml:5:3 no-host-network"])
      #expect(report.related == ["\(other)/kustomization.yaml:1:1 as this kustomization makes it"])
    }
  }

  @Test(
    "an annotation that Flux or Argo CD sets in one cluster leaves the finding in another",
    arguments: [
      flux("commonMetadata: {annotations: {fargate-lint.dev/disable.no-host-network: on EC2}}"),
      application("kustomize: {commonAnnotations: {fargate-lint.dev/disable.no-host-network: on EC2}}"),
    ])
  func ofOneCluster(deployer: String) throws {
    let files = [("base/kustomization.yaml", "resources: [web.yaml]"), ("base/web.yaml", Self.base)]
    let alone = try lint(files + [("clusters/x/apps.yaml", deployer)], select: ["no-host-network"])
    #expect(alone.places == ["base/web.yaml:5:3 no-host-network (suppressed)"])
    for other in ["a", "z"] {
      let both = [("clusters/x/apps.yaml", deployer), ("clusters/\(other)/apps.yaml", Self.flux(""))]
      let report = try lint(files + both, select: ["no-host-network"])
      #expect(report.places == ["base/web.yaml:5:3 no-host-network"])
      #expect(report.findings.map(\.scopes) == [[other]])
    }
  }

  @Test("an annotation on a pod template covers what is found of its pods")
  func template() throws {
    let deployment = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec: {template: {spec: {hostNetwork: true}}}
      """
    let fields = """
      patches:
      - target: {kind: Deployment}
        patch: |-
          - op: add
            path: /spec/template/metadata
            value: {annotations: {fargate-lint.dev/disable.no-host-network: on EC2}}
      """
    let report = try lint(Self.files(deployment, fields), select: ["no-host-network"])
    #expect(report.places == ["base/web.yaml:4:26 no-host-network (suppressed)"])
  }

  @Test("an annotation that covers nothing, or gives no reason, is said of where it is written")
  func review() throws {
    let unused = "commonAnnotations:\n  fargate-lint.dev/disable.no-host-pid: on EC2"
    #expect(
      try lint(Self.files(Self.base, unused), select: ["no-host-pid"]).places
        == ["a/kustomization.yaml:3:3 unused-suppression"])
    let bare = "commonAnnotations:\n  fargate-lint.dev/disable.no-host-network: ''"
    #expect(
      try lint(Self.files(Self.base, bare), select: ["no-host-network"]).places
        == ["a/kustomization.yaml:3:3 suppression-without-reason", "base/web.yaml:5:3 no-host-network (suppressed)"])
  }

  // MARK: Data

  private static func flux(_ field: String) -> String {
    """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: {name: apps, namespace: flux-system}
    spec:
      path: ./base
      sourceRef: {kind: GitRepository, name: flux-system}
      \(field)
    """
  }

  private static func application(_ field: String) -> String {
    """
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: apps, namespace: argocd}
    spec:
      destination: {name: in-cluster}
      source:
        repoURL: https://github.com/acme/fleet.git
        path: base
        \(field)
    """
  }

  private static let base = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      hostNetwork: true
    """

  private static func files(_ base: String, _ fields: String) -> [(name: String, text: String)] {
    [
      ("base/kustomization.yaml", "resources: [web.yaml]"), ("base/web.yaml", base),
      ("a/kustomization.yaml", "resources: [../base]\n\(fields)"),
    ]
  }
}
