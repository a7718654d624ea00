/// A Fargate profile of a scope. Seen twice by cluster and name, it is one.
public struct ScopeProfile: Sendable {
  /// One place that describes it.
  public struct Definition: Sendable {
    public let profile: FargateProfile
    /// The number of the description that holds it, in the order in which the scope was given them.
    public let description: Int
    public let origin: Origin
  }

  /// The first, or the first of a plan where a state has it too.
  public internal(set) var definition: Definition
  /// The other places, in order.
  public internal(set) var others: [Definition] = []

  /// nil when no source names it.
  public var name: String? { definition.profile.name?.value }
  public var origin: Origin { definition.origin }
  public var selectors: [ProfileSelector] { definition.profile.selectors }

  /// Those of the others that select other pods. Nobody can tell which of them is on AWS.
  public internal(set) var contradictions: [Definition] = []

  /// "profile `web` (infra/cluster.yaml:31)".
  public var title: String {
    guard let name = name ?? definition.profile.name?.reference else { return "a profile without a name (\(origin))" }
    return "profile `\(name)` (\(origin))"
  }
}
