/// A name by which descriptions find that they speak of one cluster.
struct ClusterKey: Hashable, Sendable {
  /// In which names of this kind are unique.
  enum Reach: Sendable {
    case everywhere
    /// A placeholder has one value in a file, who knows which in another.
    case file
    /// Logical ids and addresses.
    case document
  }

  /// Names of different spaces are different names: `eks`, `ack`, `capi`.
  let space: String
  let namespace: String
  let name: String
  let reach: Reach

  init(space: String, namespace: String = "", name: String, reach: Reach = .everywhere) {
    self.space = space
    self.namespace = namespace
    self.name = name
    self.reach = reach
  }

  /// The name of the cluster on Amazon EKS.
  static func eks(_ name: String) -> ClusterKey { ClusterKey(space: "eks", name: name) }

  /// The keys of a description that its cluster's name gives.
  /// - Parameter ownName: the logical id or address of the object, by which others of its document refer to it.
  static func keys(of description: ClusterDescription, ownName: String?) -> [ClusterKey] {
    var keys: [ClusterKey] = []
    if description.isCluster, let ownName { keys.append(ClusterKey(space: "id", name: ownName, reach: .document)) }
    guard let name = description.name else { return keys }
    if let text = name.value { keys.append(.eks(text)) }
    guard let reference = name.reference else { return keys }
    if description.format == .cloudFormation || description.format == .terraform {
      if !description.isCluster { keys.append(ClusterKey(space: "id", name: reference, reach: .document)) }
    } else {
      keys.append(ClusterKey(space: "eks", name: reference, reach: .file))
    }
    return keys
  }
}
