import CEL
import YAML

/// Values that a policy or a configuration writes down.
enum Constant {
  /// - Parameter type: what the value counts as; whole numbers are doubles where one is asked for.
  static func value(of node: NodeID, in tree: Tree, as type: Type) -> Value {
    switch tree.kind(node) {
    case .sequence:
      var item = Type.dyn
      if case .list(let inner) = type { item = inner }
      return .list(tree.items(of: node).map { value(of: $0, in: tree, as: item) })
    case .mapping:
      var field = Type.dyn
      if case .map(_, let inner) = type { field = inner }
      return .map(
        MapValue(
          fields: tree.entries(of: node).map { (tree.string($0.key), value(of: $0.value, in: tree, as: field)) }))
    case .scalar, .alias:
      switch tree.scalar(node) {
      case .null?, nil: return .null
      case .bool(let value)?: return .bool(value)
      case .int(let value)?: return type == .double ? .double(Double(value)) : .int(value)
      case .uint(let value)?: return type == .double ? .double(Double(value)) : .uint(value)
      case .double(let value)?: return .double(value)
      case .string?: return .string(tree.string(node))
      }
    }
  }
}
