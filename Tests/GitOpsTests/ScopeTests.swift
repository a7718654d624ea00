import GitOps
import Testing

@Suite("Scopes found")
struct ScopeTests {
  func clusters(_ files: [File]) -> [String: [String]] {
    Dictionary(uniqueKeysWithValues: plan(files).scopes.clusters.map { ($0.name, $0.files) })
  }

  @Test("folders of clusters tell clusters apart without any controller")
  func layout() {
    #expect(
      clusters([
        pod("fleet/clusters/a/x.yaml"), pod("fleet/clusters/b/y/z.yaml"), pod("clusters/readme.yaml"), pod("web.yaml"),
      ])
        == ["a": ["fleet/clusters/a/x.yaml"], "b": ["fleet/clusters/b/y/z.yaml"]])
  }

  @Test("a folder that other clusters build upon is a base, no cluster")
  func base() {
    #expect(
      clusters([
        ("clusters/a/kustomization.yaml", kustomization("../base")),
        ("clusters/base/kustomization.yaml", kustomization("pod.yaml")), pod("clusters/base/pod.yaml"),
      ]) == ["a": ["clusters/a/kustomization.yaml"]])
  }

  @Test("a destination that is named goes before the folder")
  func statedBeforeLayout() {
    let found = plan([
      ("hub.yaml", application("blue", "clusters/blue", destination: "{name: blue-eu}")),
      ("clusters/blue/web.yaml", application("web", "web", destination: "{name: in-cluster}")), pod("web/pod.yaml"),
    ])
    #expect(found.lines == ["blue: clusters/blue > blue-eu", "web: web > blue-eu"])
    #expect(found.scopes.clusters.map(\.name) == ["blue-eu"])
  }

  @Test(
    "clusters are told apart from two on, the unnamed one counted",
    arguments: [
      (["{name: in-cluster}", "{name: in-cluster}"], false), (["{name: in-cluster}", "{name: a}"], true),
      (["{name: a}", "{name: a}"], false), (["{name: a}", "{name: b}"], true),
      (["{name: a}", "{name: '{{x}}'}"], false),
    ])
  func apart(destinations: [String], isApart: Bool) {
    let apps = destinations.enumerated().map { application("a\($0)", "web", destination: $1) }.joined()
    let scopes = plan([("apps.yaml", apps), pod("web/pod.yaml")]).scopes
    #expect(scopes.tellsClustersApart == isApart)
  }

  @Test("a folder says where an object lands when the destination of what deploys it is not known")
  func unknownDestination() {
    let found = plan([
      ("hub.yaml", application("blue", "clusters/blue", destination: "{name: '${CLUSTER}'}")),
      ("clusters/blue/web.yaml", application("web", "web", destination: "{name: in-cluster}")), pod("web/pod.yaml"),
    ])
    #expect(found.lines == ["blue: clusters/blue > ?", "web: web > blue"])
    #expect(found.problems.map(\.kind) == [.unresolved])
  }

  @Test("the same files give the same plan in whatever order they come")
  func order() {
    let files = FluxTests.fleet()
    #expect(Set(plan(files).lines) == Set(plan(files.reversed()).lines))
    #expect(plan(files).scopes.clusters.map(\.files) == plan(files.reversed()).scopes.clusters.map(\.files))
  }

  @Test("objects that deploy one another in a ring end")
  func ring() {
    let names = (0..<60).map(String.init)
    let files: [File] = names.map { name in
      ("f\(name)/a.yaml", flux("k\(name)", "./f\((Int(name) ?? 0) * 7 % 60)", "postBuild: {substitute: {v: '${v}x'}}"))
    }
    #expect(plan(files).deployments.count == 60)
  }
}
