import Manifests
import YAML

/// What a pod asks of its node, held against what every Fargate node has.
///
/// The node is made for the pod after a profile has taken it, so a demand that no Fargate node meets leaves the pod
/// Pending (catalogue: affinity-excludes-fargate; node labels of containers-roadmap 1476 and 1125).
public struct NodeRequirements: Sendable {
  /// Label → the value that every Fargate node has; nil where each node has its own (zone, region, host name).
  private let labels: [String: String?]

  public init(tables: Tables) {
    let tree = tables.tree
    var labels: [String: String?] = [:]
    let path = "labels_and_annotations.node_labels"
    for known in FieldPath("\(path).same_on_each").nodes(in: tree, from: NodeID(index: 0)) {
      for (key, value) in tree.entries(of: known) { labels[tree.string(key)] = tree.string(value) }
    }
    for key in FieldPath("\(path).own_of_each[]").nodes(in: tree, from: NodeID(index: 0)) {
      labels[tree.string(key)] = .some(nil)
    }
    self.labels = labels
  }

  /// The values of `nodeSelector` and the required node affinity expressions that no Fargate node meets; empty when
  /// the pod could run on one. What is not known yet counts as met.
  public func unsatisfied(by spec: View, in tree: Tree) -> [NodeID] {
    var result: [NodeID] = []
    if let selector = spec.field("nodeSelector", in: tree)?.node {
      for (key, value) in tree.entries(of: selector) where !holds(key, value, tree) { result.append(value) }
    }
    guard let affinity = spec.field("affinity", in: tree)?.node,
      let terms = FieldPath("nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms")
        .nodes(in: tree, from: affinity).first, tree.kind(terms) == .sequence
    else { return result }
    let failing = tree.items(of: terms).map { unmet(inTerm: $0, tree) }
    if !failing.isEmpty, !failing.contains(where: \.isEmpty) { result += failing.joined() }
    return result
  }

  /// What a label pair asks, for `nodeSelector`.
  private func holds(_ key: NodeID, _ value: NodeID, _ tree: Tree) -> Bool {
    if tree.isPlaceholder(key) || tree.isPlaceholder(value) || tree.scalar(value) != .string { return true }
    guard let known = labels[tree.string(key)] else { return false }
    return known == nil || known == tree.string(value)
  }

  /// The requirements of one term that cannot hold. A term without any matches no node (Kubernetes API, NodeSelector).
  private func unmet(inTerm term: NodeID, _ tree: Tree) -> [NodeID] {
    let expressions = tree.field(Symbol("matchExpressions"), in: term).map { Array(tree.items(of: $0)) } ?? []
    let fields = tree.field(Symbol("matchFields"), in: term).map { Array(tree.items(of: $0)) } ?? []
    if expressions.isEmpty, fields.isEmpty { return [term] }
    return fields + expressions.filter { !canHold($0, tree) }
  }

  private func canHold(_ expression: NodeID, _ tree: Tree) -> Bool {
    guard let keyNode = tree.field(Symbol("key"), in: expression), !tree.isPlaceholder(keyNode),
      let operation = tree.text(of: Symbol("operator"), in: expression)
    else { return true }
    let values = tree.field(Symbol("values"), in: expression).map { Array(tree.items(of: $0)) } ?? []
    if values.contains(where: { tree.isPlaceholder($0) }) { return true }
    let known = labels[tree.string(keyNode)]
    switch (operation, known) {
    case ("In", nil), ("Exists", nil), ("Gt", nil), ("Lt", nil), ("DoesNotExist", .some): return false
    case ("In", .some(.some(let value))): return values.contains { tree.string($0) == value }
    case ("NotIn", .some(.some(let value))): return !values.contains { tree.string($0) == value }
    default: return true
    }
  }
}
