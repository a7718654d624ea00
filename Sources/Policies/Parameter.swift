import CEL
import YAML

/// A parameter of a rule: what a configuration may set, and the value that holds.
public struct Parameter: Sendable {
  public let name: String
  public let type: Type
  /// Where the rule's expressions find the value.
  let slot: Int
  let value: Value
  /// The value as JSON, for showing it.
  public let text: String

  /// The same parameter with the value of a node; `mismatch` must have found nothing there.
  func taking(_ node: NodeID, of tree: Tree) -> Parameter {
    var text = ""
    tree.appendJSON(of: node, to: &text)
    return Parameter(
      name: name, type: type, slot: slot, value: Constant.value(of: node, in: tree, as: type), text: text)
  }

  /// The first node that has another type than the parameter's, and what is expected there; nil when the value fits.
  public func mismatch(_ node: NodeID, in tree: Tree) -> (node: NodeID, expected: String)? {
    Parameter.mismatch(node, in: tree, type)
  }

  private static func mismatch(_ node: NodeID, in tree: Tree, _ type: Type) -> (node: NodeID, expected: String)? {
    switch (type, tree.kind(node), tree.scalar(node)) {
    case (.list(let item), .sequence, _):
      return tree.items(of: node).lazy.compactMap { mismatch($0, in: tree, item) }.first
    case (.map(_, let value), .mapping, _):
      return tree.entries(of: node).lazy.compactMap { mismatch($0.value, in: tree, value) }.first
    case (.bool, _, .bool?), (.int, _, .int?), (.double, _, .int?), (.double, _, .uint?), (.double, _, .double?),
      (.string, _, .string?):
      return nil
    default: return (node, type.name)
    }
  }
}
