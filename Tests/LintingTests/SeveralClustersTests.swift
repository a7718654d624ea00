import Testing

@Suite("Several clusters in one scope")
struct SeveralClustersTests {
  @Test("are said once, at the second", arguments: [1, 2, 3])
  func notice(count: Int) throws {
    let files = (1...count).map { number in
      (
        "cluster-\(number).yaml",
        "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: c\(number), region: eu-west-\(number)}\n"
      )
    }
    let notices = try lint(files).notices.filter { $0.kind == .severalClusters }
    #expect(notices.map(\.file.text) == (count > 1 ? ["cluster-2.yaml"] : []))
    #expect(notices.allSatisfy { $0.message.hasPrefix("\(count) clusters are described among these files") })
  }
}
