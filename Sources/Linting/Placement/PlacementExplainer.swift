import CEL
import Fargate
import Manifests

/// Says of the workloads of a run where they land and why.
struct PlacementExplainer {
  let run: Linter.Run

  /// The most names that are worth offering.
  private static let offered = 5

  func answer(_ wanted: WorkloadName) -> PlacementAnswer {
    var found: [PlacementExplanation] = []
    var names: Set<WorkloadName> = []
    for (number, scope) in run.scopes.all.enumerated() {
      let inventory = scope.index.inventory
      for file in scope.files where run.scopes.ofFile[file].contains(number) {
        for place in inventory.files[file].resources.indices {
          let id = ResourceID(file: UInt32(file), place: UInt32(place))
          let pods = inventory.pods(of: id)
          if pods.isEmpty { continue }
          let name = scope.name(of: id)
          names.insert(name)
          if wanted.covers(name) { found += pods.map { explanation(of: $0, name, in: scope) } }
        }
      }
    }
    return PlacementAnswer(
      explanations: found, nearest: found.isEmpty ? PlacementExplainer.nearest(to: wanted, among: names) : [],
      unrendered: run.report.unrendered)
  }

  /// Those of the same name, else the one whose spelling is nearest.
  private static func nearest(to wanted: WorkloadName, among names: Set<WorkloadName>) -> [String] {
    let same = names.filter { $0.name == wanted.name }.map(\.text).sorted()
    if !same.isEmpty { return Array(same.prefix(offered)) }
    let all = names.map { wanted.namespace == nil ? "\($0.kind)/\($0.name)" : $0.text }.sorted()
    return [Spelling.nearest(to: wanted.text, among: all)].compactMap(\.self)
  }

  private func explanation(of pod: PodID, _ name: WorkloadName, in scope: Scope) -> PlacementExplanation {
    let inventory = scope.index.inventory
    let detail = inventory.detail(of: pod)
    let traits = scope.traits(of: pod, in: pod.resource)
    let clusters = scope.clusters
    var profiles: [PlacementExplanation.Profile] = []
    var answers = scope.answers(to: traits)[...]
    while let number = answers.first?.profile {
      let own = answers.prefix { $0.profile == number }
      answers = answers.dropFirst(own.count)
      let profile = clusters.profiles[number]
      profiles.append(
        PlacementExplanation.Profile(
          title: profile.title, doubt: profile.doubt,
          selectors: own.map { .init(content: .init(profile.selectors[$0.selector]), answer: $0) }))
    }
    let stated = clusters.statedCapacity.map { kinds in
      Capacity.Kind.allCases.filter { $0 != .fargate && kinds.contains($0) }.map { "\($0.rawValue), as configured" }
    }
    let other = clusters.capacity.filter { $0.capacity.kind != .fargate }
      .map { $0.title + ($0.capacity.unresolved.map { ", which may not be there: \($0)" } ?? "") }
    let pointer = detail.flatMap { $0.pointer == .empty ? nil : inventory.texts.text($0.pointer) }
    return PlacementExplanation(
      scope: scope.name, workload: name,
      file: inventory.written(pod.resource)?.file ?? run.files[Int(pod.resource.file)].source.name,
      line: detail.map { Int($0.line) } ?? 1, pointer: pointer, traits: traits, placement: scope.shown(pod),
      profiles: profiles, capacity: stated ?? other)
  }
}

extension Scope {
  fileprivate func name(of id: ResourceID) -> WorkloadName {
    let fact = index.inventory[id]
    let texts = index.inventory.texts
    return WorkloadName(
      namespace: deployedNamespace(of: id), kind: texts.text(fact.kind), name: texts.text(fact.name))
  }
}
