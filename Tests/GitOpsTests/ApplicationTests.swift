import GitOps
import Testing

@Suite("Argo CD Application")
struct ApplicationTests {
  @Test(
    "an Application deploys its path to the cluster of its destination",
    arguments: [
      ("{name: prod, namespace: web}", "prod [web]"),
      ("{name: in-cluster}", "own"),
      ("{server: 'https://kubernetes.default.svc/'}", "own"),
      ("{server: 'https://1.2.3.4'}", "https://1.2.3.4"),
      ("{server: 'https://5.6.7.8'}", "stage"),
      ("{name: hub}", "own"),
      ("{server: 'arn:aws:eks:eu-west-1:111122223333:cluster/blue'}", "blue"),
      ("{name: '${CLUSTER}'}", "?"),
      ("{name: a, server: b}", "?"),
      ("{namespace: '<team>', name: prod}", "prod [?]"),
    ])
  func destination(destination: String, expected: String) {
    let secret = { (name: String, server: String) in
      """
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: c-\(name), labels: {argocd.argoproj.io/secret-type: cluster}}
      stringData: {name: \(name), server: "\(server)"}

      """
    }
    let found = plan([
      ("argocd/app.yaml", application("web", "apps/web", destination: destination)), pod("apps/web/pod.yaml"),
      ("argocd/clusters.yaml", secret("stage", "https://5.6.7.8") + secret("hub", "https://kubernetes.default.svc")),
    ])
    #expect(found.lines == ["web: apps/web > \(expected)"])
  }

  @Test(
    "which files are taken depends on the source and on the folder",
    arguments: [
      ("", ["app/a.yaml", "app/b.json"]),
      (", directory: {recurse: true}", ["app/a.yaml", "app/b.json", "app/sub/c.yaml", "app/sub/d.yml"]),
      (", directory: {recurse: true, include: '*.yaml'}", ["app/a.yaml", "app/sub/c.yaml"]),
      (", directory: {recurse: true, exclude: '{b.json,sub/*}'}", ["app/a.yaml"]),
      (", directory: {}", ["app/a.yaml", "app/b.json"]),
    ])
  func directory(settings: String, files: [String]) {
    let found = plan([
      ("app.yaml", application("web", "./app/", rest: settings)), pod("app/a.yaml"), ("app/b.json", "{}"),
      pod("app/sub/c.yaml"), pod("app/sub/d.yml"), ("app/notes.toml", ""),
    ])
    #expect(found.deployments.map(\.files) == [files])
  }

  @Test("a kustomization takes what it names, shared bases too, and a loop of bases ends")
  func kustomized() {
    let found = plan([
      ("app.yaml", application("web", "overlays/prod")),
      ("overlays/prod/kustomization.yaml", kustomization("../../base", "extra.yaml", "https://example.com/x?ref=1")),
      pod("overlays/prod/extra.yaml"), pod("overlays/prod/stray.yaml"),
      ("base/kustomization.yml", kustomization("pod.yaml", "../overlays/prod")), pod("base/pod.yaml"),
    ])
    #expect(found.deployments.map(\.selection) == [.kustomization])
    #expect(
      found.deployments.map(\.files) == [
        ["base/kustomization.yml", "base/pod.yaml", "overlays/prod/extra.yaml", "overlays/prod/kustomization.yaml"]
      ])
  }

  @Test("what the source adds to the kustomization is handed on")
  func customization() throws {
    let found = plan([
      ("app.yaml", application("web", "app", rest: ", kustomize: {namePrefix: p-, components: [../parts]}")),
      ("app/kustomization.yaml", kustomization("pod.yaml")), pod("app/pod.yaml"),
      ("parts/kustomization.yaml", kustomization("more.yaml")), pod("parts/more.yaml"),
    ])
    let deployment = try #require(found.deployments.first)
    let customization = try #require(deployment.customization)
    #expect(customization.form == .argoCD && !customization.isTemplate)
    #expect(customization.place.tree.value(of: "namePrefix", in: customization.place.node) != nil)
    #expect(deployment.files.contains("parts/more.yaml"))
  }

  @Test("of several sources each is deployed; one that only lends values is not")
  func sources() {
    let found = plan([
      (
        "app.yaml",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: web}
        spec:
          destination: {name: prod, namespace: web}
          source: {path: ignored}
          sources:
          - {repoURL: https://github.com/acme/fleet, path: one}
          - {repoURL: https://github.com/acme/fleet, ref: values}
          - {repoURL: https://charts.example.com, chart: redis, helm: {releaseName: cache}}
          - {repoURL: https://github.com/acme/fleet, ref: both, path: two}
        """
      ), pod("one/a.yaml"), pod("two/a.yaml"),
    ])
    #expect(found.lines == ["web: one > prod [web]", "web: two > prod [web]"])
    #expect(found.releases.map { $0.chart?.text } == ["redis"])
    #expect(found.releases.map { $0.releaseName?.text } == ["cache"])
    #expect(found.releases.map { $0.namespace?.text } == ["web"])
    #expect(found.problems.map(\.kind) == [.chartNotRendered])
  }

  @Test("a folder with a chart is a release, not rendered")
  func chart() {
    let found = plan([
      ("app.yaml", application("web", "chart")), ("chart/Chart.yaml", "name: web"),
      ("chart/templates/a.yaml", "{{ x }}"),
    ])
    #expect(found.lines.isEmpty)
    #expect(found.releases.map(\.folder) == ["chart"])
    #expect(found.problems.map(\.kind) == [.chartNotRendered])
  }

  @Test(
    "a source is this repository's unless the remotes say otherwise",
    arguments: [
      ("git@github.com:acme/fleet.git", true), ("ssh://git@github.com:22/Acme/fleet", true),
      ("https://user:secret@GitHub.com/acme/fleet.git/", true), ("https://github.com/acme/other", false),
      ("https://gitlab.com/acme/fleet", false),
    ])
  func remotes(remote: String, isThis: Bool) {
    let files: [File] = [("app.yaml", application("web", "app")), pod("app/a.yaml")]
    let found = plan(files, remotes: [remote])
    #expect(found.deployments.count == (isThis ? 1 : 0))
    #expect(found.problems.map(\.kind) == (isThis ? [] : [.otherRepository]))
  }

  @Test(
    "a path means its own folder; where nobody knows the repository's root, the one that ends like it",
    arguments: [
      ("", "fleet/app", ["fleet/app"], [DeploymentProblem.Kind]()),
      ("", "app", [], [.pathNotFound]),
      (nil, "app", ["fleet/app"], []),
      (nil, "more/app", ["other/more/app"], []),
      ("deploy", "deploy/fleet/app", ["fleet/app"], []),
      ("", "../app", [], [.pathNotFound]),
      (nil, ".", [], [.pathNotFound]),
    ])
  func paths(prefix: String?, path: String, folders: [String], kinds: [DeploymentProblem.Kind]) {
    let found = plan(
      [("fleet/argocd/app.yaml", application("web", path)), pod("fleet/app/a.yaml"), pod("other/more/app/b.yaml")],
      prefix: prefix)
    #expect(found.deployments.map(\.folder) == folders)
    #expect(found.problems.map(\.kind) == kinds)
  }

  @Test("two folders that end like the path are told apart by the object's own place, or not at all")
  func ambiguous() {
    let folders: [File] = [pod("one/app/a.yaml"), pod("two/app/a.yaml")]
    #expect(
      plan([("two/x/app.yaml", application("web", "app"))] + folders, prefix: nil).lines == ["web: two/app > prod"])
    let found = plan([("x/app.yaml", application("web", "app"))] + folders, prefix: nil)
    #expect(found.problems.map(\.kind) == [.pathAmbiguous])
  }

  @Test("an app of apps: what it deploys lands where it lands, to any depth, and a loop ends")
  func appOfApps() {
    let own = "{server: 'https://kubernetes.default.svc', namespace: argocd}"
    let found = plan([
      ("root.yaml", application("root", "apps", destination: "{name: hub}")),
      ("apps/kustomization.yaml", kustomization("team.yaml")),
      ("apps/team.yaml", application("team", "team", destination: own)),
      ("team/web.yaml", application("web", "web", destination: own) + application("loop", "apps", destination: own)),
      pod("web/pod.yaml"),
    ])
    #expect(
      found.lines == [
        "root: apps > hub", "team: team > hub [argocd]", "web: web > hub [argocd]", "loop: apps > hub [argocd]",
      ])
  }

  @Test("an Application that is patched on its way says nothing for certain")
  func patched() {
    let patch = { (text: String) in
      kustomization("../base") + "\npatches:\n- target: {kind: Application}\n  patch: '\(text)'\n"
    }
    let files = { (text: String) -> [File] in
      [
        ("root.yaml", application("root", "prod", destination: "{name: hub}")),
        ("prod/kustomization.yaml", patch(text)),
        ("base/kustomization.yaml", kustomization("web.yaml")),
        ("base/web.yaml", application("web", "web")), pod("web/pod.yaml"),
      ]
    }
    let telling = plan(files(#"[{"op": "replace", "path": "/spec/source/path", "value": "other"}]"#))
    #expect(telling.lines == ["root: prod > hub"])
    #expect(telling.problems.map(\.kind) == [.patched])
    let revision = plan(files(#"[{"op": "replace", "path": "/spec/source/targetRevision", "value": "v2"}]"#))
    #expect(revision.lines == ["root: prod > hub", "web: web > prod"])
  }
}
