/// The clusters that a repository tells apart.
public struct ScopesFound: Sendable {
  public struct Cluster: Sendable {
    public let name: String
    /// Places in `DeploymentPlan.deployments`, ascending.
    public let deployments: [Int]
    /// The folders `clusters/NAME`, ascending.
    public let folders: [String]
    /// The files that land in it, ascending: those that its deployments take, and those of its folders that no
    /// deployment takes to a cluster named otherwise.
    public let files: [String]
  }

  /// By name, ascending.
  public let clusters: [Cluster]
  /// The deployments that land in a cluster that has no name here, which is that of the objects which ask for them.
  public let unnamed: [Int]
  /// The deployments of which nobody knows where they land.
  public let unknown: [Int]

  /// Whether there are two clusters or more, so that each is a scope; else the whole run is one.
  public var tellsClustersApart: Bool { clusters.count + (unnamed.isEmpty ? 0 : 1) > 1 }

  init(_ deployed: [DeploymentGraph.Deployed], _ layout: ClusterLayout, _ repository: Repository) {
    var deployments: [String: [Int]] = [:]
    var files: [String: Set<String>] = [:]
    var folders: [String: [String]] = [:]
    /// By file: the clusters that something deploys it to for certain.
    var taken: [String: Set<String>] = [:]
    struct Share: Hashable {
      let cluster: String
      let reach: Int
    }
    var shares: Set<Share> = []
    var unnamed: [Int] = []
    var unknown: [Int] = []
    for (number, item) in deployed.enumerated() {
      switch item.deployment.cluster {
      case .own: unnamed.append(number)
      case .unknown: unknown.append(number)
      case .named(let name):
        deployments[name, default: []].append(number)
        guard shares.insert(Share(cluster: name, reach: item.reach)).inserted else { continue }
        files[name, default: []].formUnion(item.deployment.files)
        for file in item.deployment.files { taken[file, default: []].insert(name) }
      }
    }
    for (name, folder) in layout.folders { folders[name, default: []].append(folder) }
    for file in repository.view.files {
      if taken[file] == nil, let name = layout.cluster(of: file) { files[name, default: []].insert(file) }
    }
    let names = Set(files.keys).union(deployments.keys)
    clusters = names.sorted().map { name in
      Cluster(
        name: name, deployments: deployments[name] ?? [], folders: folders[name] ?? [],
        files: (files[name] ?? []).sorted())
    }
    self.unnamed = unnamed
    self.unknown = unknown
  }
}
