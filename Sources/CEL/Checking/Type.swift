/// The type of an expression, as far as it is known before it runs.
public indirect enum Type: Hashable, Sendable {
  /// Known only when the expression runs.
  case dyn
  case null, bool, int, uint, double, string, bytes, timestamp, duration
  /// A message of any type, unpacked when the expression runs.
  case any
  case list(Type)
  case map(Type, Type)
  /// The type of a type value; the parameter is the type that it denotes.
  case type(Type)
  /// A primitive that may be null.
  case wrapper(Type)
  /// A type that only functions make and read: `optional_type(T)`, `net.IP`.
  case opaque(String, [Type])
  case message(String)
  /// A map with text as keys that has the fields of one of these types, the names in order and each once: what
  /// `ObjectTypes` knows of it.
  case object([String])
  /// A type parameter of an overload, or one that the checker has not found out yet.
  case parameter(String)

  public static let quantity = Type.opaque("kubernetes.Quantity", [])
  public static let semver = Type.opaque("kubernetes.Semver", [])
  public static let url = Type.opaque("kubernetes.URL", [])
  public static let format = Type.opaque("kubernetes.NamedFormat", [])
  public static let ip = Type.opaque("net.IP", [])
  public static let cidr = Type.opaque("net.CIDR", [])

  public static func optional(_ wrapped: Type) -> Type { .opaque("optional_type", [wrapped]) }

  /// What an optional holds; nil for every other type.
  package var wrapped: Type? {
    if case .opaque("optional_type", let parameters) = self { return parameters.first }
    return nil
  }

  /// The name for people.
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
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .any: "any"
    case .list(let item): item.isOpen ? "list" : "list(\(item.name))"
    case .map(let key, let value): key.isOpen && value.isOpen ? "map" : "map(\(key.name), \(value.name))"
    case .type(let type): type.isOpen ? "type" : "type(\(type.name))"
    case .wrapper(let type): "wrapper(\(type.name))"
    case .opaque(let name, let parameters):
      parameters.isEmpty ? name : "\(name)(\(parameters.map(\.name).joined(separator: ", ")))"
    case .message(let name): name
    case .object(let names): names.joined(separator: " or ")
    case .parameter: "dyn"
    }
  }

  /// The type that holds objects of both, which are of declared types; nil for any other pair.
  static func union(_ left: Type, _ right: Type) -> Type? {
    switch (left, right) {
    case (.object(let one), .object(let other)): .object(Set(one).union(other).sorted())
    case (.list(let one), .list(let other)): union(one, other).map { .list($0) }
    case (.map(let key, let one), .map(let otherKey, let other)) where key == otherKey:
      union(one, other).map { .map(key, $0) }
    case (.opaque("optional_type", let one), .opaque("optional_type", let other)):
      union(one[0], other[0]).map { .optional($0) }
    default: nil
    }
  }

  /// Any object, where its declared fields do not count.
  static let fields = Type.map(.string, .dyn)

  /// Says nothing about the value.
  package var isOpen: Bool {
    switch self {
    case .dyn, .parameter: true
    default: false
    }
  }

  /// The types that it is made of.
  package var parameters: [Type] {
    switch self {
    case .list(let item): [item]
    case .map(let key, let value): [key, value]
    case .opaque(_, let parameters): parameters
    case .type(let type), .wrapper(let type): [type]
    default: []
    }
  }

  /// The same type with each of its parts changed.
  package func mapping(_ change: (Type) -> Type) -> Type {
    switch self {
    case .list(let item): .list(change(item))
    case .map(let key, let value): .map(change(key), change(value))
    case .opaque(let name, let parameters): .opaque(name, parameters.map(change))
    case .type(let type): .type(change(type))
    case .wrapper(let type): .wrapper(change(type))
    default: self
    }
  }
}
