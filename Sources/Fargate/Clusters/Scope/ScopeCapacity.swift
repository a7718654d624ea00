/// Something that gives a scope nodes, and where it stands.
public struct ScopeCapacity: Sendable {
  public let capacity: Capacity
  /// The number of the description that holds it, in the order in which the scope was given them.
  public let description: Int
  public let origin: Origin

  /// "managed node group `default` (infra/cluster.yaml:12)".
  public var title: String { "\(capacity.title) (\(origin))" }
}
