import CEL
import Fargate
import Manifests
import YAML

/// Puts what a rule looks at into the slots of an evaluation.
///
/// Tree 0 of the evaluation holds the tables, tree 1 the document.
public struct SubjectBinding: Sendable {
  private let slots: Vocabulary.Slots
  private let tables: Tables

  public init(vocabulary: Vocabulary, tables: Tables) {
    slots = vocabulary.slots
    self.tables = tables
  }

  public static let document: UInt32 = 1

  /// Begins without a document: the tables and the preset.
  public func begin(preset: String, _ evaluation: inout Evaluation) {
    evaluation.reset()
    _ = evaluation.add(tables.tree)
    while evaluation.slots.count <= slots.tables { evaluation.slots.append(.null) }
    evaluation.slots[slots.preset] = .string(preset)
    evaluation.slots[slots.tables] = .node(NodeRef(tree: 0, node: NodeID(index: 0)))
  }

  /// Begins with a document: its tree, the tables and the preset.
  public func begin(_ tree: Tree, preset: String, _ evaluation: inout Evaluation) {
    begin(preset: preset, &evaluation)
    _ = evaluation.add(tree)
    if let root = tree.root { evaluation.slots[slots.document] = node(root) }
  }

  public func bind(_ resource: Resource, _ evaluation: inout Evaluation) { bind(object: resource.node, &evaluation) }

  /// Binds a node as the object, whatever it is.
  public func bind(object: NodeID, _ evaluation: inout Evaluation) {
    evaluation.slots[slots.object] = node(object)
    evaluation.slots[slots.namespaceObject] = .optional(.none)
  }

  public func bind(_ workload: Workload, _ evaluation: inout Evaluation) {
    let identity = workload.resource.identity
    let fields: [(Int, String, Value)] = [
      (slots.apiVersion, "apiVersion", .string(identity.apiVersion)), (slots.kind, "kind", .string(identity.kind)),
      (slots.name, "name", .string(identity.name)), (slots.namespace, "namespace", .string(identity.namespace ?? "")),
      (slots.workloadObject, "object", node(workload.resource.node)),
      (slots.pods, "pods", .list(workload.pods.map { value($0.view) })),
      (slots.replicas, "replicas", .optional(workload.replicas.map { .of(node($0)) } ?? .none)),
      (slots.daemon, "daemon", .bool(workload.kind.daemon)),
      (slots.finishes, "finishes", .bool(workload.kind.finishes)),
      (slots.claims, "claims", .list(workload.claims.map { node($0) })),
    ]
    for (slot, _, value) in fields { evaluation.slots[slot] = value }
    evaluation.slots[slots.workload] = .map(MapValue(fields: fields.map { ($0.1, $0.2) }))
  }

  public func bind(_ pod: Pod, status: PlacementStatus, reason: String, _ evaluation: inout Evaluation) {
    evaluation.slots[slots.pod] = value(pod.view)
    evaluation.slots[slots.containers] = .list(pod.containers.map { value($0.view) })
    evaluation.slots[slots.placementStatus] = .string(status.rawValue)
    evaluation.slots[slots.placementReason] = .string(reason)
    evaluation.slots[slots.placement] = .map(
      MapValue(fields: [("status", .string(status.rawValue)), ("reason", .string(reason))]))
  }

  public func bind(_ container: Container, _ evaluation: inout Evaluation) {
    evaluation.slots[slots.container] = value(container.view)
    evaluation.slots[slots.role] = .string(container.role.rawValue)
  }

  private func node(_ node: NodeID) -> Value { .node(NodeRef(tree: SubjectBinding.document, node: node)) }

  private func value(_ view: View) -> Value {
    switch view {
    case .node(let node): self.node(node)
    case .map(let entries): .map(MapValue(fields: entries.map { ($0.key, value($0.value)) }))
    case .list(let items): .list(items.map { value($0) })
    case .text(let text): .string(text)
    }
  }
}
