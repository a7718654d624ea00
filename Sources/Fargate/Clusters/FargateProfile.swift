import YAML

/// A Fargate profile, as one source describes it.
public struct FargateProfile: Sendable {
  /// The profile as a whole.
  public let node: NodeID
  /// nil when the source leaves naming it to a tool.
  public let name: Sourced<String>?
  public let selectors: [ProfileSelector]
  /// Ids; nil when the source states none. Objects that stand for a subnet are values without one, with a reference.
  public let subnets: [Sourced<String>]?
  /// ARN of the pod execution role (Cluster API: its name); nil when the source states none.
  public internal(set) var role: Sourced<String>?
  public let tags: [LabelPair]
  /// Why nobody can tell yet whether it exists or which selectors it has; nil when it is certain.
  public let unresolved: String?

  /// Whether all that decides which pods it takes is known.
  public var isResolved: Bool { unresolved == nil && selectors.allSatisfy { $0.doubt == nil } }
}
