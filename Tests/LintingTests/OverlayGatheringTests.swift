import Testing

@Suite("What overlays and plain files say together")
struct OverlayGatheringTests {
  private static let deployment = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: web}
    spec: {template: {spec: {containers: [{name: web, image: web}]}}}
    """

  private static let patch = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: web}
    spec: {template: {spec: {volumes: [{name: cni, hostPath: {path: /opt/cni}}]}}}
    """

  @Test("An overlay is judged where a kustomization above it cannot be built")
  func refusedAbove() throws {
    let report = try lint(
      [
        ("base/web.yaml", Self.deployment), ("base/kustomization.yaml", "resources: [web.yaml]"),
        ("over/host.yaml", Self.patch),
        ("over/kustomization.yaml", "{resources: [../base], patches: [{path: host.yaml}]}"),
        ("all/kustomization.yaml", "resources: [../over, missing.yaml]"),
      ], select: ["no-host-path"])
    #expect(report.findings.map(\.file.text) == ["over/host.yaml"])
    #expect(report.notices.map(\.kind) == [.kustomizationRefused])
    #expect(report.notices.map(\.file.text) == ["all/kustomization.yaml"])
  }

  @Test("A fault of a base is none where the overlay puts it right, though one above cannot be built")
  func refusedAboveRight() throws {
    let report = try lint(
      [
        ("base/web.yaml", Self.patch), ("base/kustomization.yaml", "resources: [web.yaml]"),
        (
          "over/kustomization.yaml",
          """
          resources: [../base]
          patches:
          - target: {kind: Deployment}
            patch: '[{op: remove, path: /spec/template/spec/volumes}]'
          """
        ),
        ("all/kustomization.yaml", "resources: [../over, missing.yaml]"),
      ], select: ["no-host-path"])
    #expect(report.findings.isEmpty)
  }

  @Test("A component's patch is unmatched only where it meets nothing in any overlay")
  func components() throws {
    let component = """
      apiVersion: kustomize.config.k8s.io/v1alpha1
      kind: Component
      patches:
      - target: {kind: Deployment}
        patch: '[{op: add, path: /metadata/labels, value: {a: b}}]'
      - target: {kind: Job}
        patch: '[{op: add, path: /metadata/labels, value: {a: b}}]'
      """
    let report = try lint([
      ("part/kustomization.yaml", component),
      ("one/kustomization.yaml", "{resources: [web.yaml], components: [../part]}"),
      ("one/web.yaml", Self.deployment), ("two/kustomization.yaml", "{resources: [own.yaml], components: [../part]}"),
      ("two/own.yaml", "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}"),
    ])
    let unmatched = report.notices.filter { $0.kind == .patchUnmatched }
    #expect(unmatched.map { "\($0.file.text):\($0.line ?? 0)" } == ["part/kustomization.yaml:6"])
  }

  @Test("Files of a Helm chart are no orphans of a kustomization beside them")
  func charts() throws {
    let account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}"
    let report = try lint([
      ("chart/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0"), ("chart/crds/one.yaml", account),
      ("chart/crds/two.yaml", account.replacing("web", with: "api")),
      ("chart/crds/kustomization.yaml", "resources: [one.yaml]"), ("app/one.yaml", account),
      ("app/two.yaml", account.replacing("web", with: "job")), ("app/kustomization.yaml", "resources: [one.yaml]"),
    ])
    let orphans = report.notices.filter { $0.kind == .orphanManifest }
    #expect(orphans.map(\.file.text) == ["app/two.yaml"])
  }

  @Test("Manifests that a generator takes as data are judged as they are written")
  func data() throws {
    let report = try lint(
      [
        ("app/host.yaml", Self.patch),
        ("app/kustomization.yaml", "configMapGenerator: [{name: manifests, files: [host.yaml]}]"),
      ], select: ["no-host-path"])
    #expect(report.findings.map(\.file.text) == ["app/host.yaml"])
    #expect(report.notices.isEmpty)
  }
}
