import CEL
import YAML

/// The types that a policy's parameters may have.
enum ParameterType {
  /// Reads `bool`, `int`, `double`, `string`, `list(T)`, `map(string, T)`; nil for anything else.
  static func parse(_ text: String) -> Type? {
    switch text {
    case "bool": return .bool
    case "int": return .int
    case "double": return .double
    case "string": return .string
    default: break
    }
    if text.hasPrefix("list("), text.hasSuffix(")") {
      return parse(String(text.dropFirst(5).dropLast())).map(Type.list)
    }
    if text.hasPrefix("map(string,"), text.hasSuffix(")") {
      let inner = text.dropFirst(11).dropLast().drop { $0 == " " }
      return parse(String(inner)).map { .map(.string, $0) }
    }
    return nil
  }
}

/// Values that a policy or a configuration writes down.
enum Constant {
  static func value(of node: NodeID, in tree: Tree) -> Value {
    switch tree.kind(node) {
    case .sequence: return .list(tree.items(of: node).map { value(of: $0, in: tree) })
    case .mapping:
      return .map(MapValue(fields: tree.entries(of: node).map { (tree.string($0.key), value(of: $0.value, in: tree)) }))
    case .scalar, .alias:
      switch tree.scalar(node) {
      case .null?, nil: return .null
      case .bool(let value)?: return .bool(value)
      case .int(let value)?: return .int(value)
      case .uint(let value)?: return .uint(value)
      case .double(let value)?: return .double(value)
      case .string?: return .string(tree.string(node))
      }
    }
  }
}
