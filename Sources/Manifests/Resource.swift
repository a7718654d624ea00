import YAML

/// One Kubernetes object of a document: the document's root, or an item of a list in it.
public struct Resource: Sendable {
  public let tree: Tree
  public let node: NodeID
  public let identity: ResourceIdentity

  /// The objects of a document, lists opened, in document order; empty when it holds none.
  ///
  /// An object is a mapping with `apiVersion` and `kind`. In a `PodList` and its like, items may leave both out.
  public static func resources(in tree: Tree) -> [Resource] {
    var result: [Resource] = []
    if let root = tree.root { collect(tree, root, inherited: nil, depth: 0, into: &result) }
    return result
  }

  private static func collect(
    _ tree: Tree, _ node: NodeID, inherited: (apiVersion: String, kind: String)?, depth: Int,
    into result: inout [Resource]
  ) {
    let apiVersion = tree.text(of: Fields.apiVersion, in: node) ?? inherited?.apiVersion
    let kind = tree.text(of: Fields.kind, in: node) ?? inherited?.kind
    guard let apiVersion, let kind, !apiVersion.isEmpty, !kind.isEmpty else { return }
    if kind.hasSuffix("List"), let items = tree.field(Fields.items, in: node), tree.kind(items) == .sequence,
      depth < Limits.depth
    {
      let item = kind == "List" ? nil : (apiVersion, String(kind.dropLast(4)))
      for entry in tree.items(of: items) where tree.kind(entry) == .mapping {
        collect(tree, entry, inherited: item, depth: depth + 1, into: &result)
      }
      return
    }
    let metadata = tree.field(Fields.metadata, in: node)
    let name = metadata.flatMap { tree.text(of: Fields.name, in: $0) ?? tree.text(of: Fields.generateName, in: $0) }
    let namespace = metadata.flatMap { tree.text(of: Fields.namespace, in: $0) }
    result.append(
      Resource(
        tree: tree, node: node,
        identity: ResourceIdentity(apiVersion: apiVersion, kind: kind, namespace: namespace, name: name ?? "")))
  }

  /// Where the resource's name stands: `metadata.name`, else `metadata.generateName`, else `kind`.
  public var namePlace: NodeID {
    if let metadata = tree.field(Fields.metadata, in: node) {
      if let name = tree.field(Fields.name, in: metadata) { return name }
      if let name = tree.field(Fields.generateName, in: metadata) { return name }
    }
    return tree.field(Fields.kind, in: node) ?? node
  }
}

/// The field names that the Kubernetes view reads.
enum Fields {
  static let apiVersion = Symbol("apiVersion")
  static let kind = Symbol("kind")
  static let metadata = Symbol("metadata")
  static let name = Symbol("name")
  static let generateName = Symbol("generateName")
  static let namespace = Symbol("namespace")
  static let items = Symbol("items")
  static let spec = Symbol("spec")
  static let containers = Symbol("containers")
  static let initContainers = Symbol("initContainers")
  static let ephemeralContainers = Symbol("ephemeralContainers")
  static let restartPolicy = Symbol("restartPolicy")
  static let replicas = Symbol("replicas")
  static let container = Symbol("container")
  static let script = Symbol("script")
  static let containerSet = Symbol("containerSet")
  static let sidecars = Symbol("sidecars")
  static let steps = Symbol("steps")
  static let template = Symbol("template")
  static let volumes = Symbol("volumes")
  static let securityContext = Symbol("securityContext")
  static let gpu = Symbol("gpu")
  static let quantity = Symbol("quantity")
}
