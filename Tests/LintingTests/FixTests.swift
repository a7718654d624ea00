import Linting
import Manifests
import Testing

@Suite("The fix of a finding")
struct FixTests {
  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      hostPID: true
      containers:
      - name: web
        image: nginx
        ports:
        - containerPort: 80
          hostPort: 80

    """

  /// `FILE RULE: LINE:COLUMN-LINE:COLUMN TEXT, …` of every finding, or what else there is of a fix.
  private func fixes(_ files: [(name: String, text: String)], _ select: [String]) throws -> [String] {
    try lint(files, select: select, detail: .fixes).findings.map { finding in
      guard let fix = finding.fix else { return "\(finding.file.text) \(finding.rule): none" }
      let edits = fix.replacements.map {
        "\($0.start.line):\($0.start.column)-\($0.end.line):\($0.end.column)"
          + ($0.text.isEmpty ? "" : " " + $0.text.replacing("\n", with: "⏎"))
      }
      return "\(fix.file.text) \(finding.rule): \(edits.joined(separator: ", "))"
    }
  }

  @Test("is made where fixes are asked for, and nowhere else")
  func asked() throws {
    let files = [(name: "pod.yaml", text: Self.pod)]
    #expect(
      try fixes(files, ["no-host-pid", "no-host-port"]) == [
        "pod.yaml no-host-pid: 5:1-6:1", "pod.yaml no-host-port: 11:1-12:1",
      ])
    let plain = try lint(files, select: ["no-host-pid", "no-host-port"])
    #expect(plain.findings.map { $0.fix == nil } == [true, true])
    let asked = try lint(files, select: ["no-host-pid", "no-host-port"], detail: .fixes)
    #expect(asked.findings.map(\.fix?.isSafe) == [false, true])
    #expect(asked.findings.map(\.fingerprint) == plain.findings.map(\.fingerprint))
  }

  @Test("stands in its own document, of many in a file and of many in a list")
  func documents() throws {
    let list = """
      apiVersion: v1
      kind: List
      items:
      - apiVersion: v1
        kind: Pod
        metadata: {name: a}
        spec: {hostPID: true, containers: []}
      - apiVersion: v1
        kind: Pod
        metadata: {name: b}
        spec: {hostPID: true, containers: []}

      """
    #expect(
      try fixes([("all.yaml", "a: 1\n---\n" + Self.pod + "---\n" + list)], ["no-host-pid"]) == [
        "all.yaml no-host-pid: 7:1-8:1", "all.yaml no-host-pid: 21:10-21:25", "all.yaml no-host-pid: 25:10-25:25",
      ])
  }

  @Test(
    "is none where the text is not the finding's alone, or is not known",
    arguments: [
      "spec: &spec {hostPID: true, containers: []}\nother: *spec\n",
      "base: &spec {hostPID: true}\nspec: {<<: *spec, containers: []}\n",
      "spec: {<<: {hostPID: false}, hostPID: true, hostPID: true, containers: []}\n",
    ])
  func none(spec: String) throws {
    let found = try fixes([("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n" + spec)], ["no-host-pid"])
    #expect(found.first == "pod.yaml no-host-pid: none")
  }

  @Test("of what an overlay deploys is in the base where that says so itself, and nowhere where the overlay does")
  func overlays() throws {
    let base = Self.pod.replacing("  hostPID: true\n", with: "")
    let files = [
      (name: "base/pod.yaml", text: base), (name: "base/kustomization.yaml", text: "resources: [pod.yaml]\n"),
      (
        name: "prod/kustomization.yaml",
        text: """
        resources: [../base]
        namePrefix: prod-
        patches:
        - patch: |
            {apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {hostPID: true}}

        """
      ),
    ]
    #expect(
      try fixes(files, ["no-host-pid", "no-host-port"]) == [
        "base/pod.yaml no-host-port: 10:1-11:1", "prod/kustomization.yaml no-host-pid: none",
      ])
  }

  @Test("may be in another file than the finding")
  func elsewhere() throws {
    let files = [
      (
        name: "service.yaml",
        text: """
        apiVersion: v1
        kind: Service
        metadata: {name: web, annotations: {alb.ingress.kubernetes.io/target-type: instance}}
        spec: {selector: {app: web}, ports: [{port: 80}]}

        """
      ),
      (
        name: "web.yaml",
        text: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          ingressClassName: alb
          defaultBackend: {service: {name: web, port: {number: 80}}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec: {containers: [{name: web, image: nginx}]}

        """
      ),
    ]
    #expect(
      try fixes(files, ["ingress-needs-ip-targets"]) == ["service.yaml ingress-needs-ip-targets: 3:76-3:84 ip"])
  }

  // MARK: Sessions

  /// What a session makes of a file, and what it refuses.
  private func session(
    _ text: String, _ select: [String], _ permission: FixSession.Permission
  ) throws -> (text: String, refusals: [FixSession.Refusal.Reason], fixed: Int) {
    func report(_ bytes: [UInt8]) throws -> Report {
      try lint([("pod.yaml", String(decoding: bytes, as: UTF8.self))], select: select, detail: .fixes)
    }
    let bytes = Array(text.utf8)
    var session = FixSession(try report(bytes), permission) { _ in bytes }
    while let trial = session.trial { session.judge(try report(trial[FileName("pod.yaml")] ?? bytes)) }
    let after = session.texts[FileName("pod.yaml")] ?? bytes
    return (String(decoding: after, as: UTF8.self), session.refusals.map(\.reason), session.fixed.count)
  }

  @Test("is applied alone where others meet it, round by round")
  func rounds() throws {
    let text = Self.pod.replacing(
      "    image: nginx\n",
      with: "    image: nginx\n    securityContext: {capabilities: {add: [SYS_ADMIN, NET_ADMIN, ALL]}}\n")
    let result = try session(text, ["no-added-capability"], .all)
    #expect(result.text == Self.pod)
    #expect(result.fixed == 3)
    #expect(result.refusals == [])
  }

  @Test("is applied when it is safe, or when others are allowed too")
  func permission() throws {
    let safe = try session(Self.pod, ["no-host-pid", "no-host-port"], .safe)
    #expect(safe.text == Self.pod.replacing("      hostPort: 80\n", with: ""))
    let all = try session(Self.pod, ["no-host-pid", "no-host-port"], .all)
    #expect(all.text == Self.pod.replacing("      hostPort: 80\n", with: "").replacing("  hostPID: true\n", with: ""))
  }

  @Test("is not applied to what is suppressed")
  func suppressed() throws {
    let text = Self.pod.replacing("hostPort: 80\n", with: "hostPort: 80 # fargate-lint:disable=no-host-port -- known\n")
    #expect(try session(text, ["no-host-port"], .all).text == text)
  }
}
