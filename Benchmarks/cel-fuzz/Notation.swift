import CEL

extension Evaluation {
  /// A value with its type and all its parts, so that two values are the same if their notations are.
  func notation(_ value: Value) -> String {
    switch value {
    case .error(let error): return "error \(error.kind): \(error.message)"
    case .unknown(let node): return "unknown \(node.tree):\(node.node.index)"
    case .node(let node): return "node \(node.tree):\(node.node.index) \(text(value))"
    case .list(let items): return "[" + items.map { notation($0) }.joined(separator: ", ") + "]"
    case .map(let map):
      return "{" + map.entries.map { notation($0.key) + ": " + notation($0.value) }.joined(separator: ", ") + "}"
    case .optional(let optional): return "optional(" + (optional.value.map { notation($0) } ?? "") + ")"
    case .double(let value): return "double \(value.isNaN ? "nan" : String(value.bitPattern))"
    case .bytes(let bytes): return "bytes \(bytes)"
    case .int: return "int " + text(value)
    case .uint: return "uint " + text(value)
    case .string(let string): return "string \(Array(string.utf8))"
    case .type(let type): return "type \(type.name)"
    case .null, .bool, .quantity, .semver, .timestamp, .duration, .ip, .cidr, .url, .format: return text(value)
    }
  }

  /// Whether a value is of a type that the checker found; what is `dyn` may be anything.
  func conforms(_ value: Value, to type: Type) -> Bool {
    switch (typed(value), type) {
    case (_, .dyn), (_, .any), (_, .parameter), (.unknown, _), (.error, _): return true
    case (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double), (.string, .string),
      (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration), (.quantity, .quantity), (.semver, .semver),
      (.ip, .ip), (.cidr, .cidr), (.url, .url), (.format, .format), (.type, .type), (.null, .wrapper):
      return true
    case (_, .wrapper(let inner)): return conforms(value, to: inner)
    case (.optional(let optional), .opaque("optional_type", let parameters)):
      return optional.value.map { value in parameters.allSatisfy { conforms(value, to: $0) } } ?? true
    case (_, .list(let item)) where entries(of: value) == nil && !isScalar(value):
      return elements(of: value).allSatisfy { conforms($0, to: item) }
    case (_, .map(let key, let item)):
      return entries(of: value)?.allSatisfy { conforms($0.key, to: key) && conforms($0.value, to: item) } ?? false
    default: return false
    }
  }

  private func isScalar(_ value: Value) -> Bool {
    switch typed(value) {
    case .list, .node: false
    default: true
    }
  }
}
