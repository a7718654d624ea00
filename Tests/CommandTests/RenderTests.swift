import Foundation
import TestData
import Testing

@Suite("Rendering")
struct RenderTests {
  private static let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
  private static let rules = ["--select", "no-host-network,no-host-pid,no-host-ipc,no-host-port"]

  private static func has(_ program: String) -> Bool {
    path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
  }

  private static var canBuild: Bool { (has("kubectl") || has("kustomize")) && has("git") }

  private static func lint(_ arguments: [String], in folder: URL, path: String = Self.path) throws -> Tool {
    try Tool.run(rules + arguments, in: folder, environment: ["PATH": path])
  }

  /// `FILE:LINE:COLUMN RULE KIND/NAME` of each finding, `KIND FILE` of each notice.
  private static func lines(_ run: Tool) throws -> [String] {
    let report = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let findings = (report["findings"] as? [[String: Any]] ?? []).map { finding in
      let start = finding["start"] as? [String: Int] ?? [:]
      let resource = finding["resource"] as? [String: Any] ?? [:]
      return "\(finding["file"] ?? ""):\(start["line"] ?? 0):\(start["column"] ?? 0) \(finding["rule"] ?? "")"
        + " \(resource["kind"] ?? "")/\(resource["name"] ?? "")"
    }
    let notices = (report["notices"] as? [[String: Any]] ?? []).map { "\($0["kind"] ?? "") \($0["file"] ?? "")" }
    return findings + notices
  }

  private static func deployment(_ name: String, _ pod: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name)}
    spec:
      selector: {matchLabels: {app: \(name)}}
      template:
        metadata: {labels: {app: \(name)}}
        spec:
          \(pod)

    """
  }

  // MARK: Usage

  @Test(
    "takes names of programs that are there",
    arguments: [
      ("kustomise", "did you mean `kustomize`?"), ("kustomize,hlem", "did you mean `helm`?"), ("", "names kustomize"),
      ("kustomize", "runs `kustomize` or `kubectl`, and neither is on the PATH"), ("helm", "runs `helm`, which is not"),
    ])
  func usage(names: String, message: String) throws {
    let run = try Tool.run(["examples", "--render", names], environment: ["PATH": "/no/such/folder"])
    #expect(run.status == 2)
    #expect(run.errors.contains(message))
    #expect(run.output == "")
  }

  // MARK: kustomize

  /// A kustomization of local files, and what only a run can tell.
  private static func build(_ external: String, _ body: (URL) throws -> Void) throws {
    try TestData.withFolder { folder in
      let pod = """
        hostPID: true
              containers:
              - {name: side, image: a}
              - name: web
                image: a
                ports: [{containerPort: 80, hostPort: 80}]
        """
      try TestData.write(deployment("web", pod), to: "repo/base/web.yaml", in: folder)
      try TestData.write("resources: [web.yaml]\n", to: "repo/base/kustomization.yaml", in: folder)
      let overlay = """
        namespace: shop
        resources:
        - ../base
        \(external.replacingOccurrences(of: "FAR", with: "file://\(folder.path)/far"))
        patches:
        - target: {kind: Deployment, name: web}
          patch: '- {op: add, path: /spec/template/spec/hostIPC, value: true}'
        images: [{name: a, newTag: "1"}]

        """
      try TestData.write(overlay, to: "repo/prod/kustomization.yaml", in: folder)
      try TestData.write("prefix: p-\n" + prefix, to: "repo/prod/prefix.yaml", in: folder)
      let far = ["far", "farther"].map { deployment($0, "{hostNetwork: true, containers: [{name: a, image: a}]}") }
      try TestData.write(far.joined(separator: "---\n"), to: "far/base/far.yaml", in: folder)
      try TestData.write("resources: [far.yaml]\n", to: "far/base/kustomization.yaml", in: folder)
      let commands = [
        ["init", "-q", "-b", "main"], ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "a"],
      ]
      for words in commands {
        let far = folder.appendingPathComponent("far")
        _ = try Tool.run(URL(fileURLWithPath: "/usr/bin/env"), ["git"] + words, in: far)
      }
      try body(folder.appendingPathComponent("repo"))
    }
  }

  private static let prefix = """
    apiVersion: builtin
    kind: PrefixTransformer
    metadata: {name: prefix}
    fieldSpecs: [{path: metadata/name}]

    """

  @Test("shows what is written here where it is written, and what is fetched where it is named", .enabled(if: canBuild))
  func remote() throws {
    try Self.build("- FAR//base?ref=main") { folder in
      let run = try Self.lint(["--render", "kustomize", "--format", "json"], in: folder)
      #expect(run.status == 1, "\(run.errors)")
      let found = try Self.lines(run).filter { !$0.hasPrefix("orphan") }
      #expect(
        found == [
          "base/web.yaml:3:12 no-host-ipc Deployment/web", "base/web.yaml:9:7 no-host-pid Deployment/web",
          "base/web.yaml:14:37 no-host-port Deployment/web",
          "prod/kustomization.yaml:4:3 no-host-network Deployment/far",
          "prod/kustomization.yaml:4:3 no-host-network Deployment/farther",
        ])
      #expect(try JSONSchema("docs/report.schema.json").violations(in: run.output) == [])
      let again = try Self.lint(["--render", "kustomize", "--format", "json", "--jobs", "1"], in: folder)
      #expect(again.output == run.output)
    }
  }

  @Test("is only done when it is asked for", .enabled(if: canBuild))
  func unasked() throws {
    try Self.build("- FAR//base?ref=main") { folder in
      let run = try Self.lint(["--format", "json"], in: folder)
      #expect(try Self.lines(run).contains("kustomization-external prod/kustomization.yaml"))
      #expect(try !Self.lines(run).contains { $0.contains("no-host-network") })
    }
  }

  @Test("takes plugins that kustomize brings along", .enabled(if: canBuild))
  func plugin() throws {
    try Self.build("transformers: [prefix.yaml]") { folder in
      let run = try Tool.run(["audit", "--render", "kustomize", "--format", "json"], in: folder)
      #expect(run.status == 0, "\(run.errors)")
      let report = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      let rows = try #require(report["workloads"] as? [[String: Any]])
      #expect(
        rows.map { "\($0["namespace"] ?? "")/\($0["name"] ?? "") \($0["file"] ?? "")" } == ["shop/p-web base/web.yaml"])
      #expect(rows.first?["via"] as? String == "prod")
      let found = try #require(report["findings"] as? [[String: Any]])
      #expect(found.contains { ($0["resource"] as? [String: Any])?["name"] as? String == "web" })
    }
  }

  @Test("that fails is said, ends with 2, and costs nothing but itself", .enabled(if: canBuild))
  func failure() throws {
    try Self.build("- FAR//base?ref=none") { folder in
      let runs = try (0..<2).map { _ in try Self.lint(["--render", "kustomize", "--format", "json"], in: folder) }
      let run = runs[0]
      #expect(run.status == 2)
      #expect(run.errors.hasPrefix("prod/kustomization.yaml: error: what kustomize makes here was not checked: "))
      #expect(run.errors.contains("none"))
      #expect(try Self.lines(run).contains("render-failed prod/kustomization.yaml"))
      #expect(try Self.lines(run).contains("base/web.yaml:9:7 no-host-pid Deployment/web"))
      #expect(runs.map(\.output) == [run.output, run.output])
      let placement = try Tool.run(
        ["explain-placement", "shop/Deployment/web", "--render", "kustomize"], in: folder)
      #expect(placement.status == 2)
      #expect(placement.output.contains("shop/Deployment/web"))
    }
  }

  @Test("says that a chart of a kustomization takes helm", .enabled(if: canBuild))
  func chartOfKustomization() throws {
    try Self.build("helmCharts: [{name: web, releaseName: web}]") { folder in
      let run = try Self.lint(["--render", "kustomize", "--verbose"], in: folder)
      #expect(run.output.contains("`--render kustomize,helm` runs kustomize"))
      try Self.helm("exit 1", in: folder) { path in
        let run = try Self.lint(["--render", "kustomize,helm"], in: folder, path: "\(path):\(Self.path)")
        #expect(run.status == 2)
        #expect(run.errors.contains("helm"))
      }
    }
  }

  // MARK: helm

  /// Puts a program `helm` of these lines beside a folder.
  private static func helm(_ script: String, in folder: URL, _ body: (String) throws -> Void) throws {
    let bin = folder.deletingLastPathComponent().appendingPathComponent("\(folder.lastPathComponent)-bin")
    defer { try? FileManager.default.removeItem(at: bin) }
    try TestData.write("#!/bin/sh\n\(script)\n", to: "helm", in: bin)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: bin.appendingPathComponent("helm").path)
    try body(bin.path)
  }

  private static let charts = [
    "shop/Chart.yaml": "{name: shop-chart, version: 1.0.0}\n", "shop/values.yaml": "a: b\n",
    "shop/templates/web.yaml": "{{ .Values }}\n", "shop/templates/none.yaml": "{{ if false }}{{ end }}\n",
    "shop/charts/db/Chart.yaml": "{name: db}\n", "shop/charts/db/templates/db.yaml": "{{ .Values }}\n",
    "lib/Chart.yaml": "{name: lib, type: library}\n", "lib/templates/lib.yaml": "{{ define }}\n",
    "-x/Chart.yaml": "name: --post-renderer=/bin/false\n", "-x/templates/x.yaml": "{{ x }}\n",
  ]

  private static func inCharts(_ script: String, _ body: (URL, String) throws -> Void) throws {
    try TestData.withFolder { folder in
      for (path, text) in charts { try TestData.write(text, to: path, in: folder) }
      try helm(script, in: folder) { try body(folder, "\($0):\(Self.path)") }
    }
  }

  private static let pod = "spec: {hostNetwork: true, containers: [{name: a, image: a}]}"

  @Test("of charts shows findings at the templates that helm names")
  func charts() throws {
    let script = """
      test "$#" = 3 || { echo "Error: $*" >&2; exit 1; }
      case "$2" in shop-chart) ;; release-name) exit 0 ;; *) echo "Error: $2" >&2; exit 1 ;; esac
      cat <<END
      ---
      # Source: shop-chart/charts/db/templates/db.yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: db}
      \(Self.pod)
      ---
      # Source: shop-chart/templates/web.yaml
      # Source: shop-chart/templates/none.yaml
      apiVersion: v1
      kind: List
      items:
      - apiVersion: v1
        kind: Pod
        metadata: {name: a}
        \(Self.pod)
      - apiVersion: v1
        kind: Pod
        metadata: {name: b}
        \(Self.pod)
      ---
      # Source: shop-chart/charts/packed/templates/web.yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: packed}
      \(Self.pod)
      END
      """
    try Self.inCharts(script) { folder, path in
      let run = try Self.lint(["--render", "helm", "--format", "json"], in: folder, path: path)
      #expect(run.status == 1, "\(run.errors)")
      #expect(
        try Self.lines(run).sorted() == [
          "shop/Chart.yaml:1:1 no-host-network Pod/packed",
          "shop/charts/db/templates/db.yaml:1:1 no-host-network Pod/db",
          "shop/templates/web.yaml:1:1 no-host-network Pod/a", "shop/templates/web.yaml:1:1 no-host-network Pod/b",
          "template-skipped lib/templates/lib.yaml",
        ])
      let audit = try Tool.run(
        ["audit", "--render", "helm", "--format", "json"], in: folder, environment: ["PATH": path])
      #expect(audit.output.contains("\"file\":\"shop/templates/web.yaml\""))
      #expect(!audit.output.contains("\"via\""))
    }
  }

  @Test("of charts that fails leaves their templates unread, and says so")
  func failingChart() throws {
    try Self.inCharts("echo 'Warning: old' >&2; echo \"Error: cannot load $3\" >&2; exit 1") { folder, path in
      let run = try Self.lint(["shop", "--render", "helm", "--format", "json"], in: folder, path: path)
      #expect(run.status == 2)
      #expect(run.errors == "shop/Chart.yaml: error: what helm makes of this chart was not checked: cannot load shop\n")
      #expect(
        try Self.lines(run) == [
          "render-failed shop/Chart.yaml", "template-skipped shop/charts/db/templates/db.yaml",
          "template-skipped shop/templates/none.yaml", "template-skipped shop/templates/web.yaml",
        ])
      let audit = try Tool.run(["audit", "shop", "--render", "helm"], in: folder, environment: ["PATH": path])
      #expect(audit.status == 2)
    }
  }

  @Test("of charts takes output that is no YAML for a failure", arguments: ["a: [", "--- {{ x }}"])
  func broken(output: String) throws {
    try Self.inCharts("echo '\(output)'") { folder, path in
      let run = try Self.lint(["shop", "--render", "helm"], in: folder, path: path)
      #expect(run.status == 2)
      #expect(run.errors.contains("printed what cannot be read"))
    }
  }

  @Test("of charts does not run where a link leads out of the repository")
  func link() throws {
    try Self.inCharts("exit 0") { folder, path in
      let link = folder.appendingPathComponent("shop/templates/out.yaml").path
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/etc/hostname")
      let run = try Self.lint(["shop", "--render", "helm"], in: folder, path: path)
      #expect(run.status == 2)
      #expect(run.errors.contains("the link `templates/out.yaml` of the chart leads out of the repository"))
    }
  }
}
