import Fargate
import Manifests

/// The pod templates of a run, each worked out when it is asked for: by scope, file and place in it.
public struct AuditedWorkloads: RandomAccessCollection, Sendable {
  private let run: Linter.Run
  private let sizes: PodSizes
  private let prices: FargatePrices
  private let errors: ErrorsByObject
  /// By scope: what LimitRanges give containers, by namespace.
  private let defaults: [[TextID: ResourceAmounts]]
  private let rows: [Row]

  /// A pod template in a scope, each by its number.
  struct Row: Sendable {
    let scope: UInt32
    let pod: PodID
  }

  init(_ run: Linter.Run, tables: Tables, preset: String) {
    self.run = run
    sizes = PodSizes(tables: tables, preset: preset)
    prices = FargatePrices(tables: tables, preset: preset)
    errors = ErrorsByObject(run.report)
    defaults = run.scopes.all.indices.map { AuditedWorkloads.defaults(ofScope: $0, run.scopes) }
    rows = run.scopes.all.indices.flatMap { AuditedWorkloads.rows(ofScope: $0, run) }
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { rows.count }

  /// - Complexity: O(containers, findings of the file).
  public subscript(index: Int) -> AuditedWorkload { workload(rows[index]) }

  func row(_ index: Int) -> Row { rows[index] }

  /// How many rows each profile of a scope takes.
  func taken(inScope number: Int) -> [Int] {
    let scope = run.scopes.all[number]
    var counts = [Int](repeating: 0, count: scope.clusters.profiles.count)
    for row in rows where row.scope == number {
      if let profile = scope.judged(row.pod).placement?.profile { counts[profile] += 1 }
    }
    return counts
  }

  // MARK: Finding rows

  /// Files that were read as context have none.
  private static func rows(ofScope number: Int, _ run: Linter.Run) -> [Row] {
    let inventory = run.scopes.all[number].index.inventory
    var rows: [Row] = []
    for file in run.scopes.files(ofScope: number) where !run.files[file].isContext {
      for place in inventory.files[file].resources.indices {
        for pod in inventory.pods(of: ResourceID(file: UInt32(file), place: UInt32(place))) {
          rows.append(Row(scope: UInt32(number), pod: pod))
        }
      }
    }
    return rows
  }

  /// The first of several LimitRanges of a namespace holds.
  private static func defaults(ofScope number: Int, _ scopes: RunScopes) -> [TextID: ResourceAmounts] {
    let index = scopes.all[number].index
    var result: [TextID: ResourceAmounts] = [:]
    for file in scopes.files(ofScope: number) {
      for (place, amounts) in index.inventory.files[file].defaults {
        let namespace = index.namespace(of: ResourceID(file: UInt32(file), place: place))
        if result[namespace] == nil { result[namespace] = amounts }
      }
    }
    return result
  }

  // MARK: Working out

  private func workload(_ row: Row) -> AuditedWorkload {
    let scope = run.scopes.all[Int(row.scope)]
    let pod = row.pod
    let inventory = scope.index.inventory
    let texts = inventory.texts
    let fact = inventory[pod.resource]
    let detail = inventory.detail(of: pod)
    let parts = inventory.requests(of: pod)
    let given = defaults[Int(row.scope)][scope.index.namespace(of: pod.resource)]
    let requests = parts.total(defaults: given ?? ResourceAmounts())
    let fit = sizes.fit(requests, overhead: parts.overhead)
    var price: Double?
    var rounding: Double?
    if case .size(let size) = fit {
      let whole = prices.monthly(size)
      if scope.certainRegion == FargatePrices.region, detail?.finishes == false { price = whole }
      rounding = whole - prices.monthly(requests + parts.overhead)
    }
    return AuditedWorkload(
      scope: scope.name,
      resource: ResourceIdentity(
        apiVersion: detail.map { texts.text($0.apiVersion) } ?? "", kind: texts.text(fact.kind),
        namespace: scope.deployedNamespace(of: pod.resource), name: texts.text(fact.name)),
      file: inventory.written(pod.resource)?.file ?? run.files[Int(pod.resource.file)].source.name,
      via: run.files[Int(pod.resource.file)].deployment?.via, line: detail.map { Int($0.line) } ?? 1,
      pointer: inventory.pointer(of: pod),
      labels: inventory.labels(of: pod).compactMap { label in
        label.value.map { (texts.text(label.key), texts.text($0)) }
      },
      replicas: detail?.replicas, placement: scope.shown(pod), requests: requests, fit: fit, monthlyUSD: price,
      roundingUSD: rounding, blockers: errors.errors(of: pod, scope).count)
  }
}

extension RunScopes {
  fileprivate func files(ofScope number: Int) -> [Int] { all[number].files.filter { ofFile[$0].contains(number) } }
}
