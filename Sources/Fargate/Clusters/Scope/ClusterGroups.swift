import YAML

/// Which descriptions of a scope speak of the same cluster.
///
/// Those that share a name do, unless they state different Regions: a name is one cluster's in its Region only. What
/// names none belongs to the scope's cluster, if that has one.
struct ClusterGroups {
  private let descriptions: [LocatedDescription]
  /// For each description the number of one that stands for its group.
  private var leaders: [Int]
  /// The descriptions of each cluster, in order; those of which nobody can tell the cluster are left out.
  private(set) var clusters: [[Int]] = []

  init(_ descriptions: [LocatedDescription]) {
    self.descriptions = descriptions
    leaders = Array(descriptions.indices)
    joinByKeys()
    joinByLabels()
    joinNameless()
  }

  func group(of description: Int) -> Int { leader(of: description) }

  /// The name on Amazon EKS, else that of an object.
  func name(of members: [Int]) -> String? {
    let keys = members.lazy.flatMap { descriptions[$0].description.keys }
    return members.lazy.compactMap { descriptions[$0].description.name?.value }.first
      ?? keys.first { $0.reach == .everywhere }?.name ?? keys.first?.name
  }

  // MARK: Joining

  private struct Qualified: Hashable {
    let key: ClusterKey
    let region: String?
    let file: String?
    let document: ObjectIdentifier?
  }

  private mutating func joinByKeys() {
    var holders: [Qualified: Int] = [:]
    let ambiguous = keysOfSeveralRegions
    for (index, located) in descriptions.enumerated() {
      for key in located.description.keys {
        let qualified = Qualified(
          key: key, region: ambiguous.contains(key) ? located.description.region?.value : nil,
          file: key.reach == .file ? located.file : nil,
          document: key.reach == .document ? ObjectIdentifier(located.description.tree) : nil)
        if let holder = holders[qualified] { join(index, holder) } else { holders[qualified] = index }
      }
    }
  }

  private var keysOfSeveralRegions: Set<ClusterKey> {
    var regions: [ClusterKey: Set<String>] = [:]
    for located in descriptions {
      guard let region = located.description.region?.value else { continue }
      for key in located.description.keys where key.reach == .everywhere { regions[key, default: []].insert(region) }
    }
    return Set(regions.filter { $0.value.count > 1 }.keys)
  }

  /// Crossplane selects a cluster's object by its labels.
  private mutating func joinByLabels() {
    let labelled = descriptions.indices.filter { !descriptions[$0].description.labels.isEmpty }
    for index in descriptions.indices {
      let wanted = descriptions[index].description.selectsLabels
      if wanted.isEmpty { continue }
      let found = labelled.filter { other in
        let candidate = descriptions[other].description
        return candidate.format == descriptions[index].description.format
          && wanted.allSatisfy { candidate.labels[$0.key] == $0.value }
      }
      if let first = found.first, Set(found.map { leader(of: $0) }).count == 1 { join(index, first) }
    }
  }

  private mutating func joinNameless() {
    var members: [Int: [Int]] = [:]
    let own = descriptions.indices.filter { descriptions[$0].description.speaksOfCluster }
    for index in own { members[leader(of: index), default: []].append(index) }
    let groups = members.values.sorted { $0[0] < $1[0] }
    let known = groups.filter { group in
      group.contains { index in
        let description = descriptions[index].description
        return description.isCluster || description.keys.contains { $0.reach == .everywhere }
      }
    }
    if known.count > 1 {
      clusters = known
      return
    }
    for group in groups.dropFirst() { join(group[0], groups[0][0]) }
    if !own.isEmpty { clusters = [own] }
  }

  private mutating func join(_ one: Int, _ other: Int) {
    let (one, other) = (leader(of: one), leader(of: other))
    leaders[max(one, other)] = min(one, other)
  }

  private func leader(of index: Int) -> Int {
    var index = index
    while leaders[index] != index { index = leaders[index] }
    return index
  }
}
