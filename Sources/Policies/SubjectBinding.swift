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

  /// Where the tables begin.
  public static let tables = NodeRef(tree: Evaluation.lastingTree, node: NodeID(index: 0))

  /// Whether a node stands in a file, where people find it; the tables are the program's own.
  static func isPlace(_ node: NodeRef) -> Bool { node.tree != tables.tree }

  /// Begins without a document: the tables and the preset.
  public func begin(preset: String, _ evaluation: inout Evaluation) {
    evaluation.reset()
    _ = evaluation.add(tables.tree)
    while evaluation.slots.count <= slots.tables { evaluation.slots.append(.null) }
    evaluation.slots[slots.preset] = .string(preset)
    evaluation.slots[slots.tables] = .node(SubjectBinding.tables)
  }

  /// Begins with a document: its tree, the tables and the preset.
  public func begin(_ tree: Tree, preset: String, _ evaluation: inout Evaluation) {
    begin(preset: preset, &evaluation)
    _ = evaluation.add(tree)
    if let root = tree.root { evaluation.slots[slots.document] = node(root) }
  }

  /// Goes on with another document where trees behind it are to stay.
  public func replace(_ tree: Tree, _ evaluation: inout Evaluation) {
    evaluation.replace(SubjectBinding.document, with: tree)
    if let root = tree.root { evaluation.slots[slots.document] = node(root) }
  }

  public func bind(_ resource: Resource, _ evaluation: inout Evaluation) { bind(object: resource.node, &evaluation) }

  /// Binds a node as the object, whatever it is.
  public func bind(object: NodeID, _ evaluation: inout Evaluation) {
    evaluation.slots[slots.object] = node(object)
    evaluation.slots[slots.namespaceObject] = .optional(.none)
  }

  public func bind(_ workload: Workload, _ evaluation: inout Evaluation) {
    let values = SubjectBinding.values(of: workload, inTree: SubjectBinding.document)
    let places = [
      slots.apiVersion, slots.kind, slots.name, slots.namespace, slots.workloadObject, slots.pods, slots.replicas,
      slots.daemon, slots.finishes, slots.claims,
    ]
    for (slot, value) in zip(places, values) { evaluation.slots[slot] = value }
    evaluation.slots[slots.workload] = .map(MapValue(names: SubjectBinding.workloadFields, values: values))
  }

  /// A workload of another document.
  public static func value(of workload: Workload, inTree tree: UInt32) -> Value {
    .map(MapValue(names: workloadFields, values: values(of: workload, inTree: tree)))
  }

  private static let workloadFields = [
    "apiVersion", "kind", "name", "namespace", "object", "pods", "replicas", "daemon", "finishes", "claims",
  ]

  /// In the order of `workloadFields`.
  private static func values(of workload: Workload, inTree tree: UInt32) -> [Value] {
    let identity = workload.resource.identity
    func node(_ node: NodeID) -> Value { .node(NodeRef(tree: tree, node: node)) }
    return [
      .string(identity.apiVersion), .string(identity.kind), .string(identity.name),
      .string(identity.namespace ?? ""), node(workload.resource.node),
      .list(workload.pods.map { value($0.view, tree) }),
      .optional(workload.replicas.map { .of(node($0)) } ?? .none),
      .bool(workload.kind.daemon), .bool(workload.kind.finishes), .list(workload.claims.map { node($0) }),
    ]
  }

  /// - Parameter placement: with `status` and `reason`, and where it is known which profile.
  public func bind(_ pod: Pod, placement: PlacementFields, _ evaluation: inout Evaluation) {
    evaluation.slots[slots.pod] = value(pod.view)
    evaluation.slots[slots.containers] = .list(pod.containers.map { value($0.view) })
    evaluation.slots[slots.placementStatus] = .string(placement.status.rawValue)
    evaluation.slots[slots.placementReason] = .string(placement.reason)
    evaluation.slots[slots.placement] = placement.value
  }

  /// Binds what rules see everywhere of the scope that they run in.
  public func bind(scope: Value, _ evaluation: inout Evaluation) { evaluation.slots[slots.scope] = scope }

  /// Binds the pods that the object leads to.
  public func bind(reached: [Value], _ evaluation: inout Evaluation) {
    evaluation.slots[slots.reached] = .list(reached)
  }

  public func bind(cluster: Value, _ evaluation: inout Evaluation) { evaluation.slots[slots.cluster] = cluster }

  public func bind(profile: Value, _ evaluation: inout Evaluation) { evaluation.slots[slots.profile] = profile }

  public func bind(role: Value, _ evaluation: inout Evaluation) { evaluation.slots[slots.role] = role }

  /// A pod of another document, in a Pod's shape.
  public static func value(of pod: Pod, inTree tree: UInt32) -> Value { value(pod.view, tree) }

  public func bind(_ container: Container, _ evaluation: inout Evaluation) {
    evaluation.slots[slots.container] = value(container.view)
    evaluation.slots[slots.role] = .string(container.role.rawValue)
  }

  private func node(_ node: NodeID) -> Value { .node(NodeRef(tree: SubjectBinding.document, node: node)) }

  private func value(_ view: View) -> Value { SubjectBinding.value(view, SubjectBinding.document) }

  private static func value(_ view: View, _ tree: UInt32) -> Value {
    switch view {
    case .node(let node): .node(NodeRef(tree: tree, node: node))
    case .map(let entries): .map(MapValue(fields: entries.map { ($0.key, value($0.value, tree)) }))
    case .list(let items): .list(items.map { value($0, tree) })
    case .text(let text): .string(text)
    }
  }
}

/// What rules see of where a pod lands.
public struct PlacementFields: Sendable {
  public let status: PlacementStatus
  public let reason: String
  let value: Value

  /// - Parameters:
  ///   - profile: the one that takes the pod; `matches`: all that do; `possible`: those that may.
  ///   - nearest: the selector that comes nearest, where none matches.
  ///   - namespace: where the pod lands; nil where nobody can tell.
  public init(
    status: PlacementStatus, reason: String, profile: Value? = nil, matches: [Value] = [],
    possible: [Value] = [], nearest: Value? = nil, namespace: String? = nil
  ) {
    self.status = status
    self.reason = reason
    func optional(_ value: Value?) -> Value { .optional(value.map { .of($0) } ?? .none) }
    value = .map(
      MapValue(
        names: PlacementFields.names,
        values: [
          .string(status.rawValue), .string(reason), optional(profile), .list(matches), .list(possible),
          optional(nearest), optional(namespace.map { .string($0) }),
        ]))
  }

  private static let names = ["status", "reason", "profile", "matches", "possible", "nearest", "namespace"]
}
