extension Library {
  private static let t = Type.parameter("T")

  /// The standard functions on values (cel-spec, "List of Standard Definitions"); operators are instructions.
  static let standard: [Function] = [
    Function(
      "size",
      [
        .global([.string], .int), .global([.bytes], .int), .global([.list(t)], .int),
        .global([.map(.dyn, .dyn)], .int), .member([.string], .int), .member([.bytes], .int),
        .member([.list(t)], .int), .member([.map(.dyn, .dyn)], .int),
      ]
    ) { arguments, e in
      switch arguments[0] {
      case .string(let text): return .int(Int64(text.unicodeScalars.count))
      case .bytes(let bytes): return .int(Int64(bytes.count))
      case .node(let node) where !e.isMap(arguments[0]): return .int(Int64(e.tree(node).count(node.node)))
      case let collection:
        if let items = e.items(collection) { return .int(Int64(items.count)) }
        if let entries = e.mapEntries(collection) { return .int(Int64(entries.count)) }
        return .noSuchOverload("size(\(e.typeName(collection)))")
      }
    },
    text("contains") { text, part, _ in .bool(part.utf8.isEmpty || text.utf8Contains(part)) },
    text("startsWith") { text, part, _ in .bool(text.utf8.starts(with: part.utf8)) },
    text("endsWith") { text, part, _ in
      .bool(text.utf8.count >= part.utf8.count && text.utf8.suffix(part.utf8.count).elementsEqual(part.utf8))
    },
    Function("matches", [.member([.string, .string], .bool), .global([.string, .string], .bool)]) { arguments, e in
      guard case .string(let text) = arguments[0], case .string(let pattern) = arguments[1] else {
        return .noSuchOverload("\(e.typeName(arguments[0])).matches(\(e.typeName(arguments[1])))")
      }
      guard e.spend((text.utf8.count + pattern.utf8.count) / 10) else { return Evaluation.overBudget }
      do throws(RegularExpression.PatternError) {
        return .bool(try RegularExpression(pattern).matches(text))
      } catch { return .invalid("`\(pattern)` is no regular expression: \(error.message)") }
    },
    Function("type", [.global([.dyn], .type)]) { arguments, e in .type(TypeName(e.typeName(arguments[0]))) },
    Function("dyn", [.global([.dyn], .dyn)], keepsNodes: true) { arguments, _ in arguments[0] },
  ]

  /// A function of a text and a part of it.
  private static func text(_ name: String, _ body: @escaping @Sendable (String, String, Evaluation) -> Value)
    -> Function
  {
    Function(name, [.member([.string, .string], .bool)]) { arguments, e in
      guard case .string(let text) = arguments[0], case .string(let part) = arguments[1] else {
        return .noSuchOverload("\(e.typeName(arguments[0])).\(name)(\(e.typeName(arguments[1])))")
      }
      guard e.spend(text.utf8.count / 10) else { return Evaluation.overBudget }
      return body(text, part, e)
    }
  }

  /// Conversions between types (cel-spec, "Type conversions").
  static let conversions: [Function] = [
    Function("int", [.int, .uint, .double, .string].map { .global([$0], .int) }) { arguments, e in
      switch arguments[0] {
      case .int: return arguments[0]
      case .uint(let value): return Int64(exactly: value).map(Value.int) ?? .overflow
      case .double(let value):
        return value > -9_223_372_036_854_775_808 && value < 9_223_372_036_854_775_808 ? .int(Int64(value)) : .overflow
      case .string(let text): return Int64(text).map(Value.int) ?? .invalid("`\(text)` is no int")
      default: return .noSuchOverload("int(\(e.typeName(arguments[0])))")
      }
    },
    Function("uint", [.int, .uint, .double, .string].map { .global([$0], .uint) }) { arguments, e in
      switch arguments[0] {
      case .uint: return arguments[0]
      case .int(let value): return UInt64(exactly: value).map(Value.uint) ?? .overflow
      case .double(let value):
        return value > -1 && value < 18_446_744_073_709_551_616 ? .uint(UInt64(value)) : .overflow
      case .string(let text): return UInt64(text).map(Value.uint) ?? .invalid("`\(text)` is no uint")
      default: return .noSuchOverload("uint(\(e.typeName(arguments[0])))")
      }
    },
    Function("double", [.int, .uint, .double, .string].map { .global([$0], .double) }) { arguments, e in
      switch arguments[0] {
      case .double: return arguments[0]
      case .int(let value): return .double(Double(value))
      case .uint(let value): return .double(Double(value))
      case .string(let text): return Double(text).map(Value.double) ?? .invalid("`\(text)` is no double")
      default: return .noSuchOverload("double(\(e.typeName(arguments[0])))")
      }
    },
    Function("bool", [.bool, .string].map { .global([$0], .bool) }) { arguments, e in
      switch arguments[0] {
      case .bool: return arguments[0]
      case .string("1"), .string("t"), .string("true"), .string("True"), .string("TRUE"), .string("T"):
        return .bool(true)
      case .string("0"), .string("f"), .string("false"), .string("False"), .string("FALSE"), .string("F"):
        return .bool(false)
      case .string(let text): return .invalid("`\(text)` is no bool")
      default: return .noSuchOverload("bool(\(e.typeName(arguments[0])))")
      }
    },
    Function("string", [.int, .uint, .double, .string, .bytes, .bool].map { .global([$0], .string) }) { arguments, e in
      switch arguments[0] {
      case .string: return arguments[0]
      case .bytes(let bytes):
        return String(validating: bytes, as: UTF8.self).map(Value.string) ?? .invalid("the bytes are no UTF-8")
      case .bool, .int, .uint, .double: return .string(e.text(arguments[0]))
      default: return .noSuchOverload("string(\(e.typeName(arguments[0])))")
      }
    },
    Function("bytes", [.string, .bytes].map { .global([$0], .bytes) }) { arguments, e in
      switch arguments[0] {
      case .bytes: return arguments[0]
      case .string(let text): return .bytes(Array(text.utf8))
      default: return .noSuchOverload("bytes(\(e.typeName(arguments[0])))")
      }
    },
  ]

  /// Optional values (cel-spec, "Optional types"); `or` and `orValue` are instructions.
  static let optionals: [Function] = [
    Function("optional.of", [.global([t], .optional(t))], keepsNodes: true) { arguments, _ in
      .optional(.of(arguments[0]))
    },
    Function("optional.none", [.global([], .optional(.dyn))]) { _, _ in .optional(.none) },
    Function("optional.ofNonZeroValue", [.global([t], .optional(t))], keepsNodes: true) { arguments, e in
      switch e.typed(arguments[0]) {
      case .null, .bool(false), .int(0), .uint(0), .double(0), .string(""): return .optional(.none)
      case let value where e.items(value)?.isEmpty == true || e.mapEntries(value)?.isEmpty == true:
        return .optional(.none)
      default: return .optional(.of(arguments[0]))
      }
    },
    Function("hasValue", [.member([.optional(t)], .bool)]) { arguments, e in
      guard case .optional(let optional) = arguments[0] else {
        return .noSuchOverload("\(e.typeName(arguments[0])).hasValue()")
      }
      return .bool(optional.value != nil)
    },
    Function("value", [.member([.optional(t)], t)]) { arguments, e in
      guard case .optional(let optional) = arguments[0] else {
        return .noSuchOverload("\(e.typeName(arguments[0])).value()")
      }
      return optional.value ?? .invalid("optional.none() has no value")
    },
  ]
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
