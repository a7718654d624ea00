import Linting
import Testing

@Suite("Clusters of a repository of Flux or Argo CD")
struct RepositoryScopeTests {
  // MARK: Flux

  @Test("are scopes that never mix, each with its own profiles and namespaces")
  func fluxScopes() throws {
    let report = try lint(Self.fleet(), select: ["pod-matches-no-profile", "no-host-network"])
    #expect(
      report.places
        == ["apps/base/web.yaml:4:8 no-host-network", "clusters/b/apps.yaml:7:3 pod-matches-no-profile"])
    #expect(report.findings.map(\.scopes) == [["a"], ["b"]])
    #expect(report.findings.map { $0.placement?.status } == ["fargate", "pending"])
    #expect(
      report.findings.last?.message
        == "no Fargate profile selects pods of namespace shop; the nearest, web of b, is for namespace web")
    #expect(report.said == [])
  }

  @Test("a fault that both clusters share is one finding of both")
  func sharedFault() throws {
    let report = try lint(Self.fleet(namespaces: ["a": "web", "b": "web"]), select: ["no-host-network"])
    #expect(report.places == ["apps/base/web.yaml:4:8 no-host-network"])
    #expect(report.findings.first?.scopes == ["a", "b"])
    #expect(report.related == [])
  }

  @Test("objects of one cluster are no neighbours of the other's")
  func neighbours() throws {
    let service = """
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: web}
      spec: {type: LoadBalancer, selector: {app: web}}
      """
    func report(_ cluster: String) throws -> Report {
      let files = Self.fleet(namespaces: ["a": "web", "b": "api"]) + [("clusters/\(cluster)/service.yaml", service)]
      return try lint(files, select: ["no-classic-load-balancer"])
    }
    #expect(try report("a").findings.map(\.scopes) == [["a"]])
    #expect(try report("a").findings.map(\.file.text) == ["clusters/a/service.yaml"])
    #expect(try report("b").findings.isEmpty)
  }

  @Test("what Flux substitutes is judged as it is filled in")
  func substitution() throws {
    let web = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        hostNetwork: ${host}
        volumes: [{name: logs, hostPath: {path: "${logs:=/var/log}"}}]
      """
    func report(_ host: String) throws -> Report {
      let rest = "postBuild: {substitute: {host: '\(host)'}}"
      return try lint(
        [("clusters/a/apps.yaml", Self.flux("apps", "./apps", rest)), ("apps/web.yaml", web)],
        select: ["no-host-network", "no-host-path"])
    }
    #expect(try report("true").places == ["apps/web.yaml:5:3 no-host-network", "apps/web.yaml:6:26 no-host-path"])
    #expect(try report("false").places == ["apps/web.yaml:6:26 no-host-path"])
  }

  @Test("a namespace that Flux substitutes is the one by which pods are placed")
  func substitutedNamespace() throws {
    let web = "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: '${ns}'}, spec: {hostNetwork: true}}"
    func statuses(_ rest: String) throws -> [String?] {
      let files = [
        ("cluster.yaml", OverlayPlacementTests.cluster("{namespace: web}")), ("apps/web.yaml", web),
        ("clusters/a/apps.yaml", Self.flux("apps", "./apps", rest)),
      ]
      return try lint(files, select: ["no-host-network", "pod-matches-no-profile"]).findings.map {
        $0.placement?.status
      }
    }
    #expect(try statuses("postBuild: {substitute: {ns: web}}") == ["fargate"])
    #expect(try statuses("postBuild: {substitute: {ns: api}}") == ["pending"])
    #expect(try statuses("") == ["unknown"])
  }

  @Test("what Flux patches is judged as it is deployed, and found in its object")
  func fluxPatches() throws {
    let rest = """
      patches:
      - target: {kind: Pod}
        patch: |-
          - {op: remove, path: /spec/hostNetwork}
          - {op: add, path: /spec/hostPID, value: true}
      """
    let files = [
      ("clusters/a/apps.yaml", Self.flux("apps", "./apps", rest)), ("apps/kustomization.yaml", "resources: [web.yaml]"),
      ("apps/web.yaml", Self.web),
    ]
    let report = try lint(files, select: ["no-host-network", "no-host-pid"])
    #expect(report.places == ["clusters/a/apps.yaml:11:40 no-host-pid"])
    #expect(report.related == ["apps/web.yaml:1:1 of the object that is written here"])
  }

  // MARK: Argo CD

  @Test(
    "an Application's namespace places what names none",
    arguments: [
      ("web", "", "fargate"), ("api", "", "pending"), ("api", ", namespace: web", "fargate"),
      ("web", ", namespace: api", "pending"),
    ])
  func application(destination: String, own: String, status: String) throws {
    let files = [
      ("cluster.yaml", OverlayPlacementTests.cluster("{namespace: web}")),
      (
        "argocd/web.yaml",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: web, namespace: argocd}
        spec:
          destination: {name: in-cluster, namespace: \(destination)}
          source: {repoURL: "https://github.com/acme/fleet.git", path: apps/web}
        """
      ), ("apps/web/web.yaml", Self.web.replacing("{name: web,", with: "{name: web\(own),")),
    ]
    let report = try lint(files, select: ["no-host-network", "pod-matches-no-profile"])
    #expect(report.findings.map { $0.placement?.status } == [status])
  }

  @Test("a list of an ApplicationSet is one cluster each")
  func applicationSet() throws {
    let set = """
      apiVersion: argoproj.io/v1alpha1
      kind: ApplicationSet
      metadata: {name: set, namespace: argocd}
      spec:
        generators: [{list: {elements: [{cluster: a, space: web}, {cluster: b, space: shop}]}}]
        template:
          metadata: {name: 'web-{{cluster}}'}
          spec:
            destination: {name: '{{cluster}}', namespace: '{{space}}'}
            source: {repoURL: "https://github.com/acme/fleet.git", path: 'apps/{{cluster}}'}
      """
    let files = [
      ("argocd/set.yaml", set), ("infra/a.yaml", OverlayPlacementTests.cluster("{namespace: web}", name: "a")),
      ("infra/b.yaml", OverlayPlacementTests.cluster("{namespace: web}", name: "b")), ("apps/a/web.yaml", Self.web),
      ("apps/b/web.yaml", Self.web),
    ]
    let report = try lint(files, select: ["no-host-network", "pod-matches-no-profile"])
    #expect(report.places == ["apps/a/web.yaml:4:8 no-host-network", "apps/b/web.yaml:3:12 pod-matches-no-profile"])
    #expect(report.findings.map(\.scopes) == [["a"], ["b"]])
  }

  @Test("the report is the same in whatever order files come")
  func order() throws {
    let report = try lint(Self.fleet())
    let other = try lint(Self.fleet().reversed())
    #expect(!report.findings.isEmpty)
    #expect(other.places == report.places)
    #expect(other.related == report.related)
    #expect(other.findings.map(\.message) == report.findings.map(\.message))
    #expect(other.findings.map(\.scopes) == report.findings.map(\.scopes))
    #expect(other.findings.map(\.fingerprint) == report.findings.map(\.fingerprint))
    #expect(other.notices == report.notices)
  }

  // MARK: Data

  private static let web = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, labels: {app: web}}
    spec: {hostNetwork: true, containers: [{name: web, image: nginx}]}
    """

  static func flux(_ name: String, _ path: String, _ rest: String) -> String {
    """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: {name: \(name), namespace: flux-system}
    spec:
      path: \(path)
      sourceRef: {kind: GitRepository, name: flux-system}
    \(rest.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
    """
  }

  /// Two clusters with one base, which each puts into a namespace; both have Fargate for `web` alone.
  private static func fleet(namespaces: [String: String] = ["a": "web", "b": "shop"]) -> [(name: String, text: String)]
  {
    [("apps/base/kustomization.yaml", "resources: [web.yaml]"), ("apps/base/web.yaml", web)]
      + ["a", "b"].flatMap { name in
        [
          ("infra/\(name).yaml", OverlayPlacementTests.cluster("{namespace: web}", name: name)),
          (
            "clusters/\(name)/apps.yaml",
            flux("apps", "./apps/\(name)", "targetNamespace: \(namespaces[name] ?? "none")")
          ), ("apps/\(name)/kustomization.yaml", "resources: [../base]"),
        ]
      }
  }
}
