import YAML

/// Something that gives a cluster nodes.
public struct Capacity: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case fargate, ec2, hybrid
  }

  public let kind: Kind
  /// What shows it.
  public let node: NodeID
  /// Its name for people: "managed node group `default`".
  public let title: String
  /// Why it may not be there; nil when it is certain.
  public let unresolved: String?
}
