/// A cluster of a scope, by all that speaks of it.
public struct ScopeCluster: Sendable {
  /// On Amazon EKS, else what its object is called; nil when nothing names it.
  public let name: String?
  /// nil when no description states it, or it is not known.
  public let region: String?
  /// Numbers of descriptions, in the order in which the scope was given them.
  public let descriptions: [Int]
  /// Numbers of the scope's profiles.
  public let profiles: [Int]
  /// Numbers of the scope's capacity.
  public let capacity: [Int]
}
