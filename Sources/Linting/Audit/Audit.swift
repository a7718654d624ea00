import Fargate

/// What a run found, with stock taken of what it read: the clusters, and every pod template with where it lands, what it
/// asks for and what it gets.
public struct Audit: Sendable {
  public let report: Report
  /// By scope.
  public let clusters: [AuditedCluster]
  /// A row is a pod template in one scope. Files that were read as context have none.
  public let workloads: AuditedWorkloads

  init(_ run: Linter.Run) {
    let workloads = AuditedWorkloads(run)
    report = run.report
    clusters = run.scopes.all.enumerated().flatMap { number, scope in
      AuditedCluster.all(of: scope, taken: workloads.taken(inScope: number))
    }
    self.workloads = workloads
  }
}
