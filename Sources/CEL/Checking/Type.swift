/// The type of an expression, as far as it is known before it runs.
public indirect enum Type: Hashable, Sendable {
  /// Known only when the expression runs.
  case dyn
  case null, bool, int, uint, double, string, bytes, type
  case list(Type)
  case map(Type, Type)
  case optional(Type)
  case quantity, semver
  /// A type parameter of a function's overload.
  case parameter(String)

  /// The name that `type(x)` shows, where there is one.
  public var name: String {
    switch self {
    case .dyn: "dyn"
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .type: "type"
    case .list(let item): item == .dyn ? "list" : "list(\(item.name))"
    case .map(let key, let value): key == .dyn && value == .dyn ? "map" : "map(\(key.name), \(value.name))"
    case .optional(let wrapped): "optional_type(\(wrapped.name))"
    case .quantity: "kubernetes.Quantity"
    case .semver: "kubernetes.Semver"
    case .parameter(let name): name
    }
  }

  /// Whether a value of this type may be given where `wanted` is asked; `bindings` are the type parameters met so far.
  func fits(_ wanted: Type, _ bindings: inout [String: Type]) -> Bool {
    switch (self, wanted) {
    case (_, .parameter(let name)):
      guard let bound = bindings[name], bound != .dyn else {
        bindings[name] = self
        return true
      }
      var none: [String: Type] = [:]
      if fits(bound, &none) { return true }
      // Lists and maps may mix types: the parameter is then dyn.
      bindings[name] = .dyn
      return true
    case (.dyn, _), (_, .dyn), (.parameter, _): return true
    case (.list(let item), .list(let other)): return item.fits(other, &bindings)
    case (.map(let key, let value), .map(let otherKey, let otherValue)):
      return key.fits(otherKey, &bindings) && value.fits(otherValue, &bindings)
    case (.optional(let item), .optional(let other)): return item.fits(other, &bindings)
    default: return self == wanted
    }
  }

  func substituting(_ bindings: [String: Type]) -> Type {
    switch self {
    case .parameter(let name): bindings[name] ?? .dyn
    case .list(let item): .list(item.substituting(bindings))
    case .map(let key, let value): .map(key.substituting(bindings), value.substituting(bindings))
    case .optional(let item): .optional(item.substituting(bindings))
    default: self
    }
  }

  /// The type that holds values of both.
  func joined(_ other: Type) -> Type { self == other ? self : .dyn }
}
