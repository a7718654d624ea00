import Manifests
import YAML

/// A node of a document of the run, with the file that it stands in.
public struct Place: Sendable, Hashable {
  public let file: String
  public let tree: Tree
  public let node: NodeID

  public init(file: String, tree: Tree, node: NodeID) {
    self.file = file
    self.tree = tree
    self.node = node
  }

  public static func == (left: Place, right: Place) -> Bool {
    left.node == right.node && left.tree === right.tree && left.file == right.file
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(tree))
    hasher.combine(node)
  }
}

/// Reading a document as the controllers decode it: null is absent.
extension Place {
  func field(_ name: String) -> Place? {
    guard let value = tree.value(of: name, in: node), !tree.isNull(value) else { return nil }
    return at(value)
  }

  /// The node that a path of field names leads to.
  func field(_ names: String...) -> Place? {
    names.reduce(Optional(self)) { place, name in place?.field(name) }
  }

  /// The items of a list; nothing for other kinds.
  var items: [Place] { tree.items(of: node).map(at) }

  /// The entries of a mapping in document order, nulls left out; nothing for other kinds.
  var entries: [(key: String, value: Place)] {
    tree.entries(of: node).compactMap { tree.isNull($0.value) ? nil : (tree.string($0.key), at($0.value)) }
  }

  /// The text of a scalar that is a string.
  var string: String? { tree.scalar(node) == .string ? tree.string(node) : nil }

  var isTrue: Bool { tree.scalar(node) == .bool(true) }

  var isMapping: Bool { tree.kind(node) == .mapping }

  /// Whether a scalar at or below the node satisfies a condition.
  func anyScalar(_ condition: (String) -> Bool) -> Bool {
    switch tree.kind(node) {
    case .mapping: entries.contains { $0.value.anyScalar(condition) }
    case .sequence: items.contains { $0.anyScalar(condition) }
    case .scalar, .alias: condition(tree.string(node))
    }
  }

  private func at(_ node: NodeID) -> Place { Place(file: file, tree: tree, node: node) }
}

/// An object of the run and the file that it stands in, named as the `RepositoryView` names it.
public struct PlacedResource: Sendable {
  public let file: String
  public let resource: Resource
  /// Values of what nobody else fills in; nil: there are none.
  let variables: Variables?

  public init(file: String, resource: Resource, variables: Variables? = nil) {
    self.file = file
    self.resource = resource
    self.variables = variables
  }

  var place: Place { Place(file: file, tree: resource.tree, node: resource.node) }
  var identity: ResourceIdentity { resource.identity }
}
