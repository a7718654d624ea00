/// Where an object itself lands, and what is substituted in it on the way.
struct Home: Hashable {
  /// By rising weight: what says more overrules what says less.
  enum Evidence: Int, Comparable {
    /// Nothing.
    case none
    /// The folder `clusters/NAME` that the object stands in.
    case layout
    /// What deploys it lands in a cluster that is known by its folder.
    case inherited
    /// A destination that is named.
    case stated

    static func < (left: Evidence, right: Evidence) -> Bool { left.rawValue < right.rawValue }
  }

  let cluster: DestinationCluster
  let evidence: Evidence
  /// That of the Flux Kustomization which deploys it.
  var substitution: Substitution?
  /// Whether something here deploys it.
  var isDeployed = false
  /// Whether a patch on the way changes what the object asks for.
  var isPatched = false

  static func undeployed(_ cluster: String?) -> Home {
    Home(cluster: cluster.map(DestinationCluster.named) ?? .own, evidence: cluster == nil ? .none : .layout)
  }

  /// Where what an object of this home asks for lands.
  func landing(_ destination: DestinationCluster) -> (cluster: DestinationCluster, evidence: Evidence) {
    switch destination {
    case .own: (cluster, evidence == .layout ? .inherited : evidence)
    case .named: (destination, .stated)
    // Better than that is what the folder of an object says.
    case .unknown: (destination, .none)
    }
  }

  /// Those that hold of all that is said: the best evidence, and of that what deploys it before what does not.
  static func strongest(_ homes: Set<Home>, layout: String?) -> Set<Home> {
    // What says nothing of the cluster leaves it to the folder.
    let settled = homes.map { home in
      guard home.evidence == .none, let layout else { return home }
      return Home(
        cluster: .named(layout), evidence: .layout, substitution: home.substitution, isDeployed: home.isDeployed,
        isPatched: home.isPatched)
    }
    let best = settled.max { ($0.evidence, $0.isDeployed ? 1 : 0) < ($1.evidence, $1.isDeployed ? 1 : 0) }
    guard let best else { return [.undeployed(layout)] }
    return Set(settled.filter { $0.evidence == best.evidence && $0.isDeployed == best.isDeployed })
  }
}
