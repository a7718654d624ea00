import Testing

@Suite("Objects that are judged with their neighbours")
struct SecondReadingTests {
  @Test("are read again, however their file ends", arguments: ["", "\n", "\n---\n", "\n..."])
  func ends(end: String) async throws {
    let files = ["web.yaml": "\(Self.pod)---\n\(Self.service)\(end)", "other.yaml": Self.pod]
    let configured = try await Configured.check(files, select: ["no-classic-load-balancer"])
    #expect(configured.lines == ["web.yaml:10 error no-classic-load-balancer"])
  }

  @Test("are one finding where several pods lead to one mistake, with the places of all")
  func shared() throws {
    func pod(_ name: String) -> String {
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: \(name)}
      spec: {volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]}
      ---

      """
    }
    let claim = """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec: {storageClassName: efs}
      ---
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: efs}
      provisioner: efs.csi.aws.com
      parameters: {provisioningMode: efs-ap}
      """
    let report = try lint([("a.yaml", pod("a") + pod("b") + claim)], select: ["no-dynamic-provisioning"])
    #expect(report.lines == ["14:8 no-dynamic-provisioning"])
    #expect(report.findings.first?.related.map(\.start.line) == [4, 19, 9])
  }

  @Test("are told apart in one list, where an alias repeats one too")
  func list() throws {
    let list = """
      apiVersion: v1
      kind: List
      items:
      - &first
        apiVersion: v1
        kind: Pod
        metadata: {name: a, namespace: web, labels: {app: a}}
        spec: {containers: [{name: a, image: a}]}
      - apiVersion: v1
        kind: Service
        metadata: {name: b, namespace: web}
        spec: {type: LoadBalancer, selector: {app: b}, ports: [{port: 80}]}
      - *first
      - apiVersion: v1
        kind: Service
        metadata: {name: a, namespace: web}
        spec: {type: LoadBalancer, selector: {app: a}, ports: [{port: 80}]}
      - apiVersion: v1
        kind: Service
        metadata: {name: other, namespace: other}
        spec: {type: LoadBalancer, selector: {app: a}, ports: [{port: 80}]}
      """
    for text in [list, list.replacing("- *first\n", with: "")] {
      let report = try lint([("list.yaml", text)], select: ["no-classic-load-balancer"])
      #expect(report.findings.map { $0.resource?.name } == ["a"])
    }
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
