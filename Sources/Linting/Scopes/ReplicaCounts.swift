import CEL
import Policies

/// How many pods a workload has, at least and at most: as its autoscaler says, else as it says itself, else as its kind
/// has it.
struct ReplicaCounts {
  /// nil where nobody can tell: of kinds that are not scaled, or with several autoscalers.
  let value: Value?

  /// Those that have one pod where nothing is said.
  private static let kinds: Set = ["Deployment", "ReplicaSet", "ReplicationController", "StatefulSet", "Rollout"]

  init(of workload: Value, autoscalers: [Value], _ e: Evaluation) {
    func field(_ name: String, _ of: Value?) -> Value? { of.flatMap { e.field(name, of: $0) } }
    if autoscalers.count > 1 {
      value = nil
    } else if let autoscaler = autoscalers.first {
      let spec = field("spec", autoscaler)
      let isKEDA = field("kind", autoscaler).map { e.text($0) } == "ScaledObject"
      value = ReplicaCounts.value(
        field(isKEDA ? "minReplicaCount" : "minReplicas", spec) ?? .int(isKEDA ? 0 : 1),
        field(isKEDA ? "maxReplicaCount" : "maxReplicas", spec) ?? .int(isKEDA ? 100 : 1))
    } else if let written = field("replicas", field("spec", workload)) {
      value = ReplicaCounts.value(written, written)
    } else {
      let kind = field("kind", workload).map { e.text($0) } ?? ""
      value = ReplicaCounts.kinds.contains(kind) ? ReplicaCounts.value(.int(1), .int(1)) : nil
    }
  }

  private static func value(_ least: Value, _ most: Value) -> Value {
    .map(MapValue(fields: [("min", least), ("max", most)]))
  }
}
