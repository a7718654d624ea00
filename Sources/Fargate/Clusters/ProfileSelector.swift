import YAML

/// One selector of a Fargate profile: a namespace, and label pairs that must all be there.
public struct ProfileSelector: Sendable {
  /// The selector as a whole.
  public let node: NodeID
  /// A pattern; nil when it is absent. Amazon EKS refuses such a selector.
  public let namespace: Sourced<String>?
  public let labels: [LabelPair]
  /// Why nobody can tell yet whether the profile has it, or what it holds; nil when that is certain.
  public let unresolved: String?

  /// The first reason why it is not certain which pods it selects; nil when it is.
  public var doubt: String? {
    unresolved ?? namespace?.unresolved
      ?? labels.lazy.compactMap { $0.key.unresolved ?? $0.value.unresolved }.first
  }
}
