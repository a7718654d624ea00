import Linting
import Testing

@Suite("Variables of configurations")
struct VariableTests {
  private static func pod(_ name: String, _ spec: String) -> String {
    "apiVersion: v1\nkind: Pod\nmetadata: {name: \(name)}\nspec:\n  containers:\n    - name: web\n      image: nginx:1\n\(spec)"
  }

  private static let port = pod("web", "      ports:\n        - containerPort: 80\n          hostPort: ${PORT}\n")

  @Test("without a value, what rests on a variable is a notice and no finding")
  func unknown() async throws {
    let run = try await Configured.check(["web.yaml": VariableTests.port], select: ["no-host-port"])
    #expect(run.lines == [])
    #expect(run.report.notices.map(\.kind) == [.valueUnknown])
  }

  @Test(
    "a value makes the finding, at the text in the manifest",
    arguments: [
      ("${PORT}", "8080"), ("${PORT:=1}", "8080"), ("${PORT:-1}", "8080"), ("80${PORT}", "8080"),
      ("${PORT}$${OTHER}", nil), ("${OTHER}", nil), ("${OTHER:=81}", nil), ("$(PORT)", nil), ("${PORT:?no}", nil),
    ])
  func value(written: String, shown: String?) async throws {
    let value = written == "80${PORT}" ? "80" : "8080"
    let run = try await Configured.check(
      [
        ".fargate-lint.yaml": "vars: {PORT: \(value)}\n",
        "web.yaml": VariableTests.port.replacing("${PORT}", with: written),
      ],
      select: ["no-host-port"])
    #expect(run.lines == (shown == nil ? [] : ["web.yaml:10 error no-host-port"]))
    if let shown {
      let finding = try #require(run.report.findings.first)
      #expect(finding.message.contains(shown), "\(finding.message)")
      #expect(finding.start.column == 11)
      #expect(finding.end.column == 11 + "hostPort: ".count + written.count)
      #expect(run.report.notices.isEmpty)
    } else {
      #expect(run.report.notices.map(\.kind) == [.valueUnknown])
    }
  }

  @Test("text that stands without quotes is read anew, in quotes it is text")
  func types() async throws {
    func lines(_ written: String) async throws -> [String] {
      let text = VariableTests.pod("web", "  hostPID: \(written)\n")
      return try await Configured.check(
        [".fargate-lint.yaml": "vars: {HOST: \"true\"}\n", "web.yaml": text], select: ["no-host-pid"]
      )
      .lines
    }
    #expect(try await lines("${HOST}") == ["web.yaml:8 error no-host-pid"])
    #expect(try await lines("\"${HOST}\"") == [])
  }

  @Test("a name that YAML takes for a boolean is refused, and taken in quotes")
  func names() async throws {
    #expect(
      try await Configured.errors([".fargate-lint.yaml": "vars: {NO: a}\n"])
        == ["1:8: YAML reads this word as `false`: write the variable's name in quotes"])
    #expect(try await Configured.errors([".fargate-lint.yaml": "vars: {\"NO\": a}\n"]) == [])
  }

  @Test("the nearest configuration has the last word, and others go on to hold")
  func nested() async throws {
    let run = try await Configured.check(
      [
        ".fargate-lint.yaml": "vars: {HOST: \"true\", OTHER: \"true\"}\n",
        "a/.fargate-lint.yaml": "vars: {HOST: \"false\"}\n",
        "a/web.yaml": VariableTests.pod("a", "  hostPID: ${HOST}\n  hostIPC: ${OTHER}\n"),
        "web.yaml": VariableTests.pod("b", "  hostPID: ${HOST}\n  hostIPC: ${OTHER}\n"),
      ], select: ["no-host-pid", "no-host-ipc"])
    #expect(
      run.lines == ["a/web.yaml:9 error no-host-ipc", "web.yaml:8 error no-host-pid", "web.yaml:9 error no-host-ipc"])
  }

  @Test("a resource is known by the name that its file writes, whatever the value")
  func identity() async throws {
    func finding(_ value: String) async throws -> Finding {
      let run = try await Configured.check(
        [
          ".fargate-lint.yaml": "vars: {CLUSTER: \(value)}\n",
          "web.yaml": VariableTests.pod("\"${CLUSTER}-web\"", "  hostPID: true\n"),
        ], select: ["no-host-pid"])
      return try #require(run.report.findings.first)
    }
    let (one, other) = (try await finding("prod"), try await finding("dev"))
    #expect(one.resource?.name == "${CLUSTER}-web")
    #expect(one.fingerprint == other.fingerprint)
  }

  @Test("a namespace that a variable gives decides which profile takes the pod, and what else stands there")
  func placement() async throws {
    let run = try await Configured.check(
      [
        ".fargate-lint.yaml":
          "vars: {TEAM: shop}\nscopes: [{name: prod, paths: ['*'], capacity: [ec2]}]\n"
          + "profiles: [{name: web, selectors: [{namespace: shop}]}]\n",
        "web.yaml": VariableTests.pod("web, namespace: \"${TEAM}\"", "  hostNetwork: true\n"),
        "other.yaml": VariableTests.pod("other, namespace: \"other-${TEAM}\"", "  hostNetwork: true\n"),
      ], select: ["no-host-network"])
    #expect(run.lines == ["web.yaml:8 error no-host-network"])
    #expect(run.report.findings.first?.placement?.profile == "web")
  }

  @Test("lines of a text within a manifest keep their places")
  func parts() async throws {
    let text =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: aws-logging, namespace: aws-observability}\ndata:\n"
      + "  output.conf: |\n    [OUTPUT]\n        Name ${OUTPUT}\n        Match *\n"
    let run = try await Configured.check(
      [".fargate-lint.yaml": "vars: {OUTPUT: no-such-output-that-is-long}\n", "logging.yaml": text],
      select: ["aws-logging-output"])
    #expect(run.lines == ["logging.yaml:7 error aws-logging-output"])
    #expect(run.report.findings.first?.end.line == 7)
  }

  private static let overlay = [
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": pod("web", "  hostPID: ${HOST}\n"),
    "prod/kustomization.yaml": "resources: [../base]\n",
    "dev/kustomization.yaml": "resources: [../base]\n",
  ]

  @Test("of a base, the variables of what deploys it count before its own")
  func overlays() async throws {
    var files = VariableTests.overlay
    files[".fargate-lint.yaml"] = "vars: {OTHER: \"true\"}\n"
    files["base/.fargate-lint.yaml"] = "vars: {HOST: \"true\"}\n"
    files["prod/.fargate-lint.yaml"] = "vars: {HOST: \"false\"}\n"
    let run = try await Configured.check(files, select: ["no-host-pid"])
    #expect(run.lines == ["base/web.yaml:8 error no-host-pid"])
    #expect(run.report.findings.first?.related.contains { $0.file.text.hasSuffix("dev/kustomization.yaml") } ?? false)
    #expect(run.report.notices.isEmpty)
  }

  @Test(
    "what Flux sets goes before", arguments: [("\"false\"", []), ("\"true\"", ["apps/web.yaml:8 error no-host-pid"])])
  func flux(value: String, expected: [String]) async throws {
    let flux = """
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata: {name: apps, namespace: flux-system}
      spec:
        path: ./${FOLDER}
        sourceRef: {kind: GitRepository, name: flux-system}
        postBuild: {substitute: {HOST: \(value)}}
      """
    let run = try await Configured.check(
      [
        ".fargate-lint.yaml": "vars: {HOST: \(value == "\"true\"" ? "\"false\"" : "\"true\""), FOLDER: apps}\n",
        "clusters/prod/apps.yaml": flux, "apps/kustomization.yaml": "resources: [web.yaml]\n",
        "apps/web.yaml": VariableTests.pod("web", "  hostPID: ${HOST}\n"),
      ], select: ["no-host-pid"])
    #expect(run.lines == expected)
  }
}
