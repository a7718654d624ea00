import YAML

/// An EKS Pod Identity association: a service account and the role that its pods would get.
public struct PodIdentityAssociation: Sendable {
  public let node: NodeID
  public let namespace: Sourced<String>?
  public let serviceAccount: Sourced<String>?
  /// ARN; nil when the tool makes the role.
  public let role: Sourced<String>?
}
