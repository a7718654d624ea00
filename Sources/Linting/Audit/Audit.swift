/// What a run found, with stock taken of what it read: the clusters, and every pod template with where it lands, what it
/// asks for and what it gets.
public struct Audit: Sendable {
  public let report: Report
  /// By scope.
  public let clusters: [AuditedCluster]
  /// By scope, file and place in it: a row is a pod template. Files that were read as context have none.
  public let workloads: [AuditedWorkload]
}
