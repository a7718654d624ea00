import CEL

/// Whether Kubernetes would bind a claim to a volume of the scope that no claim is tied to yet (Kubernetes, Persistent
/// Volumes: binding): by class, access modes, volume mode, capacity and labels.
///
/// What is substituted later, and expressions of a selector, count as fitting.
struct VolumeFit {
  private let claim: Value

  init(of claim: Value) { self.claim = claim }

  func isMet(by volume: Value, _ e: Evaluation) -> Bool {
    guard let wanted = e.field("spec", of: claim), let offered = e.field("spec", of: volume),
      e.field("claimRef", of: offered) == nil
    else { return false }
    return agree("storageClassName", "", wanted, offered, e) && agree("volumeMode", "Filesystem", wanted, offered, e)
      && hasModes(wanted, offered, e) && isLargeEnough(wanted, offered, e) && hasLabels(wanted, volume, e)
  }

  private func agree(_ field: String, _ standard: String, _ wanted: Value, _ offered: Value, _ e: Evaluation) -> Bool {
    let values = [wanted, offered].map { e.field(field, of: $0) }
    if values.contains(where: { $0.map { isUnknown($0, e) } ?? false }) { return true }
    let texts = values.map { $0.map { e.text($0) } ?? standard }
    return texts[0] == texts[1]
  }

  private func hasModes(_ wanted: Value, _ offered: Value, _ e: Evaluation) -> Bool {
    let modes = [wanted, offered].map { spec in e.field("accessModes", of: spec).map { e.elements(of: $0) } ?? [] }
    if modes.joined().contains(where: { isUnknown($0, e) }) { return true }
    return Set(modes[0].map { e.text($0) }).isSubset(of: modes[1].map { e.text($0) })
  }

  private func isLargeEnough(_ wanted: Value, _ offered: Value, _ e: Evaluation) -> Bool {
    let resources = e.field("resources", of: wanted)
    guard let request = resources.flatMap({ e.field("requests", of: $0) }).flatMap({ e.field("storage", of: $0) }),
      let capacity = e.field("capacity", of: offered).flatMap({ e.field("storage", of: $0) }),
      let least = Quantity(parsing: e.text(request)), let size = Quantity(parsing: e.text(capacity))
    else { return true }
    return least <= size
  }

  private func hasLabels(_ wanted: Value, _ volume: Value, _ e: Evaluation) -> Bool {
    guard let pairs = e.field("selector", of: wanted).flatMap({ e.field("matchLabels", of: $0) }) else { return true }
    let labels = e.field("metadata", of: volume).flatMap { e.field("labels", of: $0) }
    return e.elements(of: pairs).allSatisfy { key in
      let name = e.text(key)
      guard let value = e.field(name, of: pairs) else { return true }
      guard let label = labels.flatMap({ e.field(name, of: $0) }) else { return false }
      return isUnknown(value, e) || isUnknown(label, e) || e.text(value) == e.text(label)
    }
  }

  private func isUnknown(_ value: Value, _ e: Evaluation) -> Bool {
    if case .unknown = e.typed(value) { return true }
    return false
  }
}
