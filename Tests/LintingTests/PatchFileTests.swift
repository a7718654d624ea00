import Testing

@Suite("Patches of a kustomization")
struct PatchFileTests {
  @Test(
    "are no objects, whichever field names them",
    arguments: [
      "patches: [{path: host.yaml}]", "patches: [{path: ../app/./host.yaml}]", "patchesStrategicMerge: [host.yaml]",
      "patchesJson6902: [{target: {kind: Deployment, name: web}, path: host.yaml}]",
    ])
  func named(fields: String) throws {
    let report = try lint([("app/host.yaml", Self.patch), ("app/kustomization.yaml", fields)])
    #expect(report.lines == [])
    #expect(report.summary.workloads == 0)
    #expect(report.notices.count { $0.message.contains("patch") } > 0)
  }

  @Test("that kustomize refuses are named, and their kustomization is")
  func refused() throws {
    let report = try lint([("app/host.yaml", Self.patch), ("app/kustomization.yaml", "patches: [{path: host.yaml}]")])
    let notices = report.notices.map { "\($0.file.text) \($0.kind.rawValue)" }
    #expect(notices == ["app/host.yaml kustomize-patch", "app/host.yaml kustomization-refused"])
    #expect(report.summary.skipped == 1)
  }

  @Test("are not what other folders call by the same name, nor what is a resource as well")
  func others() throws {
    let files = [
      ("a/host.yaml", Self.patch), ("b/kustomization.yaml", "patches: [{path: host.yaml}]"),
      ("c/host.yaml", Self.patch), ("c/kustomization.yaml", "{resources: [host.yaml], patches: [{path: host.yaml}]}"),
    ]
    let report = try lint(files, select: ["no-host-path"])
    #expect(report.findings.map(\.file.text) == ["a/host.yaml", "c/host.yaml"])
  }

  @Test("are still YAML")
  func syntax() throws {
    let patch = Self.patch + "\nkind: Deployment"
    let report = try lint([("host.yaml", patch), ("kustomization.yaml", "patches: [{path: host.yaml}]")])
    #expect(report.findings.map(\.rule) == ["yaml-duplicate-key"])
  }

  private static let patch = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec: {template: {spec: {volumes: [{name: cni, hostPath: {path: /opt/cni}}]}}}
    """
}
