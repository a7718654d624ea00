import CEL

/// When an object is made among those that are deployed with it: its phase, and its place in it.
///
/// Argo CD waits until the objects of a wave are healthy, a claim until it is bound (user-guide/sync-waves), and reads
/// Helm's hooks as its own; Helm makes its hooks before and after all else (topics/charts_hooks).
struct SyncOrder {
  private enum Phase: Int { case before, with, after }
  private let phase: Phase
  private let weight: Int

  /// Whether the first object is made before the second; unknown where an annotation is filled in later.
  static func isBefore(_ first: Value, _ second: Value, _ e: Evaluation) -> Value {
    for object in [first, second] {
      for key in keys {
        if let value = annotation(key, of: object, e), case .unknown(let node) = e.typed(value) {
          return .unknown(node)
        }
      }
    }
    let (first, second) = (SyncOrder(of: first, e), SyncOrder(of: second, e))
    return .bool((first.phase.rawValue, first.weight) < (second.phase.rawValue, second.weight))
  }

  private static let keys = [
    "argocd.argoproj.io/hook", "argocd.argoproj.io/sync-wave", "helm.sh/hook", "helm.sh/hook-weight",
  ]

  private init(of object: Value, _ e: Evaluation) {
    let texts = SyncOrder.keys.map { key in SyncOrder.annotation(key, of: object, e).map { e.text($0) } }
    phase = SyncOrder.phase(texts[0] ?? texts[2] ?? "")
    // Helm weighs hooks alone.
    weight = texts[1].flatMap { Int($0) } ?? (phase == .with ? nil : texts[3].flatMap { Int($0) }) ?? 0
  }

  private static func phase(_ hooks: String) -> Phase {
    let words = hooks.lowercased().split { $0 == "," || $0 == " " }
    if words.contains(where: { $0.hasPrefix("pre") || $0 == "crd-install" }) { return .before }
    return words.contains { $0.hasPrefix("post") } ? .after : .with
  }

  private static func annotation(_ key: String, of object: Value, _ e: Evaluation) -> Value? {
    e.field("metadata", of: object).flatMap { e.field("annotations", of: $0) }.flatMap { e.field(key, of: $0) }
  }
}
