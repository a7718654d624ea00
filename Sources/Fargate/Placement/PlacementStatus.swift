/// Where a pod lands.
public enum PlacementStatus: String, Sendable, CaseIterable {
  /// A profile takes it.
  case fargate
  /// On EC2, or on hybrid nodes.
  case ec2
  /// Nowhere: no profile takes it, and there is nothing but Fargate.
  case pending
  case unknown
}
