extension Library {
  private static let t = Type.parameter("T")
  private static let k = Type.parameter("K")

  /// The standard functions on values (cel-spec, "List of Standard Definitions"); operators are instructions.
  static let standard: [Function] = [
    Function(
      "size",
      [Type.string, .bytes, .list(t), .map(k, t)].flatMap { [.global([$0], .int), .member([$0], .int)] }
    ) { arguments, e in
      switch arguments[0] {
      case .string(let text):
        return e.takes(text.utf8.count) ? .int(Int64(text.unicodeScalars.count)) : Evaluation.overBudget
      case .bytes(let bytes): return .int(Int64(bytes.count))
      case .node(let node) where !e.isMap(arguments[0]): return .int(Int64(e.tree(node).count(node.node)))
      case let collection:
        return (e.items(collection)?.count ?? e.mapEntries(collection)?.count).map { .int(Int64($0)) }
      }
    },
    text("contains", cost: .containing) { text, part in part.utf8.isEmpty || text.utf8Contains(part) },
    text("startsWith") { text, part in text.utf8.starts(with: part.utf8) },
    text("endsWith") { text, part in
      text.utf8.count >= part.utf8.count && text.utf8.suffix(part.utf8.count).elementsEqual(part.utf8)
    },
    Function("type", [.global([t], .type(t))]) { arguments, e in .type(TypeName(e.typeName(arguments[0]))) },
    Function("dyn", [.global([t], .dyn)], keepsNodes: true) { arguments, _ in arguments[0] },
  ]

  /// A question about a text and a part of it.
  private static func text(
    _ name: String, cost: CallCost = .traversing(times: 1), _ body: @escaping @Sendable (String, String) -> Bool
  ) -> Function {
    Function(name, [.member([.string, .string], .bool)], cost: cost) { arguments, _ in
      guard case .string(let text) = arguments[0], case .string(let part) = arguments[1] else { return nil }
      return .bool(body(text, part))
    }
  }

  /// Optional values (cel-spec, "Optional types"); `or` and `orValue` are instructions.
  static let optionals: [Function] = [
    optionalOf,
    Function("optional.none", [.global([], .optional(t))]) { _, _ in .optional(.none) },
    Function("optional.ofNonZeroValue", [.global([t], .optional(t))], keepsNodes: true) { arguments, e in
      e.isZero(arguments[0]) ? .optional(.none) : .optional(.of(arguments[0]))
    },
    Function("optional.unwrap", [.global([.list(.optional(t))], .list(t))], body: unwrapped),
    Function("unwrapOpt", [.member([.list(.optional(t))], .list(t))], body: unwrapped),
    Function("hasValue", [.member([.optional(t)], .bool)]) { arguments, _ in
      guard case .optional(let optional) = arguments[0] else { return nil }
      return .bool(optional.value != nil)
    },
    Function("value", [.member([.optional(t)], t)]) { arguments, _ in
      guard case .optional(let optional) = arguments[0] else { return nil }
      return optional.value ?? .invalid("optional.none() has no value")
    },
  ]

  static let optionalOf = Function("optional.of", [.global([t], .optional(t))], keepsNodes: true) { arguments, _ in
    .optional(.of(arguments[0]))
  }

  private static let unwrapped: Function.Body = { arguments, e in
    guard let items = e.items(arguments[0]) else { return nil }
    guard e.makes(items: items.count) else { return Evaluation.overBudget }
    var values: [Value] = []
    for item in items {
      guard case .optional(let optional) = item else { return nil }
      if let value = optional.value { values.append(value) }
    }
    return .list(values)
  }
}

extension Evaluation {
  /// Whether a value is its type's default.
  fileprivate func isZero(_ value: Value) -> Bool {
    switch typed(value) {
    case .null, .bool(false), .int(0), .uint(0), .double(0), .string(""), .bytes([]): true
    case .duration(let duration): duration.nanoseconds == 0
    case .timestamp(let timestamp): timestamp == Timestamp(seconds: 0)
    case .optional(let optional): optional.value == nil
    case let value: items(value)?.isEmpty == true || mapEntries(value)?.isEmpty == true
    }
  }
}

extension String {
  fileprivate func utf8Contains(_ part: String) -> Bool {
    let wanted = Array(part.utf8)
    let bytes = Array(utf8)
    guard wanted.count <= bytes.count else { return false }
    for start in 0...bytes.count - wanted.count where bytes[start] == wanted[0] {
      if bytes[start..<start + wanted.count].elementsEqual(wanted) { return true }
    }
    return false
  }
}
