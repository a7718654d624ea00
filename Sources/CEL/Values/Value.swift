import YAML

/// A value of CEL, or what stands in its place: an error, or a value that is not known yet.
///
/// A value read from a manifest stays a node, which costs nothing to pass on and knows where it came from; it is typed
/// when an operator asks for it.
public enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case list([Value])
  case map(MapValue)
  case type(TypeName)
  case optional(OptionalValue)
  case quantity(Box<Quantity>)
  case semver(Box<Semver>)
  case timestamp(Timestamp)
  case duration(Duration)
  case ip(Box<IPAddress>)
  case cidr(Box<CIDR>)
  case url(Box<URLReference>)
  case format(NamedFormat)
  /// A node of one of the evaluation's trees.
  case node(NodeRef)
  case error(EvaluationError)
  /// Rests on a value that is substituted later; the node is the first such.
  case unknown(NodeRef)

  public var isErrorOrUnknown: Bool {
    switch self {
    case .error, .unknown: true
    default: false
    }
  }

  /// The node that the value was read from; nil for what is computed.
  public var origin: NodeRef? {
    if case .node(let node) = self { return node }
    return nil
  }
}

/// The name of a type as a value: what `type(x)` gives.
public struct TypeName: Hashable, Sendable {
  public let name: String
  public init(_ name: String) { self.name = name }
}

/// A larger value behind a reference, so that `Value` stays small.
public final class Box<Content: Sendable>: Sendable {
  public let content: Content
  public init(_ content: Content) { self.content = content }
}

public final class OptionalValue: Sendable {
  public let value: Value?
  private init(_ value: Value?) { self.value = value }
  public static let none = OptionalValue(nil)
  public static func of(_ value: Value) -> OptionalValue { OptionalValue(value) }
}

/// Why an evaluation gave no value.
public final class EvaluationError: Error, Sendable {
  public enum Kind: Sendable {
    case noSuchOverload, noSuchKey, outOfRange, overflow, invalidArgument
    /// A field's value is of another type than its schema's.
    case wrongType
    /// The evaluation cost more than its budget.
    case overBudget
  }

  public let kind: Kind
  /// Lower case, what was found and what was expected.
  public let message: String
  /// The value that is to blame, where it was read from a manifest.
  public let node: NodeRef?

  public init(_ kind: Kind, _ message: String, at node: NodeRef? = nil) {
    self.kind = kind
    self.message = message
    self.node = node
  }
}

extension Value {
  static func noSuchOverload(_ what: String) -> Value {
    .error(EvaluationError(.noSuchOverload, "no such overload: \(what)"))
  }
  static func invalid(_ message: String) -> Value { .error(EvaluationError(.invalidArgument, message)) }
  static let overflow = Value.error(EvaluationError(.overflow, "integer overflow"))
}

/// A map made by an expression: keys are bool, int, uint or string, each once, in the order in which they came.
public final class MapValue: Sendable {
  public let entries: [(key: Value, value: Value)]
  private let places: [MapKey: Int]
  /// What stands under every other key, where not all of the map is known.
  private let rest: Value?

  /// nil when a key stands twice or cannot be one.
  public init?(_ entries: [(key: Value, value: Value)]) {
    var places: [MapKey: Int] = [:]
    places.reserveCapacity(entries.count)
    for (place, entry) in entries.enumerated() {
      guard let key = MapKey(entry.key), places.updateValue(place, forKey: key) == nil else { return nil }
    }
    self.entries = entries
    self.places = places
    rest = nil
  }

  /// A map with text as keys, the last of equal ones counting.
  public convenience init(fields: [(String, Value)], rest: Value? = nil) {
    var last: [String: Value] = [:]
    for (key, value) in fields { last[key] = value }
    let unique = fields.map(\.0).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    self.init(unique: unique.map { (Value.string($0), last[$0] ?? .null) }, rest: rest)
  }

  private init(unique entries: [(key: Value, value: Value)], rest: Value?) {
    self.entries = entries
    self.rest = rest
    var places: [MapKey: Int] = [:]
    for (place, entry) in entries.enumerated() {
      if let key = MapKey(entry.key) { places[key] = place }
    }
    self.places = places
  }

  public subscript(_ key: Value) -> Value? {
    guard let key = MapKey(key), let place = places[key] else { return rest }
    return entries[place].value
  }

  public subscript(_ key: String) -> Value? { places[.string(key)].map { entries[$0].value } ?? rest }
}

/// A key for hashing: numbers that are equal across types are one key.
enum MapKey: Hashable {
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case string(String)

  init?(_ value: Value) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .int(value)
    case .uint(let value): self = Int64(exactly: value).map { .int($0) } ?? .uint(value)
    case .double(let value):
      if let integer = Int64(exactly: value) {
        self = .int(integer)
      } else if let integer = UInt64(exactly: value) {
        self = .uint(integer)
      } else {
        return nil
      }
    case .string(let value): self = .string(value)
    default: return nil
    }
  }
}
