import Testing

@Suite("Objects that are judged with their neighbours")
struct SecondReadingTests {
  @Test("are read again, however their file ends", arguments: ["", "\n", "\n---\n", "\n..."])
  func ends(end: String) async throws {
    let files = ["web.yaml": "\(Self.pod)---\n\(Self.service)\(end)", "other.yaml": Self.pod]
    let configured = try await Configured.check(files, select: ["no-classic-load-balancer"])
    #expect(configured.lines == ["web.yaml:10 error no-classic-load-balancer"])
  }

  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}

    """
  private static let service = """
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec:
      type: LoadBalancer
      selector: {app: web}
    """
}
