import YAML

/// A Fargate profile that a configuration declares.
public struct ConfiguredProfile: Sendable {
  public struct Selector: Sendable {
    /// With `*` and `?`.
    public let namespace: String
    /// In the order in which they are written; values with `*` and `?`.
    public let labels: [(key: String, value: String)]
    public let node: NodeID
  }

  public let name: String
  /// The scope that it takes pods of; nil: every one.
  public let scope: String?
  /// One to five.
  public let selectors: [Selector]
  /// Ids; empty when none are given.
  public let subnets: [String]
  /// The pod execution role; nil when none is given.
  public let role: String?
  /// In the tree of the configuration's `source`.
  public let node: NodeID
  public let place: Place
}
