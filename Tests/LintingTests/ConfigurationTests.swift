import Foundation
import Linting
import TestData
import Testing

@Suite("A configuration")
struct ConfigurationTests {
  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      hostPID: true
      containers:
      - name: proxy
        image: nginx
        ports: [{containerPort: 80, hostPort: 80}]

    """
  private static let deployment = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec: {replicas: 5}

    """

  @Test(
    "sets what it says of a rule",
    arguments: [
      ("", ["a.yaml:5 error no-host-pid", "a.yaml:9 error no-host-port", "b.yaml:4 warning few-replicas"]),
      (
        "rules: {no-host-pid: {severity: note}, no-host-port: {enabled: false}, few-replicas: {params: {most: 5}}}",
        ["a.yaml:5 note no-host-pid"]
      ),
      (
        "rules: {few-replicas: {params: {names: [web]}}, no-host-pid: {severity: warning}}",
        ["a.yaml:5 warning no-host-pid", "a.yaml:9 error no-host-port"]
      ),
      (
        "rules: {size: {enabled: false}, few-replicas: {enabled: true}}",
        ["a.yaml:5 error no-host-pid", "a.yaml:9 error no-host-port", "b.yaml:4 warning few-replicas"]
      ),
    ])
  func rules(text: String, lines: [String]) async throws {
    let run = try await Configured.check([
      ".fargate-lint.yaml": text, "a.yaml": ConfigurationTests.pod, "b.yaml": ConfigurationTests.deployment,
    ])
    #expect(run.lines == lines)
  }

  @Test("gives way to what the user selects")
  func selected() async throws {
    let run = try await Configured.check(
      [".fargate-lint.yaml": "rules: {no-host-pid: {enabled: false}}", "a.yaml": ConfigurationTests.pod],
      select: ["no-host-pid"])
    #expect(run.lines == ["a.yaml:5 error no-host-pid"])
  }

  @Test("is refined by those below it, key by key, for what lies below them")
  func nested() async throws {
    let run = try await Configured.check([
      ".fargate-lint.yaml": "rules: {few-replicas: {severity: error, params: {most: 4}}}",
      "a.yaml": ConfigurationTests.deployment,
      "b/.fargate-lint.yaml": "rules: {few-replicas: {params: {most: 5}}}", "b/a.yaml": ConfigurationTests.deployment,
      "b/c/.fargate-lint.yaml": "rules: {few-replicas: {severity: note, params: {most: 2}}}",
      "b/c/a.yaml": ConfigurationTests.deployment,
      "b/d/.fargate-lint.yaml": "vars: {A: b}", "b/d/a.yaml": ConfigurationTests.deployment,
    ])
    #expect(run.lines == ["a.yaml:4 error few-replicas", "b/c/a.yaml:4 note few-replicas"])
    #expect(run.rules.sets.count == 3)
  }

  @Test("that the user names stands in the root's place")
  func named() async throws {
    let files = [
      ".fargate-lint.yaml": "rules: {no-host-pid: {enabled: false}}\nscopes: []",
      "strict.yml": "rules: {no-host-port: {enabled: false}}",
      "b/.fargate-lint.yaml": "rules: {no-host-pid: {severity: note}}",
      "a.yaml": ConfigurationTests.pod, "b/a.yaml": ConfigurationTests.pod,
    ]
    let run = try await Configured.check(files, root: "strict.yml")
    #expect(run.lines == ["a.yaml:5 error no-host-pid", "b/a.yaml:5 note no-host-pid"])
  }

  @Test("of another repository ends at its root")
  func repository() async throws {
    let run = try await Configured.check([
      ".fargate-lint.yaml": "rules: {no-host-pid: {enabled: false}, no-host-port: {enabled: false}}",
      "module/.git": "gitdir: elsewhere\n", "module/a.yaml": ConfigurationTests.pod, "a.yaml": ConfigurationTests.pod,
    ])
    #expect(run.lines == ["module/a.yaml:5 error no-host-pid", "module/a.yaml:9 error no-host-port"])
  }

  @Test(
    "excludes by what it names, with its reason",
    arguments: [
      ("rules: [no-host-pid]", true), ("rules: [security, no-gpu]", true),
      ("rules: [no-host-pid], paths: ['a*']", true),
      ("rules: [no-host-pid], paths: [b]", false), ("rules: [no-host-pid], kind: Pod, namespace: sh?p, name: w*", true),
      ("rules: [no-host-pid], namespace: other", false), ("rules: [no-host-pid], container: proxy", false),
      ("rules: [no-host-pid], until: 2026-01-01", true), ("rules: [no-host-pid], kind: ''", true),
    ])
  func exclude(entry: String, excludes: Bool) async throws {
    let run = try await Configured.check([
      ".fargate-lint.yaml": "exclude: [{\(entry), reason: ours}]", "a.yaml": ConfigurationTests.pod,
    ])
    let line = "a.yaml:5 error no-host-pid"
    #expect(run.lines.contains(excludes ? "\(line) (external: ours)" : line), "\(run.lines)")
    #expect(run.lines.contains(".fargate-lint.yaml:1 note unused-suppression") == !excludes)
    #expect(run.report.summary.suppressed == (excludes ? 1 : 0))
  }

  @Test("excludes in a container alone")
  func container() async throws {
    let run = try await Configured.check([
      "c/.fargate-lint.yaml": "exclude: [{rules: [no-host-port], container: proxy, reason: ours}]",
      "c/a.yaml": ConfigurationTests.pod, "a.yaml": ConfigurationTests.pod,
    ])
    #expect(run.lines.contains("c/a.yaml:9 error no-host-port (external: ours)"))
    #expect(run.lines.contains("a.yaml:9 error no-host-port"))
  }

  @Test("tells of exclusions that have expired or give no reason")
  func review() async throws {
    let run = try await Configured.check([
      ".fargate-lint.yaml":
        "exclude:\n- {rules: [no-host-pid], until: 2025-12-31, reason: a}\n- {rules: [no-host-port]}\n",
      "a.yaml": ConfigurationTests.pod,
    ])
    #expect(
      run.lines == [
        ".fargate-lint.yaml:2 note expired-suppression", ".fargate-lint.yaml:3 note suppression-without-reason",
        "a.yaml:5 error no-host-pid", "a.yaml:9 error no-host-port (external: )",
      ])
  }

  @Test("names further kinds that make pods, scopes and profiles")
  func values() async throws {
    let run = try await Configured.check([
      ".fargate-lint.yaml": """
      kinds: [{apiVersion: example.com/v1, kind: Widget, path: spec.pod, shape: podTemplate}]
      scopes: [{name: prod, paths: ["clusters/prod/**"], region: eu-west-1, capacity: [ec2]}]
      profiles:
      - {name: web, scope: prod, selectors: [{namespace: "web-*", labels: {tier: front}}], subnets: [], role: ""}
      vars: {REPLICAS: 3}
      """,
      "a.yaml":
        "apiVersion: example.com/v1\nkind: Widget\nspec: {pod: {spec: {hostPID: true, containers: [{name: a}]}}}\n",
    ])
    #expect(run.lines == ["a.yaml:3 error no-host-pid"])
    let root = try #require(run.rules.root)
    let scope = try #require(root.scopes.first)
    #expect(scope.contains(scope.folder + Array("/clusters/prod/web/a.yaml".utf8)))
    #expect(!scope.contains(scope.folder + Array("/clusters/stage/a.yaml".utf8)))
    #expect(scope.capacity == [.ec2])
    let profile = try #require(root.profiles.first)
    #expect(profile.place.start.line == 4)
    #expect(profile.role == nil)
    #expect(profile.selectors.first?.labels.first?.value == "front")
    #expect(root.variables.first?.value.value == "3")
  }
}
