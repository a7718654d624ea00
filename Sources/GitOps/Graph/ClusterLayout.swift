/// Clusters that folders tell apart: `clusters/NAME`, wherever it stands.
struct ClusterLayout {
  /// The folder of each name, ascending by folder.
  private(set) var folders: [(name: String, folder: String)] = []
  private var names: [String: String] = [:]

  /// - Parameter files: for the kustomizations below the folders; a folder that another's kustomization takes from is a
  ///   base of theirs, no cluster.
  init(_ repository: Repository, _ files: inout DeployedFiles) {
    var found: [String: String] = [:]
    for folder in repository.folders.folders {
      guard let place = ClusterLayout.clusterFolder(of: folder) else { continue }
      found[place] = RepositoryPath.name(of: place)
    }
    for folder in repository.folders.folders {
      guard let own = ClusterLayout.clusterFolder(of: folder) else { continue }
      for target in files.targets(ofKustomizationIn: folder) {
        if let other = ClusterLayout.clusterFolder(of: target), other != own { found[other] = nil }
      }
    }
    names = found
    folders = found.map { (name: $0.value, folder: $0.key) }.sorted { $0.folder < $1.folder }
  }

  /// The cluster that a file lies in by its folder.
  func cluster(of file: String) -> String? {
    ClusterLayout.clusterFolder(of: RepositoryPath.folder(of: file)).flatMap { names[$0] }
  }

  /// The part of a folder's path up to `clusters/NAME`.
  private static func clusterFolder(of folder: String) -> String? {
    let parts = folder.split(separator: "/")
    guard let place = parts.firstIndex(of: "clusters"), place + 1 < parts.count else { return nil }
    return parts[...(place + 1)].joined(separator: "/")
  }
}
