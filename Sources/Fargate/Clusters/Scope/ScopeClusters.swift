/// What all sources of a scope say together: its clusters, their profiles and capacity.
public struct ScopeClusters: Sendable {
  /// What is not known, and where.
  public struct Unresolved: Sendable, Equatable {
    /// "profile `web`: parameter `Namespace` has no default".
    public let reason: String
    public let origin: Origin
  }

  /// As given.
  public let descriptions: [LocatedDescription]
  /// In the order in which they were first spoken of. Empty when no description names or is a cluster and nothing
  /// belongs to one.
  public let clusters: [ScopeCluster]
  /// Each once, in order of their first place; those of which nobody can tell the cluster too.
  public let profiles: [ScopeProfile]
  public let capacity: [ScopeCapacity]
  /// What the configuration says of the scope's capacity; it replaces what was found. nil: it says nothing.
  public let statedCapacity: Set<Capacity.Kind>?
  /// What keeps placement from being certain.
  public let unresolved: [Unresolved]

  /// - Parameter descriptions: of all sources that reach the scope, in file order.
  public init(_ descriptions: [LocatedDescription], statedCapacity: Set<Capacity.Kind>? = nil) {
    self.descriptions = descriptions
    self.statedCapacity = statedCapacity
    let groups = ClusterGroups(descriptions)
    var merger = ProfileMerger()
    var capacity: [ScopeCapacity] = []
    for (index, located) in descriptions.enumerated() {
      let description = located.description
      for profile in description.profiles {
        merger.add(
          ScopeProfile.Definition(profile: profile, description: index, origin: located.origin(of: profile.node)),
          cluster: groups.group(of: index), isState: description.isState)
      }
      capacity += description.capacity.map {
        ScopeCapacity(capacity: $0, description: index, origin: located.origin(of: $0.node))
      }
    }
    let profiles = merger.profiles
    self.profiles = profiles
    self.capacity = capacity
    let profilesOf = Dictionary(grouping: profiles.indices) { groups.group(of: profiles[$0].definition.description) }
    let capacityOf = Dictionary(grouping: capacity.indices) { groups.group(of: capacity[$0].description) }
    clusters = groups.clusters.map { members in
      let group = groups.group(of: members[0])
      return ScopeCluster(
        name: groups.name(of: members),
        region: members.lazy.compactMap { descriptions[$0].description.region?.value }.first, descriptions: members,
        profiles: profilesOf[group] ?? [], capacity: capacityOf[group] ?? [])
    }
    unresolved =
      profiles.compactMap { profile in
        profile.doubt.map { Unresolved(reason: "\(profile.title): \($0)", origin: profile.origin) }
      }
      + capacity.compactMap { capacity in
        guard capacity.capacity.kind != .fargate, let doubt = capacity.capacity.unresolved else { return nil }
        return Unresolved(reason: "\(capacity.title): \(doubt)", origin: capacity.origin)
      }
  }

  /// The kinds of capacity that are certain, as stated or as found.
  public var certainCapacity: Set<Capacity.Kind> {
    statedCapacity ?? Set(capacity.filter { $0.capacity.unresolved == nil }.map(\.capacity.kind))
  }

  /// Whether there surely is a profile, and surely nothing else.
  public var isFargateOnly: Bool {
    guard profiles.contains(where: { $0.definition.profile.unresolved == nil }) else { return false }
    if let statedCapacity { return statedCapacity.isSubset(of: [.fargate]) }
    return capacity.allSatisfy { $0.capacity.kind == .fargate }
  }
}

extension ScopeProfile {
  /// Why it is not certain which pods it takes; nil when it is.
  public var doubt: String? {
    definition.profile.unresolved ?? selectors.lazy.compactMap(\.doubt).first
      ?? contradictions.first.map { "it has other selectors at \($0.origin)" }
  }
}
