import Linting
import Testing

@Suite("What an overlay makes of a base")
struct OverlayTests {
  // MARK: What it corrects

  @Test("stands in the base where nothing corrects it")
  func uncorrected() throws {
    let report = try lint(Self.files("a"), select: Self.rules)
    #expect(report.places == Self.faults)
    #expect(report.related.isEmpty)
  }

  @Test(
    "is not found where a patch corrects it",
    arguments: [
      "patches: [{path: fix.yaml}]", "patchesStrategicMerge: [fix.yaml]",
      "patches: [{path: fix.yaml, target: {kind: Deployment, name: w.b}}]",
      """
      patches:
      - target: {kind: Deployment}
        patch: |
          - {op: remove, path: /spec/template/spec/volumes}
          - {op: remove, path: /spec/template/spec/containers/0/ports/0/hostPort}
          - {op: replace, path: /spec/template/spec/containers/0/securityContext/privileged, value: false}
      """,
      """
      patchesJson6902:
      - {target: {group: apps, version: v1, kind: Deployment, name: web}, path: fix.json}
      """,
    ])
  func corrected(fields: String) throws {
    let fix = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        template:
          spec:
            volumes: null
            containers:
            - {name: web, securityContext: {privileged: false}, ports: [{containerPort: 80, hostPort: null}]}
      """
    let json = """
      [{"op": "remove", "path": "/spec/template/spec/volumes"},
       {"op": "remove", "path": "/spec/template/spec/containers/0/ports"},
       {"op": "remove", "path": "/spec/template/spec/containers/0/securityContext"}]
      """
    let own = [("a/fix.json", json), ("a/fix.yaml", fix)].filter { fields.contains($0.0.dropFirst(2)) }
    let report = try lint(Self.files("a", fields) + own, select: Self.rules)
    #expect(report.places == [])
    #expect(report.said == [])
    #expect(report.summary.workloads == 1)
  }

  @Test("is found still where a patch corrects another object")
  func correctedElsewhere() throws {
    let patch = "patches: [{target: {name: other}, patch: '[{op: remove, path: /spec/template/spec/volumes}]'}]"
    let report = try lint(Self.files("a", patch), select: Self.rules)
    #expect(report.places == Self.faults)
  }

  // MARK: What it brings in

  @Test(
    "is found in the patch that brings it in, with the object's place",
    arguments: [
      ("patches: [{path: host.yaml}]", "a/host.yaml:6:7"),
      ("patches: [{path: set.yaml, target: {kind: Deployment}}]", "a/set.yaml:3:3"),
      ("patches: [{path: set.json, target: {kind: Deployment}}]", "a/set.json:1:59"),
      (
        "patches:\n- target: {kind: Deployment}\n  patch: |-\n    - op: add\n      path: /spec/template/spec/hostNetwork\n      value: true",
        "a/kustomization.yaml:7:7"
      ),
      (
        "patches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec: {template: {spec: {hostNetwork: true}}}",
        "a/kustomization.yaml:7:30"
      ),
    ])
  func broughtIn(fields: String, place: String) throws {
    let host = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        template: {spec: {
            hostNetwork: true}}
      """
    let set = """
      - op: add
        path: /spec/template/spec/hostNetwork
        value: true
      """
    let json = #"[{"op": "add", "path": "/spec/template/spec/hostNetwork", "value": true}]"#
    let patches = [("a/host.yaml", host), ("a/set.yaml", set), ("a/set.json", json)]
    let used = patches.filter { fields.contains($0.0.dropFirst(2)) }
    let report = try lint(Self.files("a", fields) + used, select: ["no-host-network"])
    #expect(report.places == ["\(place) no-host-network"])
    #expect(report.related == ["base/web.yaml:1:1 of the object that is written here"])
    #expect(report.findings.first?.resource?.name == "web")
  }

  @Test("is found in the base for what is wrong with a list that a patch adds to, and in the patch for its own item")
  func mixed() throws {
    let patch = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        template:
          spec:
            volumes:
            - name: cni
              hostPath: {path: /opt/cni}
      """
    let report = try lint(
      Self.files("a", "patches: [{path: more.yaml}]") + [("a/more.yaml", patch)], select: ["no-host-path"])
    #expect(report.places == ["a/more.yaml:9:9 no-host-path", "base/web.yaml:6:30 no-host-path"])
  }

  // MARK: Several overlays

  @Test("is one finding where all overlays share it")
  func shared() throws {
    let report = try lint(Self.files("a") + Self.overlay("b", "namePrefix: b-"), select: Self.rules)
    #expect(report.places == Self.faults)
    #expect(report.related.isEmpty)
    #expect(report.summary.workloads == 1)
    #expect(report.summary.errors == 3)
  }

  @Test("says which overlay has it where others do not")
  func ofOne() throws {
    let fix = "patches: [{target: {kind: Deployment}, patch: '[{op: remove, path: /spec/template/spec/volumes}]'}]"
    let report = try lint(
      Self.files("a") + Self.overlay("b", fix) + Self.overlay("c", fix), select: ["no-host-path"])
    #expect(report.places == ["base/web.yaml:6:30 no-host-path"])
    #expect(report.related == ["a/kustomization.yaml:1:1 as this kustomization makes it"])
  }

  @Test("is none of an overlay that takes the object out")
  func deleted() throws {
    let patch = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, $patch: delete}"
    let without = "patches: [{patch: '\(patch)'}]"
    let report = try lint(Self.files("a", without), select: Self.rules)
    #expect(report.places == [])
    let both = try lint(Self.files("a", without) + Self.overlay("b", ""), select: ["no-host-path"])
    #expect(both.places == ["base/web.yaml:6:30 no-host-path"])
  }

  @Test("is the same report in whatever order files come")
  func order() throws {
    let fix = "patches: [{target: {kind: Deployment}, patch: '[{op: remove, path: /spec/template/spec/volumes}]'}]"
    let own = "{apiVersion: v1, kind: Pod, metadata: {name: own}, spec: {hostNetwork: true}}"
    let files =
      Self.files("a") + Self.overlay("b", fix) + Self.overlay("c", "namespace: c") + [("c/own.yaml", own)]
      + Self.overlay("d", "patches: [{target: {name: nothing}, patch: '[{op: remove, path: /spec}]'}]")
    let report = try lint(files)
    #expect(report.places.contains("base/web.yaml:6:30 no-host-path"))
    #expect(report.said.contains("c/own.yaml orphan-manifest"))
    for turned in [files.reversed(), Array(files.dropFirst(3) + files.prefix(3))] {
      let other = try lint(turned)
      #expect(other.places == report.places)
      #expect(other.related == report.related)
      #expect(other.findings.map(\.message) == report.findings.map(\.message))
      #expect(other.findings.map(\.fingerprint) == report.findings.map(\.fingerprint))
      #expect(other.notices == report.notices)
    }
  }

  // MARK: Data

  static let rules = ["no-host-path", "no-host-port", "no-privileged-container"]

  static let faults = [
    "base/web.yaml:6:30 no-host-path", "base/web.yaml:8:44 no-privileged-container", "base/web.yaml:9:37 no-host-port",
  ]

  static let web = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      template: {metadata: {labels: {app: web}}, spec: {
          volumes: [{name: logs, hostPath: {path: /var/log}}], containers: [
          {name: web, image: nginx,
            securityContext: {runAsUser: 1000, privileged: true},
            ports: [{containerPort: 80, hostPort: 80}]}]}}
    """

  static func overlay(_ folder: String, _ fields: String) -> [(name: String, text: String)] {
    [("\(folder)/kustomization.yaml", "resources: [../base]\n\(fields)")]
  }

  /// A base with its overlay.
  static func files(_ folder: String, _ fields: String = "") -> [(name: String, text: String)] {
    [("base/kustomization.yaml", "resources: [web.yaml]"), ("base/web.yaml", web)] + overlay(folder, fields)
  }
}
