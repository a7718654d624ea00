import CEL
import Reporting
import YAML

/// Types as JSON: `{"kind": "list", "params": [{"kind": "int"}]}`.
enum EncodedType {
  private static let plain: [(kind: String, type: Type)] = [
    ("dyn", .dyn), ("null_type", .null), ("bool", .bool), ("int", .int), ("uint", .uint), ("double", .double),
    ("string", .string), ("bytes", .bytes), ("timestamp", .timestamp), ("duration", .duration), ("any", .any),
  ]

  /// - Throws: what is no type.
  static func decode(_ node: NodeID, in tree: Tree) throws(EncodingError) -> Type {
    let kind = try tree.text("kind", in: node)
    let name = tree.value(of: "name", in: node).map { tree.string($0) } ?? ""
    var parameters: [Type] = []
    if let list = tree.value(of: "params", in: node) {
      for item in tree.items(of: list) { parameters.append(try decode(item, in: tree)) }
    }
    func parameter(_ place: Int) -> Type { parameters.indices.contains(place) ? parameters[place] : .dyn }
    if let known = plain.first(where: { $0.kind == kind }) { return known.type }
    switch kind {
    case "list": return .list(parameter(0))
    case "map": return .map(parameter(0), parameter(1))
    case "type": return .type(parameter(0))
    case "wrapper": return .wrapper(parameter(0))
    case "opaque": return .opaque(name, parameters)
    case "message": return .message(name)
    case "type_param": return .parameter(name)
    default: throw EncodingError("no type is of the kind `\(kind)`")
    }
  }

  static func encode(_ type: Type) -> String {
    JSONObject.make { object in
      if let known = plain.first(where: { $0.type == type }) { return object.add("kind", known.kind) }
      var parameters: [Type] = []
      switch type {
      case .list(let item):
        object.add("kind", "list")
        parameters = [item]
      case .map(let key, let value):
        object.add("kind", "map")
        parameters = [key, value]
      case .type(let inner):
        object.add("kind", "type")
        parameters = [inner]
      case .wrapper(let inner):
        object.add("kind", "wrapper")
        parameters = [inner]
      case .opaque(let name, let inner):
        object.add("kind", "opaque")
        object.add("name", name)
        parameters = inner
      case .message(let name):
        object.add("kind", "message")
        object.add("name", name)
      default: object.add("kind", "dyn")
      }
      if !parameters.isEmpty { object.add("params", list: parameters.map(encode)) }
    }
  }
}

/// What stands in the way of reading an encoded value, type or case.
struct EncodingError: Error {
  let message: String
  init(_ message: String) { self.message = message }
}

extension Tree {
  /// The text under a key that must be there.
  func text(_ key: String, in node: NodeID) throws(EncodingError) -> String {
    guard let value = value(of: key, in: node), scalar(value) == .string else {
      throw EncodingError("`\(key)` is missing, or is no text")
    }
    return string(value)
  }
}
