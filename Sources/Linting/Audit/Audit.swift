import Fargate
import Manifests

/// What a run found, with stock taken of what it read: the clusters, and every pod template with where it lands, what it
/// asks for and what it gets.
public struct Audit: Sendable {
  public var report: Report
  /// The scopes that have a name, and the files of each: those that are applied as they are, and the kustomizations.
  public let scopes: [(name: String, files: [FileName])]
  /// By scope.
  public let clusters: [AuditedCluster]
  /// A row is a pod template in one scope. Files that were read as context have none.
  public let workloads: AuditedWorkloads
  /// nil where a profile takes every pod already.
  public let plan: MigrationPlan?
  /// What money is reckoned with, each list once.
  public let prices: [FargatePrices]
  /// Who owns the files.
  public let owners: Ownership

  /// - Parameter assumed: a run over the same files that takes every pod to land on Fargate.
  init(_ run: Linter.Run, assumed: Linter.Run?, owners: Ownership, tables: Tables) {
    let workloads = AuditedWorkloads(run)
    report = run.report
    scopes = run.scopes.all.compactMap { scope in
      scope.name.map { ($0, scope.files.map { run.files[$0].source.name }) }
    }
    clusters = run.scopes.all.enumerated().flatMap { number, scope in
      AuditedCluster.all(of: scope, taken: workloads.taken(inScope: number))
    }
    self.workloads = workloads
    self.owners = owners
    prices = Set(run.scopes.all.map(\.prices)).sorted { $0.title < $1.title }
    plan = assumed.map { MigrationPlanner(run, assumed: $0, workloads, tables: tables).plan() }
  }
}
