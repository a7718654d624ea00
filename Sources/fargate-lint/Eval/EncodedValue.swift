import CEL
import Reporting
import YAML

/// Values as JSON: an object of one key, the kind; integers as decimal text.
enum EncodedValue {
  /// - Throws: what is no value.
  static func decode(_ node: NodeID, in tree: Tree) throws(EncodingError) -> Value {
    guard tree.kind(node) == .mapping, let entry = tree.entries(of: node).first, tree.count(node) == 1 else {
      throw EncodingError("a value is an object of one key, its kind")
    }
    let kind = tree.string(entry.key)
    let content = entry.value
    switch kind {
    case "null": return .null
    case "bool": return .bool(tree.scalar(content) == .bool(true))
    case "list":
      var items: [Value] = []
      for item in tree.items(of: content) { items.append(try decode(item, in: tree)) }
      return .list(items)
    case "map":
      var entries: [(key: Value, value: Value)] = []
      for pair in tree.items(of: content) {
        guard let key = tree.item(0, of: pair), let value = tree.item(1, of: pair) else {
          throw EncodingError("an entry of a map is a pair")
        }
        entries.append((try decode(key, in: tree), try decode(value, in: tree)))
      }
      guard let map = MapValue(entries) else { throw EncodingError("a key stands twice in a map, or is none") }
      return .map(map)
    case "optional": return .optional(tree.scalar(content) == .null ? .none : .of(try decode(content, in: tree)))
    case "error": return .error(EvaluationError(.invalidArgument, tree.string(content)))
    default:
      guard let value = scalar(kind, tree.string(content)) else {
        throw EncodingError("`\(tree.string(content))` is no \(kind)")
      }
      return value
    }
  }

  private static func scalar(_ kind: String, _ text: String) -> Value? {
    switch kind {
    case "int": Int64(text).map(Value.int)
    case "uint": UInt64(text).map(Value.uint)
    case "double": Double(text).map(Value.double)
    case "string": .string(text)
    case "bytes": Base64.decode(text, padded: true).map(Value.bytes)
    case "timestamp": Timestamp(parsing: text).map(Value.timestamp)
    case "duration": Duration(parsing: text).map(Value.duration)
    case "type": .type(TypeName(text))
    case "url": URLReference(parsing: text).map { .url(Box($0)) }
    case "ip": IPAddress(parsing: text).map { .ip(Box($0)) }
    case "cidr": CIDR(parsing: text).map { .cidr(Box($0)) }
    case "semver": Semver(parsing: text).map { .semver(Box($0)) }
    case "quantity": Quantity(parsing: text).map { .quantity(Box($0)) }
    default: nil
    }
  }

  /// - Parameter evaluation: the one that made the value, whose trees its nodes belong to.
  static func encode(_ value: Value, _ evaluation: Evaluation) -> String {
    let value = evaluation.typed(value)
    func object(_ kind: String, _ json: String) -> String { JSONObject.make { $0.add(kind, json: json) } }
    func text(_ kind: String) -> String { object(kind, JSONObject.literal(evaluation.text(value))) }
    switch value {
    case .null: return object("null", "null")
    case .bool(let value): return object("bool", value ? "true" : "false")
    case .int: return text("int")
    case .uint: return text("uint")
    case .double(let value): return object("double", JSONObject.literal(value.isNaN ? "NaN" : "\(value)"))
    case .string: return text("string")
    case .bytes(let bytes): return object("bytes", JSONObject.literal(Base64.encode(bytes)))
    case .timestamp: return text("timestamp")
    case .duration: return text("duration")
    case .type: return text("type")
    case .url: return text("url")
    case .ip: return text("ip")
    case .cidr: return text("cidr")
    case .semver: return text("semver")
    case .quantity: return text("quantity")
    case .format: return text("format")
    case .optional(let optional): return object("optional", optional.value.map { encode($0, evaluation) } ?? "null")
    case .error(let error): return object("error", JSONObject.literal(error.message))
    case .unknown: return text("unknown")
    case .list, .map, .node:
      if let entries = evaluation.entries(of: value) {
        let pairs = entries.map { "[\(encode($0.key, evaluation)),\(encode($0.value, evaluation))]" }
        return object("map", "[\(pairs.joined(separator: ","))]")
      }
      let items = evaluation.elements(of: value).map { encode($0, evaluation) }
      return object("list", "[\(items.joined(separator: ","))]")
    }
  }
}
