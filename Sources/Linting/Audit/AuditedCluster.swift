import Fargate

/// A cluster of a scope, or what is known of a scope without one.
public struct AuditedCluster: Sendable {
  /// nil for a run that is one scope.
  public let scope: String?
  /// nil where nothing names it.
  public let name: String?
  public let region: String?
  /// What surely gives it nodes.
  public let capacity: [Capacity.Kind]
  public let profiles: [Profile]

  public struct Profile: Sendable {
    /// nil where its source leaves naming it to a tool.
    public let name: String?
    public let origin: Origin
    public let selectors: [Selector]
    /// How many pod templates of the scope it takes.
    public let workloads: Int
  }

  public struct Selector: Sendable {
    /// A pattern; nil where it is not known.
    public let namespace: String?
    /// Those that are known, patterns both, as written.
    public let labels: [(key: String, value: String)]
    /// Why nobody can tell which pods it selects; nil when it is certain.
    public let unresolved: String?

    init(_ selector: ProfileSelector) {
      namespace = selector.namespace?.value
      labels = selector.labels.compactMap { pair in
        guard let key = pair.key.value, let value = pair.value.value else { return nil }
        return (key, value)
      }
      unresolved = selector.doubt
    }
  }
}
