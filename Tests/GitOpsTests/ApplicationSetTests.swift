import GitOps
import Testing

@Suite("Argo CD ApplicationSet")
struct ApplicationSetTests {
  static let folders: [File] = [
    pod("apps/web/prod/a.yaml"), pod("apps/web/stage/a.yaml"), pod("apps/api_v2/prod/a.yaml"),
    ("config/prod/config.json", #"{"cluster": {"name": "prod", "size": 3}, "app": "web"}"#),
    ("config/stage/config.yaml", "cluster: {name: stage}\napp: web\n"),
    (
      "argocd/clusters.yaml",
      """
      apiVersion: v1
      kind: Secret
      metadata:
        name: prod
        labels: {argocd.argoproj.io/secret-type: cluster, env: prod}
        annotations: {team: web}
      data: {name: cHJvZA==, server: aHR0cHM6Ly8xLjIuMy40}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: stage, labels: {argocd.argoproj.io/secret-type: cluster, env: stage}}
      stringData: {name: stage, server: "https://5.6.7.8"}
      """
    ),
  ]

  func lines(_ text: String) -> [String] { plan([("argocd/set.yaml", text)] + ApplicationSetTests.folders).lines }

  @Test(
    "each generator gives its Applications",
    arguments: [
      ("[{list: {elements: [{c: prod, e: prod}, {c: s, e: stage}]}}]", "apps/web/{{e}}", "{{ c }}", ["prod", "s"]),
      ("[{list: {elements: [{c: prod, values: {e: stage}}]}}]", "apps/web/{{values.e}}", "{{c}}", ["prod"]),
      ("[{list: {elementsYaml: '[{c: one}, {c: two}]'}}]", "apps/web/prod", "{{c}}", ["one", "two"]),
      ("[{git: {directories: [{path: apps/*/prod}]}}]", "{{path}}", "{{path[1]}}", ["api_v2", "web"]),
      ("[{git: {directories: [{path: apps/web/*}]}}]", "{{path}}", "{{path.basename}}", ["prod", "stage"]),
      ("[{git: {directories: [{path: 'apps/**'}]}}]", "{{path}}", "{{path.basename}}", ["api_v2", "web"]),
      (
        "[{git: {directories: [{path: apps/*/*}, {path: '*/web/*', exclude: true}]}}]", "{{path}}",
        "{{path.basename}}", ["prod"]
      ),
      (
        "[{git: {directories: [{path: apps/api_v2}]}}]", "{{path}}/prod", "{{path.basenameNormalized}}", ["api-v2"]
      ),
      ("[{git: {files: [{path: 'config/**/config.*'}]}}]", "apps/{{app}}/prod", "{{cluster.name}}", ["prod", "stage"]),
      ("[{git: {files: [{path: 'config/*.json'}]}}]", "apps/{{app}}/prod", "{{cluster.size}}", ["3"]),
      (
        "[{git: {files: [{path: 'config/*'}, {path: '*.yaml', exclude: true}], values: {p: 'apps/{{app}}'}}}]",
        "{{values.p}}/{{path.basename}}", "{{path.filename}}", ["config.json"]
      ),
      (
        "[{git: {pathParamPrefix: my, files: [{path: 'config/**/config.json'}]}}]", "apps/web/{{my.path.basename}}",
        "{{my.path[0]}}", ["config"]
      ),
      ("[{clusters: {}}]", "apps/web/prod", "{{name}}", ["own", "prod", "stage"]),
      (
        "[{clusters: {selector: {matchLabels: {env: stage}}}}]", "apps/web/{{metadata.labels.env}}", "{{name}}",
        ["stage"]
      ),
      (
        "[{clusters: {selector: {matchExpressions: [{key: env, operator: NotIn, values: [stage]}, {key: env, operator: Exists}]}}}]",
        "apps/web/prod", "{{metadata.annotations.team}}", ["web"]
      ),
      (
        "[{list: {elements: [{c: a}, {c: b}]}, selector: {matchExpressions: [{key: c, operator: In, values: [b]}]}}]",
        "apps/web/prod", "{{c}}", ["b"]
      ),
      (
        "[{matrix: {generators: [{list: {elements: [{e: prod}, {e: stage}]}}, {clusters: {selector: {matchLabels: {env: '{{e}}'}}}}]}}]",
        "apps/web/{{e}}", "{{name}}", ["prod", "stage"]
      ),
      (
        "[{matrix: {generators: [{git: {files: [{path: 'config/**/config.*'}]}}, {git: {pathParamPrefix: d, directories: [{path: 'apps/{{app}}/{{cluster.name}}'}]}}]}}]",
        "{{d.path}}", "{{cluster.name}}", ["prod", "stage"]
      ),
      (
        "[{merge: {mergeKeys: [name], generators: [{clusters: {selector: {matchExpressions: [{key: env, operator: Exists}]}, values: {e: prod}}}, {list: {elements: [{name: stage, values.e: stage}]}}]}}]",
        "apps/web/{{values.e}}", "{{name}}-{{values.e}}", ["prod-prod", "stage-stage"]
      ),
    ])
  func generators(generators: String, path: String, cluster: String, clusters: [String]) {
    let found = lines(applicationSet(generators, path: path, cluster: cluster))
    #expect(found.map { $0.split(separator: " ")[3] } == clusters.map { $0[...] })
  }

  @Test(
    "a Go template gives what it gives in Argo CD, as far as it is read",
    arguments: [
      ("{{ .path.path }}", "{{.path.basename}}", "prod"), ("{{.path.path}}", "{{ index .path.segments 1 }}", "web"),
      ("{{.path.path}}", "{{ .path.basename | upper | lower | trimPrefix \"p\" }}", "rod"),
      ("{{.path.path}}", "{{- .values.x -}}", "x-prod"), ("{{.path.path}}", "{{ base .path.path }}", "prod"),
      ("{{.path.path}}", "{{ .other | default `none` }}", "none"),
      ("{{.path.path}}", "{{ printf \"%s-%s\" (index .path.segments 0) .path.basename }}", "apps-prod"),
      ("{{.path.path}}", "{{ dig \"path\" \"nothing\" \"else\" . }}", "else"),
      ("{{.path.path}}", "{{/* why */}}{{ replace \"pr\" \"g\" .path.basename }}", "god"),
    ])
  func goTemplates(path: String, cluster: String, expected: String) {
    let generators =
      "[{git: {directories: [{path: apps/web/prod}], values: {x: 'x-{{.path.basename}}'}}}]"
    #expect(
      lines(applicationSet(generators, path: path, cluster: cluster, isGo: true)).map { $0.split(separator: " ")[3] }
        == [Substring(expected)])
  }

  @Test(
    "what a template leaves open is not known, and said",
    arguments: [
      ("{{ if .x }}a{{ end }}", true), ("{{ .nothing }}", true), ("{{ range .path.segments }}x{{ end }}", true),
      ("{{ $x := 1 }}", true), ("{{ .path.path.deep }}", true), ("{{ index .path.segments 9 }}", true),
      ("{{ .path.basename", true), ("{{ genPrivateKey }}", true), ("{{nothing}}", false), ("{{}}", false),
    ])
  func open(path: String, isGo: Bool) {
    let text = applicationSet("[{git: {directories: [{path: apps/web/*}]}}]", path: path, cluster: "c", isGo: isGo)
    let found = plan([("set.yaml", text)] + ApplicationSetTests.folders)
    #expect(found.lines.isEmpty)
    #expect(found.problems.map(\.kind) == [.unresolved])
  }

  @Test(
    "numbers of a file read as Go prints them",
    arguments: [
      ("7", "7"), ("0.5", "0.5"), ("123456", "123456"), ("123456789012", "1.23456789012e+11"), ("1e-7", "1e-07"),
      ("true", "true"), ("100000", "100000"), ("12.5", "12.5"), ("-3", "-3"),
    ])
  func numbers(written: String, read: String) {
    let found = plan([
      ("set.yaml", applicationSet("[{git: {files: [{path: values.json}]}}]", path: "a", cluster: "{{n}}")),
      ("values.json", "{\"n\": \(written)}"), pod("a/pod.yaml"),
    ])
    #expect(found.deployments.map(\.cluster.word) == [read])
  }

  @Test("a generator's template goes before the set's")
  func override() {
    let generators =
      "[{list: {elements: [{c: prod}], template: {metadata: {}, spec: {source: {path: 'apps/web/{{c}}'}, destination: {}}}}}, {list: {elements: [{c: b}]}}]"
    #expect(
      lines(applicationSet(generators, name: "{{c}}", path: "apps/api_v2/prod", cluster: "{{c}}"))
        == ["prod: apps/web/prod > prod [web]", "b: apps/api_v2/prod > b [web]"])
  }

  @Test(
    "what the outside must tell is said, and what Argo CD refuses",
    arguments: [
      ("[{scmProvider: {github: {organization: acme}}}]", DeploymentProblem.Kind.needsOutside),
      ("[{pullRequest: {}}]", .needsOutside), ("[{plugin: {}}]", .needsOutside),
      ("[{clusterDecisionResource: {}}]", .needsOutside),
      ("[{list: {elements: [{n: 1}]}}]", .invalid), ("[{list: {}, git: {}}]", .invalid), ("[{}]", .invalid),
      ("[{git: {files: [{path: nothing.json}]}}]", .pathNotFound),
      ("[{git: {repoURL: 'https://github.com/else/where', directories: [{path: '*'}]}}]", .otherRepository),
      ("[{matrix: {generators: [{list: {elements: [{a: b}]}}]}}]", .invalid),
      (
        "[{matrix: {generators: [{list: {elements: [{a: b}]}}, {list: {elements: [{a: c}]}}]}}]", .invalid
      ),
      ("[{merge: {mergeKeys: [a], generators: [{list: {elements: [{a: b}, {a: b}]}}, {list: {}}]}}]", .invalid),
      (
        "[{matrix: {generators: [{list: {}}, {matrix: {generators: [{list: {}}, {matrix: {generators: [{list: {}}, {list: {}}]}}]}}]}}]",
        nil
      ),
    ])
  func refused(generators: String, kind: DeploymentProblem.Kind?) {
    let text = applicationSet(generators, path: "apps/web/prod", cluster: "prod")
    let found = plan([("set.yaml", text)] + ApplicationSetTests.folders, remotes: ["https://github.com/acme/fleet"])
    #expect(found.lines.isEmpty)
    #expect(found.problems.map(\.kind) == (kind.map { [$0] } ?? []))
  }

  @Test("a matrix of a hundred thousand sets is refused")
  func limit() {
    let many = "[" + (0..<400).map { "{a: \"\($0)\"}" }.joined(separator: ", ") + "]"
    let other = many.replacing("{a:", with: "{b:")
    let generators = "[{matrix: {generators: [{list: {elements: \(many)}}, {list: {elements: \(other)}}]}}]"
    let text = applicationSet(generators, path: "apps/web/prod", cluster: "{{a}}")
    let found = plan([("set.yaml", text)] + ApplicationSetTests.folders)
    #expect(found.lines.isEmpty)
    #expect(found.problems.map(\.kind) == [.limit])
  }

  @Test("values that multiply are cut off")
  func multiplied() {
    let long = String(repeating: "x", count: 100_000)
    let many = String(repeating: "{{a}}", count: 1_000)
    let generators =
      "[{git: {directories: [{path: apps/web/*}], values: {a: '\(many)'}}}, {list: {elements: [{a: '\(long)'}]}}]"
    let text = applicationSet(generators, name: many, path: "apps/web/prod", cluster: "c")
    let found = plan([("set.yaml", text)] + ApplicationSetTests.folders)
    #expect(found.deployments.allSatisfy { ($0.origin.name ?? "").utf8.count <= 1 << 20 })
  }

  @Test("a matrix of git generators does not compare without end")
  func work() {
    let many = "[" + (0..<2_000).map { "{a: \"\($0)\"}" }.joined(separator: ", ") + "]"
    let patterns = "[" + (0..<1_000).map { "{path: \"\($0)/**\"}" }.joined(separator: ", ") + "]"
    let generators =
      "[{matrix: {generators: [{list: {elements: \(many)}}, {git: {directories: \(patterns)}}]}}]"
    let found = plan(
      [("set.yaml", applicationSet(generators, path: "apps/web/prod", cluster: "c"))] + ApplicationSetTests.folders)
    #expect(found.lines.isEmpty)
    #expect(found.problems.contains { $0.kind == .limit })
  }

  @Test("without a Secret of a cluster only the own one is known")
  func noSecrets() {
    let set = { (selector: String) in
      plan([
        ("set.yaml", applicationSet("[{clusters: {\(selector)}}]", path: "a", cluster: "{{name}}")), pod("a/pod.yaml"),
      ])
    }
    #expect(set("").lines == ["x: a > own [web]"])
    #expect(set("selector: {matchLabels: {a: b}}").lines.isEmpty)
    #expect(set("").problems.map(\.kind) == [.needsOutside])
  }

  @Test("a patch of the template that may move the deployment makes it unknown")
  func templatePatch() {
    let patch = { (fields: String) in "  templatePatch: |\n    spec: {\(fields)}" }
    let set = { (patch: String) in
      applicationSet("[{list: {elements: [{a: b}]}}]", path: "apps/web/prod", cluster: "c", isGo: true, rest: patch)
    }
    #expect(lines(set(patch("destination: {name: other}"))).isEmpty)
    #expect(lines(set(patch("syncPolicy: {}"))) == ["x: apps/web/prod > c [web]"])
  }

  @Test("the new globbing of git files is that of doublestar")
  func globbing() {
    let switched: File = (
      "argocd/params.yaml",
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: argocd-cmd-params-cm}
      data: {applicationsetcontroller.enable.new.git.file.globbing: "true"}
      """
    )
    let set: File = ("set.yaml", applicationSet("[{git: {files: [{path: 'c/*.yaml'}]}}]", path: "c", cluster: "{{m}}"))
    let files: [File] = [set, ("c/a.yaml", "m: a"), ("c/deep/b.yaml", "m: b")]
    #expect(plan(files).deployments.map(\.cluster.word) == ["a", "b"])
    #expect(plan(files + [switched]).deployments.map(\.cluster.word) == ["a"])
  }
}
