import Manifests
import YAML

/// A CloudFormation template: its resources, and the parameters that have a default.
struct CloudFormationTemplate {
  struct ResourceEntry {
    /// The logical id.
    let name: String
    let type: String
    let node: NodeID
    /// Why the stack may not have it.
    let doubt: String?
  }

  let tree: Tree
  /// In document order.
  let entries: [ResourceEntry]
  /// By logical id.
  let resources: [String: NodeID]
  private let parameters: [String: NodeID]
  private let names: [String: [FieldPath]]

  /// nil when the root is no mapping with `Resources`.
  /// - Parameter names: where resources of a type have the name that `Ref` gives.
  init?(_ tree: Tree, names: [String: [FieldPath]]) {
    guard let root = tree.root, let resources = tree.field(Names.resources, in: root), tree.kind(resources) == .mapping
    else { return nil }
    self.tree = tree
    self.names = names
    entries = Self.entries(tree, resources, isRepeated: false)
    self.resources = Dictionary(entries.map { ($0.name, $0.node) }) { _, last in last }
    parameters = tree.field(Names.parameters, in: root).map { Self.named(tree, $0) } ?? [:]
  }

  private static func named(_ tree: Tree, _ node: NodeID) -> [String: NodeID] {
    Dictionary(tree.entries(of: node).map { (tree.string($0.key), $0.value) }) { _, last in last }
  }

  private static func entries(_ tree: Tree, _ resources: NodeID, isRepeated: Bool) -> [ResourceEntry] {
    tree.entries(of: resources).flatMap { key, resource -> [ResourceEntry] in
      let name = tree.string(key)
      if name.hasPrefix("Fn::ForEach::"), let body = tree.item(2, of: resource) {
        return entries(tree, body, isRepeated: true)
      }
      guard let type = tree.text(of: Names.type, in: resource) else { return [] }
      let condition = tree.text(of: Names.condition, in: resource)
      let doubt = condition.map { "only if condition `\($0)` holds" }
      return [
        ResourceEntry(
          name: name, type: type, node: resource,
          doubt: doubt ?? (isRepeated ? "only as `Fn::ForEach` repeats it" : nil))
      ]
    }
  }

  private func type(of resource: NodeID) -> String? { tree.text(of: Names.type, in: resource) }

  /// The node of the name that a resource's `Ref` gives; nil when CloudFormation makes one up.
  func name(of resource: NodeID) -> NodeID? {
    let paths = type(of: resource).flatMap { names[$0] } ?? []
    return paths.lazy.compactMap { $0.nodes(in: tree, from: resource).first }.first
  }

  enum Parameter {
    /// No parameter of this name.
    case none
    case withoutDefault
    /// The node of the default, and whether it holds a list with commas.
    case withDefault(NodeID, isList: Bool)
  }

  func parameter(_ name: String) -> Parameter {
    guard let node = parameters[name] else { return .none }
    let type = tree.text(of: Names.type, in: node) ?? ""
    // The default of an SSM parameter is where the value is kept.
    guard !type.hasPrefix("AWS::SSM::"), let value = tree.field(Names.default, in: node), tree.kind(value) == .scalar
    else { return .withoutDefault }
    return .withDefault(value, isList: type == "CommaDelimitedList" || type.hasPrefix("List<"))
  }

  // MARK: Functions

  /// An intrinsic function as it is written, short (`!Ref X`) or long (`Fn::Ref: X`).
  struct Call {
    /// Without `Fn::` or `!`.
    let name: String
    /// In the short form the node itself, tagged.
    let argument: NodeID
  }

  /// nil when a node is a value.
  func call(at node: NodeID) -> Call? {
    if let tag = tree.localTag(node) { return Call(name: String(tag.drop { $0 == "!" }), argument: node) }
    guard tree.kind(node) == .mapping, tree.count(node) == 1, let entry = tree.entries(of: node).first else {
      return nil
    }
    let key = tree.string(entry.key)
    if key == "Ref" { return Call(name: key, argument: entry.value) }
    return key.hasPrefix("Fn::") ? Call(name: String(key.dropFirst(4)), argument: entry.value) : nil
  }

  enum Names {
    static let resources = Symbol("Resources")
    static let parameters = Symbol("Parameters")
    static let type = Symbol("Type")
    static let `default` = Symbol("Default")
    static let condition = Symbol("Condition")
  }
}
