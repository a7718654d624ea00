import CEL
import YAML

/// Whether Kubernetes would bind a claim to a volume of the scope that no claim is tied to yet (Kubernetes, Persistent
/// Volumes: binding): by class, access modes, volume mode, capacity and labels.
///
/// What is substituted later, and expressions of a selector, count as fitting.
struct VolumeFit {
  private let wanted: Value
  private let storageClass: Value

  /// - Parameter standard: the class that a claim gets which names none.
  /// - Returns: nil where nobody can tell the class.
  init?(of claim: Value, standard: Value?, _ e: Evaluation) {
    guard let spec = e.field("spec", of: claim) else { return nil }
    let name = standard.flatMap { e.field("metadata", of: $0) }.flatMap { e.field("name", of: $0) }
    guard let storageClass = VolumeFit.storageClass(of: claim, e) ?? name else { return nil }
    wanted = spec
    self.storageClass = storageClass
  }

  func isMet(by volume: Value, _ e: Evaluation) -> Bool {
    guard let offered = e.field("spec", of: volume), e.field("claimRef", of: offered) == nil else { return false }
    let offeredClass = VolumeFit.storageClass(of: volume, e) ?? .string("")
    let modes = [wanted, offered].map { e.field("volumeMode", of: $0) ?? .string("Filesystem") }
    return agree(storageClass, offeredClass, e) && agree(modes[0], modes[1], e) && hasModes(offered, e)
      && isLargeEnough(offered, e) && hasLabels(volume, e)
  }

  /// The class that a claim or a volume names; its annotation, which is older, stands before its field.
  static func storageClass(of object: Value, _ e: Evaluation) -> Value? {
    let annotations = e.field("metadata", of: object).flatMap { e.field("annotations", of: $0) }
    return annotations.flatMap { e.field("volume.beta.kubernetes.io/storage-class", of: $0) }
      ?? e.field("spec", of: object).flatMap { e.field("storageClassName", of: $0) }
  }

  private func agree(_ left: Value, _ right: Value, _ e: Evaluation) -> Bool {
    isUnknown(left, e) || isUnknown(right, e) || e.text(left) == e.text(right)
  }

  private func hasModes(_ offered: Value, _ e: Evaluation) -> Bool {
    let modes = [wanted, offered].map { spec in e.field("accessModes", of: spec).map { e.elements(of: $0) } ?? [] }
    if modes.joined().contains(where: { isUnknown($0, e) }) { return true }
    return Set(modes[0].map { e.text($0) }).isSubset(of: modes[1].map { e.text($0) })
  }

  private func isLargeEnough(_ offered: Value, _ e: Evaluation) -> Bool {
    let resources = e.field("resources", of: wanted)
    guard let request = resources.flatMap({ e.field("requests", of: $0) }).flatMap({ e.field("storage", of: $0) }),
      let capacity = e.field("capacity", of: offered).flatMap({ e.field("storage", of: $0) }),
      let least = Quantity(parsing: e.text(request)), let size = Quantity(parsing: e.text(capacity))
    else { return true }
    return least <= size
  }

  private func hasLabels(_ volume: Value, _ e: Evaluation) -> Bool {
    guard let pairs = e.field("selector", of: wanted).flatMap({ e.field("matchLabels", of: $0) }) else { return true }
    let labels = e.field("metadata", of: volume).flatMap { e.field("labels", of: $0) }
    return e.elements(of: pairs).allSatisfy { key in
      let name = e.text(key)
      guard let value = e.field(name, of: pairs) else { return true }
      guard let label = labels.flatMap({ e.field(name, of: $0) }) else { return false }
      return agree(value, label, e)
    }
  }

  private func isUnknown(_ value: Value, _ e: Evaluation) -> Bool {
    if case .unknown = e.typed(value) { return true }
    return false
  }
}
