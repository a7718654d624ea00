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

  /// What to write where a text is no type, for the end of a message.
  static func hint(_ text: String) -> String {
    let hint = Spelling.hint(text, among: ["bool", "int", "double", "string"])
    return hint.isEmpty ? "; write bool, int, double, string, list(T) or map(string, T)" : hint
  }

  /// A value that is written down as one of a type, integers as doubles where those are asked; nil when it is none.
  static func value(_ value: Value, as type: Type) -> Value? {
    switch (value, type) {
    case (.bool, .bool), (.int, .int), (.double, .double), (.string, .string): return value
    case (.int(let number), .double): return .double(Double(number))
    case (.list(let items), .list(let item)):
      let read = items.compactMap { self.value($0, as: item) }
      return read.count == items.count ? .list(read) : nil
    case (.map(let map), .map(_, let item)):
      let read = map.entries.compactMap { entry in self.value(entry.value, as: item).map { (entry.key, $0) } }
      return read.count == map.entries.count ? MapValue(read).map(Value.map) : nil
    default: return nil
    }
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
