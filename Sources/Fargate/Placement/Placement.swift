/// Where a pod lands, and why.
public struct Placement: Sendable, Equatable {
  public let status: PlacementStatus
  /// The number of the profile that takes the pod, among the scope's; nil unless `fargate`.
  public let profile: Int?
  /// The numbers of all profiles that surely match, the one that takes the pod first, then by name.
  public let matches: [Int]
  /// The numbers of the profiles of which nobody can tell whether they match, in order.
  public var possible: [Int] = []
  /// The selector that comes nearest; nil when one matches, or there is none that could be named.
  public let nearest: NearestSelector?
  /// For people, to go on a sentence: "matched by profile `web` (infra/prod/cluster.yaml:31)".
  public let reason: String
}
