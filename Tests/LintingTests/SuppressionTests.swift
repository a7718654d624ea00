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
}
