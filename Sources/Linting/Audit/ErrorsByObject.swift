import Manifests

/// The errors of a run that count, by the objects that they are about.
struct ErrorsByObject: Sendable {
  private let findings: [Finding]
  /// Places among the findings.
  private let places: [ResourceID: [Int]]

  init(_ report: Report) {
    findings = report.findings
    var places: [ResourceID: [Int]] = [:]
    for (place, finding) in findings.enumerated() where finding.severity == .error && finding.suppression == nil {
      for object in finding.objects { places[object, default: []].append(place) }
    }
    self.places = places
  }

  /// The objects that something is wrong with.
  var objects: [ResourceID] { places.keys.sorted() }

  /// What is wrong with an object in a scope.
  /// - Returns: places among the findings of the report, in order.
  func errors(of id: ResourceID, _ scope: Scope) -> [Int] {
    (places[id] ?? []).filter { place in
      let scopes = findings[place].scopes
      return scopes.isEmpty || scope.name.map(scopes.contains) ?? false
    }
  }

  /// What is wrong with a pod template, or with all of its object: what stands in another template of the object is none
  /// of this one's.
  func errors(of pod: PodID, _ scope: Scope) -> [Int] {
    let found = errors(of: pod.resource, scope)
    if found.isEmpty { return [] }
    let inventory = scope.index.inventory
    let others = inventory.pods(of: pod.resource).filter { $0 != pod }.compactMap { inventory.pointer(of: $0) }
    return found.filter { place in
      guard let pointer = findings[place].pointer else { return true }
      return !others.contains { pointer == $0 || pointer.hasPrefix($0 + "/") }
    }
  }
}

extension Inventory {
  /// Where a template stands in its document; nil where the object has no other.
  func pointer(of pod: PodID) -> String? {
    guard let detail = detail(of: pod), detail.pointer != .empty else { return nil }
    return texts.text(detail.pointer)
  }
}
