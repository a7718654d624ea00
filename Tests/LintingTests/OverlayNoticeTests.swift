import Linting
import Testing

@Suite("What is said of kustomizations")
struct OverlayNoticeTests {
  @Test(
    "at the place that it is about",
    arguments: [
      ("resources:\n- web.yaml\n- missing.yaml", ["a/kustomization.yaml:3 kustomization-refused"]),
      (
        "resources:\n- web.yaml\n- https://github.com/acme/base?ref=v1",
        ["a/kustomization.yaml:3 kustomization-external"]
      ),
      (
        "resources: [web.yaml]\npatches:\n- target: {kind: Service}\n  patch: '[{op: remove, path: /spec}]'",
        ["a/kustomization.yaml:3 patch-unmatched"]
      ),
      ("resources: []", ["a/web.yaml orphan-manifest"]),
      ("resources: [web.yaml]", []),
    ])
  func notices(text: String, said: [String]) throws {
    let report = try lint([("a/kustomization.yaml", text), ("a/web.yaml", Self.web)], select: ["no-host-network"])
    #expect(report.said == said)
    #expect(report.places == ["a/web.yaml:4:8 no-host-network"])
  }

  @Test("a manifest in a folder without a kustomization is no orphan")
  func noOrphan() throws {
    let files = [
      ("a/kustomization.yaml", "resources: [web.yaml]"), ("a/web.yaml", Self.web), ("a/more/web.yaml", Self.web),
      ("b/web.yaml", Self.web),
    ]
    #expect(try lint(files, select: ["no-host-network"]).said == [])
  }

  @Test("files of absolute names beside charts come to an end, orphans too")
  func absoluteNames() throws {
    let files = [
      ("/repo/chart/Chart.yaml", "name: chart"), ("/repo/a/kustomization.yaml", "resources: []"),
      ("/repo/a/web.yaml", Self.web),
    ]
    #expect(try lint(files, select: ["no-host-network"]).said == ["/repo/a/web.yaml orphan-manifest"])
  }

  @Test("a patch that meets nothing is said of once, however many kustomizations share it")
  func sharedPatch() throws {
    let component = """
      apiVersion: kustomize.config.k8s.io/v1alpha1
      kind: Component
      patches:
      - target: {kind: Job}
        patch: '[{op: remove, path: /spec}]'
      """
    let overlay = "resources: [../base]\ncomponents: [../parts]"
    let files = [
      ("base/kustomization.yaml", "resources: [web.yaml]"), ("base/web.yaml", Self.web),
      ("parts/kustomization.yaml", component), ("a/kustomization.yaml", overlay), ("b/kustomization.yaml", overlay),
    ]
    #expect(try lint(files, select: ["no-host-network"]).said == ["parts/kustomization.yaml:4 patch-unmatched"])
    let job = ("b/job.yaml", "{apiVersion: batch/v1, kind: Job, metadata: {name: job}, spec: {}}")
    let met =
      files.dropLast() + [("b/kustomization.yaml", "resources: [../base, job.yaml]\ncomponents: [../parts]"), job]
    #expect(try lint(Array(met), select: ["no-host-network"]).said == [])
  }

  @Test("a base that kustomize refuses leaves its overlay and its manifests as they are written")
  func refusedBase() throws {
    let files = [
      ("base/kustomization.yaml", "resources: [web.yaml, missing.yaml]"), ("base/web.yaml", Self.web),
      (
        "a/kustomization.yaml",
        "resources: [../base]\npatches: [{target: {kind: Pod}, patch: '[{op: remove, path: /spec/hostNetwork}]'}]"
      ),
    ]
    let report = try lint(files, select: ["no-host-network"])
    #expect(report.places == ["base/web.yaml:4:8 no-host-network"])
    #expect(report.said == ["base/kustomization.yaml:1 kustomization-refused"])
  }

  @Test("labels of pods stay open where a base is not here")
  func external() throws {
    let files = [
      ("cluster.yaml", OverlayPlacementTests.cluster("{namespace: web, labels: {tier: front}}")),
      ("a/kustomization.yaml", "resources: [web.yaml]\ncomponents: ['https://github.com/acme/parts?ref=v1']"),
      ("a/web.yaml", Self.web),
    ]
    let report = try lint(files, select: ["pod-matches-no-profile"])
    #expect(report.places == [])
    #expect(report.said == ["a/kustomization.yaml:2 kustomization-external"])
  }

  private static let web = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec: {hostNetwork: true, containers: [{name: web, image: nginx}]}
    """
}
