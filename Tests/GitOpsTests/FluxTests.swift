import GitOps
import Testing

@Suite("Flux")
struct FluxTests {
  /// The layout of `flux bootstrap` for two clusters with shared folders.
  static func fleet(_ rest: [File] = []) -> [File] {
    let clusters: [File] = ["prod", "stage"].flatMap { name -> [File] in
      [
        ("clusters/\(name)/flux-system/kustomization.yaml", kustomization("gotk-sync.yaml")),
        (
          "clusters/\(name)/flux-system/gotk-sync.yaml",
          """
          apiVersion: source.toolkit.fluxcd.io/v1
          kind: GitRepository
          metadata: {name: flux-system, namespace: flux-system}
          spec: {url: "ssh://git@github.com/acme/fleet"}
          ---
          \(flux("flux-system", "./clusters/\(name)"))
          """
        ),
        (
          "clusters/\(name)/apps.yaml",
          flux("apps", "./apps/\(name)", "targetNamespace: web\ndependsOn: [{name: infra}]")
        ),
        ("apps/\(name)/kustomization.yaml", kustomization("../base")),
      ]
    }
    return clusters + [("apps/base/kustomization.yaml", kustomization("pod.yaml")), pod("apps/base/pod.yaml")] + rest
  }

  @Test("each cluster's Kustomizations land in it, and a shared base in both")
  func fleet() throws {
    let found = plan(FluxTests.fleet())
    #expect(
      found.lines == [
        "flux-system: clusters/prod > prod", "apps: apps/prod > prod [web!]", "flux-system: clusters/stage > stage",
        "apps: apps/stage > stage [web!]",
      ])
    #expect(found.problems.isEmpty)
    #expect(found.deployments.map(\.dependsOn) == [[], ["infra"], [], ["infra"]])
    #expect(found.scopes.clusters.map(\.name) == ["prod", "stage"])
    #expect(found.scopes.tellsClustersApart)
    let prod = try #require(found.scopes.clusters.first)
    #expect(prod.folders == ["clusters/prod"])
    #expect(prod.files.contains("apps/base/pod.yaml") && !prod.files.contains { $0.contains("stage") })
  }

  @Test("without a kustomization all YAML files are taken, but for what `.sourceignore` names")
  func generated() {
    let found = plan([
      ("flux.yaml", flux("web", "./web")), pod("web/a.yaml"), pod("web/deep/b.yml"), ("web/c.json", "{}"),
      ("web/sub/kustomization.yaml", kustomization("d.yaml")), pod("web/sub/d.yaml"), pod("web/sub/stray.yaml"),
      pod("web/ignored/e.yaml"), pod("web/ignored/keep.yaml"),
      ("web/.sourceignore", "# not these\nignored/*\n!ignored/keep.yaml\n"),
    ])
    #expect(found.deployments.map(\.selection) == [.generatedKustomization])
    #expect(
      found.deployments.map(\.files) == [
        [
          "web/a.yaml", "web/deep/b.yml", "web/ignored/keep.yaml", "web/sub/d.yaml", "web/sub/kustomization.yaml",
        ]
      ])
  }

  @Test(
    "another cluster is known by its kubeconfig",
    arguments: [
      ("kubeConfig: {secretRef: {name: blue-kubeconfig}}", "blue"),
      ("kubeConfig: {configMapRef: {name: green}}", "green"),
      ("kubeConfig: {secretRef: {name: '${cluster}'}}", "?"), ("", "hub"),
    ])
  func kubeConfig(rest: String, cluster: String) {
    let found = plan([("clusters/hub/web.yaml", flux("web", "./web", rest)), pod("web/a.yaml")])
    #expect(found.lines == ["web: web > \(cluster)"])
  }

  @Test("a Kustomization of Kustomizations, three deep, in the cluster of the first")
  func nested() {
    let found = plan([
      ("clusters/prod/root.yaml", flux("root", "./one")), ("one/two.yaml", flux("two", "./two")),
      ("two/three.yaml", flux("three", "./three")), pod("three/pod.yaml"),
    ])
    #expect(found.lines == ["root: one > prod", "two: two > prod", "three: three > prod"])
  }

  @Test("a shared Kustomization lands in each cluster, with that cluster's variables")
  func shared() {
    let root = { (name: String) -> File in
      (
        "clusters/\(name)/root.yaml",
        flux("root", "./shared", "postBuild: {substitute: {cluster: \(name), empty: ''}}")
      )
    }
    let found = plan([
      root("prod"), root("stage"),
      (
        "shared/web.yaml",
        flux("web", "./web/${cluster}", "targetNamespace: ${cluster}-${team:=core}${empty:-x}${unset}")
      ),
      pod("web/prod/pod.yaml"), pod("web/stage/pod.yaml"),
    ])
    #expect(
      found.lines == [
        "root: shared > prod", "root: shared > stage", "web: web/prod > prod [prod-corex!]",
        "web: web/stage > stage [stage-corex!]",
      ])
  }

  @Test("variables come from the cluster's own ConfigMap; what is written in line goes first")
  func substituteFrom() throws {
    let settings = { (name: String) -> File in
      (
        "clusters/\(name)/settings.yaml",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: flux-system}, data: {region: \(name)-1, env: \(name)}}"
      )
    }
    let web = { (name: String) -> File in
      (
        "clusters/\(name)/web.yaml",
        flux(
          "web", "./web", "postBuild: {substitute: {env: mine}, substituteFrom: [{kind: ConfigMap, name: settings}]}")
      )
    }
    let found = plan([settings("prod"), settings("stage"), web("prod"), web("stage"), pod("web/pod.yaml")])
    let values = found.deployments.map { $0.substitution?.variables.map { "\($0.name)=\($0.value.text ?? "?")" } }
    #expect(values == [["env=mine", "region=prod-1"], ["env=mine", "region=stage-1"]])
    #expect(found.deployments.allSatisfy { $0.substitution?.isComplete == true })
    #expect(found.problems.isEmpty)
  }

  @Test(
    "a Secret's values are not known, and what is not here may hold more",
    arguments: [
      ("{kind: Secret, name: here}", ["token=?"], true, [DeploymentProblem.Kind]()),
      ("{kind: Secret, name: there}", [], false, []), ("{kind: ConfigMap, name: there, optional: true}", [], false, []),
      ("{kind: ConfigMap, name: there}", [], false, [.notFound]),
    ])
  func secrets(reference: String, values: [String], isComplete: Bool, kinds: [DeploymentProblem.Kind]) throws {
    let found = plan([
      ("web.yaml", flux("web", "./web", "postBuild: {substituteFrom: [\(reference)]}")), pod("web/pod.yaml"),
      ("secret.yaml", "{apiVersion: v1, kind: Secret, metadata: {name: here}, stringData: {token: secret}}"),
    ])
    let substitution = try #require(found.deployments.first?.substitution)
    #expect(substitution.variables.map { "\($0.name)=\($0.value.text ?? "?")" } == values)
    #expect(substitution.isComplete == isComplete)
    #expect(found.problems.map(\.kind) == kinds)
  }

  @Test("what it adds to the kustomization is its spec")
  func customization() throws {
    let found = plan([
      ("web.yaml", flux("web", "./web", "namePrefix: '${p}'\nsuspend: true")), pod("web/pod.yaml"),
      ("api.yaml", flux("api", "./web", "images: [{name: a, newTag: b}]")), ("plain.yaml", flux("plain", "./web")),
    ])
    #expect(found.deployments.map { $0.customization?.form } == [.flux, .flux, nil])
    #expect(found.deployments.map { $0.customization?.isTemplate } == [true, false, nil])
    #expect(found.deployments.map(\.isSuspended) == [true, false, false])
  }

  @Test("a HelmRelease says where its release lands, and no more")
  func helmRelease() {
    let found = plan([
      (
        "clusters/prod/web.yaml",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: web, namespace: flux-system}
        spec:
          targetNamespace: front
          storageNamespace: store
          chart: {spec: {chart: ./charts/web, sourceRef: {kind: GitRepository, name: flux-system}}}
        ---
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: api, namespace: back}
        spec: {chart: {spec: {chart: api, sourceRef: {kind: HelmRepository, name: acme}}}}
        """
      ), ("charts/web/Chart.yaml", "name: web"),
    ])
    let lines = found.releases.map {
      "\($0.releaseName?.text ?? "?") \($0.namespace?.text ?? "?") \($0.folder ?? "-") \($0.cluster.word)"
    }
    #expect(lines == ["front-web front charts/web prod", "api back - prod"])
    #expect(found.releases.map { $0.storageNamespace?.text } == ["store", nil])
    #expect(found.problems.map(\.kind) == [.chartNotRendered, .chartNotRendered])
  }

  @Test("an artifact that is put together from folders is followed back to them")
  func artifacts() {
    let generator: File = (
      "clusters/prod/artifacts.yaml",
      """
      apiVersion: source.extensions.fluxcd.io/v1beta1
      kind: ArtifactGenerator
      metadata: {name: all, namespace: flux-system}
      spec:
        artifacts:
        - name: apps
          copy:
          - {from: "@repo/apps/base/**", to: "@artifact/base/"}
          - {from: "@repo/apps/production/**", to: "@artifact/production/"}
      """
    )
    let web = flux("web", "./production").replacing(
      "{kind: GitRepository, name: flux-system}", with: "{kind: ExternalArtifact, name: apps}")
    let found = plan([generator, ("clusters/prod/web.yaml", web), pod("apps/production/pod.yaml")])
    #expect(found.lines == ["web: apps/production > prod"])
  }

  @Test("a value that is doubled at every step stays short")
  func doubling() {
    let files: [File] = (0..<40).map { step in
      let value = step == 0 ? "x" : "${v}${v}"
      return ("f\(step)/next.yaml", flux("k\(step)", "./f\(step + 1)", "postBuild: {substitute: {v: '\(value)'}}"))
    }
    let found = plan(files + [pod("f40/pod.yaml")])
    let lengths = found.deployments.compactMap { $0.substitution?.variables.first?.value.text?.utf8.count }
    #expect(found.deployments.count == 40)
    #expect(lengths.max() == 65_536)
  }

  @Test("a file that a kustomization patches with is no object")
  func patchFiles() {
    let patch = flux("web", "./web").replacing("---", with: "")
    let found = plan([
      ("a/kustomization.yaml", kustomization("web.yaml") + "\npatches: [{path: ../b/patch.yaml}, {path: own.yaml}]"),
      ("a/web.yaml", flux("web", "./web", "suspend: true")), ("a/own.yaml", patch), pod("web/pod.yaml"),
    ])
    #expect(found.lines == ["web: web > own"])
    #expect(found.deployments.map(\.isSuspended) == [true])
  }

  @Test("what a patch on the way changes is not known")
  func patched() {
    let patch = "patches: [{patch: '{kind: Kustomization, metadata: {name: web}, spec: {path: ./other}}'}]"
    let found = plan([
      ("clusters/prod/root.yaml", flux("root", "./shared", patch)),
      ("shared/apps.yaml", flux("web", "./web") + flux("api", "./web")), pod("web/pod.yaml"), pod("other/pod.yaml"),
    ])
    #expect(found.lines == ["root: shared > prod", "api: web > prod"])
    #expect(found.problems.map(\.kind) == [.patched])
  }

  @Test("a source that is another repository is none of ours")
  func otherSource() {
    let found = plan(FluxTests.fleet(), remotes: ["git@github.com:acme/other.git"])
    #expect(found.lines.isEmpty)
    #expect(Set(found.problems.map(\.kind)) == [.otherRepository])
  }
}
