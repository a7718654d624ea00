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
  /// The keys where all are texts, as those of records are; else empty.
  private let names: [String]
  /// All others.
  private let keys: [Value]
  private let values: [Value]
  /// Where a key stands; empty where looking through a few names is faster.
  private let places: [MapKey: Int]
  /// What stands under every other key, where not all of the map is known.
  private let rest: Value?

  /// So many names are looked through.
  private static let few = 12

  /// nil when a key stands twice or cannot be one.
  public init?(_ entries: [(key: Value, value: Value)]) {
    var places: [MapKey: Int] = [:]
    places.reserveCapacity(entries.count)
    for (place, entry) in entries.enumerated() {
      guard let key = MapKey(entry.key), places.updateValue(place, forKey: key) == nil else { return nil }
    }
    names = []
    keys = entries.map(\.key)
    values = entries.map(\.value)
    self.places = places
    rest = nil
  }

  /// A record: a map with text as keys, each once.
  /// - Parameter names: as many as values.
  public init(names: [String], values: [Value], rest: Value? = nil) {
    self.names = names
    self.values = values
    self.rest = rest
    keys = []
    guard names.count > MapValue.few else {
      places = [:]
      return
    }
    places = Dictionary(names.enumerated().map { (.string($1), $0) }, uniquingKeysWith: { $1 })
  }

  /// A map with text as keys, the last of equal ones counting.
  public convenience init(fields: [(String, Value)], rest: Value? = nil) {
    var names: [String] = []
    var values: [Value] = []
    names.reserveCapacity(fields.count)
    values.reserveCapacity(fields.count)
    var known: [String: Int] = [:]
    for (name, value) in fields {
      if let place = fields.count > MapValue.few ? known[name] : names.firstIndex(of: name) {
        values[place] = value
      } else {
        if fields.count > MapValue.few { known[name] = names.count }
        names.append(name)
        values.append(value)
      }
    }
    self.init(names: names, values: values, rest: rest)
  }

  public var count: Int { values.count }

  public var entries: [(key: Value, value: Value)] {
    values.indices.map { (keys.isEmpty ? .string(names[$0]) : keys[$0], values[$0]) }
  }

  public subscript(_ key: Value) -> Value? {
    guard let key = MapKey(key) else { return rest }
    if case .string(let name) = key { return self[name] }
    return places[key].map { values[$0] } ?? rest
  }

  public subscript(_ key: String) -> Value? {
    let place = places.isEmpty ? names.firstIndex(of: key) : places[.string(key)]
    return place.map { values[$0] } ?? rest
  }
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
