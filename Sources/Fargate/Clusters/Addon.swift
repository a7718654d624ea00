import YAML

/// An Amazon EKS add-on of a cluster.
public struct Addon: Sendable {
  public let node: NodeID
  public let name: Sourced<String>
  /// Configuration values, JSON or YAML as text; nil when none are given.
  public let configuration: Sourced<String>?
}
