import YAML

/// A value that is shown in another shape than it is written in: nodes where they stand, arranged anew.
public indirect enum View: Sendable {
  case node(NodeID)
  case map([(key: String, value: View)])
  case list([View])
  /// Text that no file holds.
  case text(String)

  /// The node, when the whole value is one.
  public var node: NodeID? {
    if case .node(let node) = self { return node }
    return nil
  }

  /// The first node that it is made of.
  public var firstNode: NodeID? {
    switch self {
    case .node(let node): node
    case .map(let entries): entries.lazy.compactMap(\.value.firstNode).first
    case .list(let items): items.lazy.compactMap(\.firstNode).first
    case .text: nil
    }
  }

  /// A field of a map; nil when it is absent, null, or the value is no map.
  public func field(_ name: String, in tree: Tree) -> View? {
    switch self {
    case .node(let node):
      guard let value = tree.value(of: name, in: node), !tree.isNull(value) else { return nil }
      return .node(value)
    case .map(let entries): return entries.first { $0.key == name }?.value
    case .list, .text: return nil
    }
  }
}

/// A container of a pod.
public struct Container: Sendable {
  public enum Role: String, Sendable {
    case container
    case `init`
    /// An init container with `restartPolicy: Always`.
    case sidecar
    case ephemeral
  }

  public let view: View
  public let role: Role
  /// What a finding about the container as a whole points at: its name, else itself.
  public let place: NodeID
}

/// A pod, or the template of one, in a Pod's shape.
public struct Pod: Sendable {
  /// What the path of its kind leads to, in whatever shape it is written.
  public let node: NodeID
  /// A map with `metadata` and `spec`.
  public let view: View
  public let containers: [Container]
  /// What a finding about the pod as a whole points at.
  public let place: NodeID

  /// Whether the pod is shown as it is written.
  public var isWhole: Bool { view.node != nil && containers.allSatisfy { $0.view.node != nil } }
}

/// A resource that makes pods.
public struct Workload: Sendable {
  public let resource: Resource
  public let kind: WorkloadKinds.Kind
  public let pods: [Pod]
  /// The templates of the claims that each pod brings.
  public let claims: [NodeID]
  public let replicas: NodeID?

  /// nil when the resource is of no kind that makes pods.
  public init?(_ resource: Resource, kinds: WorkloadKinds) {
    guard let kind = kinds.kind(resource.identity.apiVersion, resource.identity.kind) else { return nil }
    self.resource = resource
    self.kind = kind
    let tree = resource.tree
    var pods: [Pod] = []
    for path in kind.paths {
      for node in path.nodes(in: tree, from: resource.node) where tree.kind(node) == .mapping {
        if let pod = PodReader(resource: resource, kind: kind).pod(at: node) { pods.append(pod) }
      }
    }
    self.pods = pods
    claims = kind.claims?.nodes(in: tree, from: resource.node) ?? []
    replicas = tree.field(Fields.spec, in: resource.node).flatMap { tree.field(Fields.replicas, in: $0) }
  }
}
