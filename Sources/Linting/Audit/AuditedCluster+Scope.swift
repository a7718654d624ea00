import Fargate

extension AuditedCluster {
  /// The clusters of a scope.
  /// - Parameter taken: how many pod templates each profile takes.
  static func all(of scope: Scope, taken: [Int]) -> [AuditedCluster] {
    let all = scope.clusters
    func cluster(_ name: String?, _ region: String?, _ capacity: Set<Capacity.Kind>, _ profiles: [Int])
      -> AuditedCluster
    {
      AuditedCluster(
        scope: scope.name, name: name, region: region,
        capacity: Capacity.Kind.allCases.filter { (all.statedCapacity ?? capacity).contains($0) },
        profiles: profiles.map { number in
          let profile = all.profiles[number]
          return AuditedCluster.Profile(
            name: profile.name, origin: profile.origin, selectors: profile.selectors.map { .init($0) },
            workloads: taken[number])
        })
    }
    // One cluster's region says nothing of its neighbours'.
    let shared = all.clusters.count == 1 ? scope.certainRegion : scope.statedRegion
    var result = all.clusters.map { own in
      let certain = own.capacity.map { all.capacity[$0].capacity }.filter { $0.unresolved == nil }
      return cluster(own.name, own.region ?? shared, Set(certain.map(\.kind)), own.profiles)
    }
    // Of some profiles nobody can tell the cluster; a scope may be stated without one.
    let owned = Set(all.clusters.flatMap(\.profiles))
    let rest = all.profiles.indices.filter { !owned.contains($0) }
    if !rest.isEmpty || result.isEmpty && (scope.statedRegion != nil || all.statedCapacity != nil) {
      result.append(cluster(nil, shared, rest.isEmpty ? [] : [.fargate], rest))
    }
    return result
  }
}
