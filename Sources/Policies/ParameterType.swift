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
  /// Whether a value is of a parameter's type; a whole number may stand for a double.
  static func `is`(_ value: Value, _ type: Type) -> Bool {
    switch (value, type) {
    case (.bool, .bool), (.int, .int), (.double, .double), (.int, .double), (.string, .string): true
    case (.list(let items), .list(let item)): items.allSatisfy { Constant.is($0, item) }
    case (.map(let map), .map(_, let item)): map.entries.allSatisfy { Constant.is($0.value, item) }
    default: false
    }
  }

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
