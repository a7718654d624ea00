import Linting
import Testing

@Suite("Suppressions")
struct SuppressionTests {
  @Test(
    "a comment",
    arguments: [
      ("hostNetwork: true # fargate-lint:disable=no-host-network -- needed", ["6:3 no-host-network (suppressed)"]),
      (
        "hostNetwork: true # fargate-lint:disable=no-host-network",
        ["6:3 no-host-network (suppressed)", "6:21 suppression-without-reason"]
      ),
      (
        "hostNetwork: true # fargate-lint:disable=no-host-pid -- needed",
        ["6:3 no-host-network", "6:21 unused-suppression"]
      ),
      (
        "hostNetwork: true # fargate-lint:disable=no-host-network until=2025-12-31 -- needed",
        ["6:3 no-host-network", "6:21 expired-suppression"]
      ),
      (
        "hostNetwork: true # fargate-lint:disable=no-host-network until=2026-12-31 -- needed",
        ["6:3 no-host-network (suppressed)"]
      ),
      (
        "hostNetwork: true # fargate-lint:disable no-host-network -- needed",
        ["6:3 no-host-network", "6:21 unused-suppression"]
      ),
      (
        "hostNetwork: true # fargate-lint:disable=no-host-network until=soon -- needed",
        ["6:3 no-host-network (suppressed)", "6:21 unused-suppression"]
      ),
      ("hostNetwork: ${HOST}", []),
      ("hostNetwork: \"# fargate-lint:disable=no-host-network -- text\"", []),
    ])
  func comment(field: String, lines: [String]) throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers: [{name: web, image: nginx}]
        \(field)

      """
    let report = try lint([("web.yaml", text)])
    #expect(report.lines == lines)
  }

  @Test("a whole file")
  func file() throws {
    let text = """
      # fargate-lint:disable-file=no-host-network -- runs on EC2
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: web, image: nginx}], hostNetwork: true}

      """
    #expect(try lint([("web.yaml", text)]).lines == ["5:49 no-host-network (suppressed)"])
  }

  @Test("an annotation, with its reason")
  func annotation() throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web
        annotations: {fargate-lint.dev/disable.no-host-network: runs on EC2}
      spec: {containers: [{name: web, image: nginx}], hostNetwork: true}

      """
    let report = try lint([("web.yaml", text)])
    #expect(report.lines == ["6:49 no-host-network (suppressed)"])
    #expect(report.findings.first?.suppression?.justification == "runs on EC2")
  }

  @Test(
    "the value of an annotation may say until when",
    arguments: [
      ("until=2026-12-31 the probe needs it", ["6:49 no-host-network (suppressed)"], "the probe needs it"),
      ("until=2026-12-31 -- the probe needs it", ["6:49 no-host-network (suppressed)"], "the probe needs it"),
      ("until=2025-12-31 the probe needs it", ["5:17 expired-suppression", "6:49 no-host-network"], nil),
      (
        "until=2026-12-31", ["5:17 suppression-without-reason", "6:49 no-host-network (suppressed)"], nil
      ),
      (
        "until=soon the probe needs it", ["5:17 unused-suppression", "6:49 no-host-network (suppressed)"],
        "the probe needs it"
      ),
    ] as [(String, [String], String?)])
  func annotationUntil(value: String, lines: [String], reason: String?) throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web
        annotations: {fargate-lint.dev/disable.no-host-network: \(value)}
      spec: {containers: [{name: web, image: nginx}], hostNetwork: true}

      """
    let report = try lint([("web.yaml", text)])
    #expect(report.lines == lines)
    #expect(report.findings.compactMap { $0.suppression?.justification } == (reason.map { [$0] } ?? []))
  }

  @Test("an annotation of a template covers its pod and no other, of whatever kind")
  func template() throws {
    let text = """
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: nightly}
      spec:
        schedule: "0 3 * * *"
        jobTemplate:
          spec:
            ttlSecondsAfterFinished: 0
            template:
              metadata: {annotations: {fargate-lint.dev/disable.no-host-pid: it traces its neighbours}}
              spec: {hostPID: true, restartPolicy: Never, containers: [{name: a, image: a}]}

      """
    let select = ["no-host-pid", "unused-suppression"]
    #expect(try lint([("web.yaml", text)], select: select).lines == ["11:16 no-host-pid (suppressed)"])
    let ray = """
      apiVersion: ray.io/v1
      kind: RayCluster
      metadata: {name: ray}
      spec:
        headGroupSpec:
          template:
            metadata: {annotations: {fargate-lint.dev/disable.no-host-pid: the head alone}}
            spec: {hostPID: true, containers: [{name: a, image: a}]}
        workerGroupSpecs:
          - template:
              spec: {hostPID: true, containers: [{name: a, image: a}]}

      """
    #expect(
      try lint([("ray.yaml", ray)], select: select).lines == ["8:14 no-host-pid (suppressed)", "11:16 no-host-pid"])
  }

  @Test("a comment before an item of a list covers that container alone")
  func container() throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
          # fargate-lint:disable=no-privileged-container -- a tracer
          - {name: a, image: a, securityContext: {privileged: true}}
          - {name: b, image: b, securityContext: {privileged: true}}

      """
    #expect(
      try lint([("web.yaml", text)], select: ["no-privileged-container"]).lines
        == ["7:45 no-privileged-container (suppressed)", "8:45 no-privileged-container"])
  }
}
