import Fargate
import Manifests

/// Takes stock of a run.
struct AuditBuilder {
  private let run: Linter.Run
  private let sizes: PodSizes
  private let prices: FargatePrices
  /// The errors that count, by file.
  private let errors: [FileName: [Finding]]

  init(_ run: Linter.Run, tables: Tables, preset: String) {
    self.run = run
    sizes = PodSizes(tables: tables, preset: preset)
    prices = FargatePrices(tables: tables, preset: preset)
    let counting = run.report.findings.filter { $0.severity == .error && $0.suppression == nil && $0.resource != nil }
    errors = Dictionary(grouping: counting, by: \.file)
  }

  func audit() -> Audit {
    var clusters: [AuditedCluster] = []
    var workloads: [AuditedWorkload] = []
    for (number, scope) in run.scopes.all.enumerated() {
      let rows = rows(of: scope, number)
      workloads += rows.map(\.workload)
      var taken = [Int](repeating: 0, count: scope.clusters.profiles.count)
      for profile in rows.compactMap(\.profile) { taken[profile] += 1 }
      clusters += self.clusters(of: scope, taken)
    }
    return Audit(report: run.report, clusters: clusters, workloads: workloads)
  }

  // MARK: Clusters

  /// - Parameter taken: how many pod templates each profile takes.
  private func clusters(of scope: Scope, _ taken: [Int]) -> [AuditedCluster] {
    let all = scope.clusters
    func cluster(_ name: String?, _ region: String?, _ capacity: Set<Capacity.Kind>, _ profiles: [Int])
      -> AuditedCluster
    {
      AuditedCluster(
        scope: scope.name, name: name, region: region,
        capacity: Capacity.Kind.allCases.filter { (all.statedCapacity ?? capacity).contains($0) },
        profiles: profiles.map { number in
          let profile = all.profiles[number]
          return AuditedCluster.Profile(
            name: profile.name, origin: profile.origin, selectors: profile.selectors.map { .init($0) },
            workloads: taken[number])
        })
    }
    var result = all.clusters.map { own in
      let certain = own.capacity.map { all.capacity[$0].capacity }.filter { $0.unresolved == nil }
      return cluster(own.name, own.region ?? scope.region, Set(certain.map(\.kind)), own.profiles)
    }
    // Of some profiles nobody can tell the cluster; a scope may be stated without one.
    let owned = Set(all.clusters.flatMap(\.profiles))
    let rest = all.profiles.indices.filter { !owned.contains($0) }
    if !rest.isEmpty || result.isEmpty && (scope.region != nil || all.statedCapacity != nil) {
      result.append(cluster(nil, scope.region, rest.isEmpty ? [] : [.fargate], rest))
    }
    return result
  }

  // MARK: Workloads

  private func rows(of scope: Scope, _ number: Int) -> [(workload: AuditedWorkload, profile: Int?)] {
    let inventory = scope.index.inventory
    let defaults = defaults(of: scope, number)
    let hasPrices = scope.certainRegion == FargatePrices.region
    var rows: [(workload: AuditedWorkload, profile: Int?)] = []
    for file in scope.files where !run.files[file].isContext && run.scopes.ofFile[file].contains(number) {
      for place in inventory.files[file].resources.indices {
        let id = ResourceID(file: UInt32(file), place: UInt32(place))
        for pod in inventory.pods(of: id) {
          guard let detail = inventory.detail(of: pod) else { continue }
          rows.append(
            (
              row(pod, detail, defaults[scope.index.namespace(of: id)], hasPrices: hasPrices, scope),
              scope.judged(pod).placement?.profile
            ))
        }
      }
    }
    return rows
  }

  /// What LimitRanges give containers, by namespace; the first of several holds.
  private func defaults(of scope: Scope, _ number: Int) -> [TextID: ResourceAmounts] {
    var result: [TextID: ResourceAmounts] = [:]
    for file in scope.files where run.scopes.ofFile[file].contains(number) {
      for (place, amounts) in scope.index.inventory.files[file].defaults {
        let namespace = scope.index.namespace(of: ResourceID(file: UInt32(file), place: place))
        if result[namespace] == nil { result[namespace] = amounts }
      }
    }
    return result
  }

  private func row(
    _ pod: PodID, _ detail: PodDetail, _ defaults: ResourceAmounts?, hasPrices: Bool, _ scope: Scope
  ) -> AuditedWorkload {
    let inventory = scope.index.inventory
    let texts = inventory.texts
    let fact = inventory[pod.resource]
    let parts = inventory.requests(of: pod)
    let requests = parts.total(defaults: defaults ?? ResourceAmounts())
    let fit = sizes.fit(requests, overhead: parts.overhead)
    var price: Double?
    var rounding: Double?
    if case .size(let size) = fit {
      if hasPrices, !detail.finishes { price = prices.monthly(size) }
      rounding = prices.monthly(size) - prices.monthly(requests + parts.overhead)
    }
    let file = run.files[Int(pod.resource.file)].source.name
    let pointer = detail.pointer == .empty ? nil : texts.text(detail.pointer)
    return AuditedWorkload(
      scope: scope.name,
      resource: ResourceIdentity(
        apiVersion: texts.text(detail.apiVersion), kind: texts.text(fact.kind),
        namespace: scope.deployedNamespace(of: pod.resource), name: texts.text(fact.name)),
      file: file, line: Int(detail.line), pointer: pointer,
      labels: inventory.labels(of: pod).compactMap { label in
        label.value.map { (texts.text(label.key), texts.text($0)) }
      },
      replicas: detail.replicas, placement: scope.shown(pod), requests: requests, fit: fit, monthlyUSD: price,
      roundingUSD: rounding,
      blockers: blockers(pod, detail, file, pointer, scope))
  }

  private func blockers(_ pod: PodID, _ detail: PodDetail, _ file: FileName, _ pointer: String?, _ scope: Scope) -> Int
  {
    guard let found = errors[file] else { return 0 }
    let inventory = scope.index.inventory
    let fact = inventory[pod.resource]
    let document = inventory.files[Int(pod.resource.file)].documents[Int(fact.document)].index
    let texts = inventory.texts
    let others = inventory.pods(of: pod.resource).filter { $0 != pod }.compactMap { inventory.detail(of: $0)?.pointer }
      .map { texts.text($0) }
    return found.count { finding in
      guard finding.document == document, let resource = finding.resource,
        resource.kind == texts.text(fact.kind), resource.name == texts.text(fact.name),
        (resource.namespace ?? "") == texts.text(fact.namespace),
        finding.scopes.isEmpty || scope.name.map(finding.scopes.contains) ?? false
      else { return false }
      // What stands in another template of the object is none of this one's.
      guard let place = finding.pointer else { return true }
      return !others.contains { place == $0 || place.hasPrefix($0 + "/") }
    }
  }
}

extension Audit {
  init(_ run: Linter.Run, tables: Tables, preset: String) {
    self = AuditBuilder(run, tables: tables, preset: preset).audit()
  }
}
