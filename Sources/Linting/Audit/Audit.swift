import Fargate

/// What a run found, with stock taken of what it read: the clusters, and every pod template with where it lands, what it
/// asks for and what it gets.
public struct Audit: Sendable {
  public let report: Report
  /// By scope.
  public let clusters: [AuditedCluster]
  /// A row is a pod template in one scope. Files that were read as context have none.
  public let workloads: AuditedWorkloads
  /// nil where a profile takes every pod already.
  public let plan: MigrationPlan?
  /// Who owns the files.
  public let owners: Ownership

  /// - Parameter assumed: a run over the same files that takes every pod to land on Fargate.
  init(_ run: Linter.Run, assumed: Linter.Run?, owners: Ownership, tables: Tables, preset: String) {
    let workloads = AuditedWorkloads(run, tables: tables, preset: preset)
    report = run.report
    clusters = run.scopes.all.enumerated().flatMap { number, scope in
      AuditedCluster.all(of: scope, taken: workloads.taken(inScope: number))
    }
    self.workloads = workloads
    self.owners = owners
    plan = assumed.map { MigrationPlanner(run, assumed: $0, workloads, tables: tables).plan() }
  }
}
