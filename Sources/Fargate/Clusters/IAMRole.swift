import YAML

/// An IAM role as a source defines it, with who may take it and which policies it has.
public struct IAMRole: Sendable {
  /// One statement of a trust policy.
  public struct Statement: Sendable {
    /// Where it stands: its own node, or the text that holds the whole policy.
    public let node: NodeID
    public let allows: Bool
    /// Services that may take the role.
    public let services: [Sourced<String>]
    public let actions: [Sourced<String>]
    /// The keys that its conditions ask for, whatever the operator: `aws:SourceArn`.
    public let conditionKeys: [String]
  }

  /// The role as a whole.
  public let node: NodeID
  /// nil when the source leaves naming it to a tool.
  public let name: Sourced<String>?
  public let path: Sourced<String>?
  /// By what profiles of the same source refer to it: a logical id, an address, the name of an object.
  public let key: String?
  /// Of its trust policy; nil where nobody can tell.
  public let statements: [Statement]?
  /// The trust policy, or what stands for it; nil where there is none.
  public let trust: NodeID?
  /// ARNs.
  public internal(set) var managedPolicies: [Sourced<String>]
  /// Whether it has policies that its own source spells out.
  public internal(set) var hasInlinePolicies: Bool
}

/// A policy that stands by itself and is attached to roles.
struct PolicyAttachment: Sendable {
  let roles: [Sourced<String>]
  /// ARN; nil for a policy that the source spells out.
  let policy: Sourced<String>?
}
