extension Library {
  /// Conversions between types (cel-spec, "Type conversions").
  static let conversions: [Function] = [
    conversion(to: .int, from: [.int, .uint, .double, .string, .timestamp]) { value, _ in
      switch value {
      case .int: value
      case .uint(let value): Int64(exactly: value).map(Value.int) ?? .overflow
      case .double(let value):
        value > -9_223_372_036_854_775_808 && value < 9_223_372_036_854_775_808 ? .int(Int64(value)) : .overflow
      case .string(let text): Int64(text).map(Value.int) ?? .invalid("`\(text)` is no int")
      case .timestamp(let timestamp): .int(timestamp.seconds)
      default: nil
      }
    },
    conversion(to: .uint, from: [.int, .uint, .double, .string]) { value, _ in
      switch value {
      case .uint: value
      case .int(let value): UInt64(exactly: value).map(Value.uint) ?? .overflow
      case .double(let value): value >= 0 && value < 18_446_744_073_709_551_616 ? .uint(UInt64(value)) : .overflow
      case .string(let text): UInt64(text).map(Value.uint) ?? .invalid("`\(text)` is no uint")
      default: nil
      }
    },
    conversion(to: .double, from: [.int, .uint, .double, .string]) { value, _ in
      switch value {
      case .double: value
      case .int(let value): .double(Double(value))
      case .uint(let value): .double(Double(value))
      case .string(let text): Double(text).map(Value.double) ?? .invalid("`\(text)` is no double")
      default: nil
      }
    },
    conversion(to: .bool, from: [.bool, .string]) { value, _ in
      switch value {
      case .bool: value
      case .string("1"), .string("t"), .string("true"), .string("True"), .string("TRUE"), .string("T"): .bool(true)
      case .string("0"), .string("f"), .string("false"), .string("False"), .string("FALSE"), .string("F"): .bool(false)
      case .string(let text): .invalid("`\(text)` is no bool")
      default: nil
      }
    },
    conversion(
      to: .string, from: [.int, .uint, .double, .string, .bytes, .bool, .timestamp, .duration, .ip, .cidr, .url],
      cost: .computed(atLeast: 0) { arguments, e in
        if case .bytes = arguments[0] { CostModel.traversing(e.size(arguments[0])) } else { 1 }
      }
    ) { value, e in
      switch value {
      case .string: value
      case .bytes(let bytes):
        String(validating: bytes, as: UTF8.self).map(Value.string) ?? .invalid("the bytes are no UTF-8")
      case .double(let value): .string(Decimal.text(value))
      case .bool, .int, .uint, .timestamp, .duration, .ip, .cidr, .url: .string(e.text(value))
      default: nil
      }
    },
    conversion(
      to: .bytes, from: [.string, .bytes],
      cost: .computed(atLeast: 0) { arguments, e in
        if case .string = arguments[0] { CostModel.traversing(e.size(arguments[0])) } else { 1 }
      }
    ) { value, _ in
      switch value {
      case .bytes: value
      case .string(let text): .bytes(Array(text.utf8))
      default: nil
      }
    },
    conversion(to: .timestamp, named: "timestamp", from: [.timestamp, .string, .int]) { value, _ in
      switch value {
      case .timestamp: value
      case .int(let seconds): Timestamp(seconds: seconds).map(Value.timestamp) ?? .overflow
      case .string(let text):
        Timestamp(parsing: text).map(Value.timestamp)
          ?? .invalid("`\(text)` is no timestamp of RFC 3339 between the years 1 and 9999")
      default: nil
      }
    },
    conversion(to: .duration, named: "duration", from: [.duration, .string, .int]) { value, _ in
      switch value {
      case .duration: value
      case .int(let seconds):
        Duration(parsing: "\(seconds)s").map(Value.duration) ?? .overflow
      case .string(let text):
        Duration(parsing: text).map(Value.duration) ?? .invalid("`\(text)` is no duration, as in 1h30m or 1.5s")
      default: nil
      }
    },
  ]

  private static func conversion(
    to result: Type, named name: String? = nil, from types: [Type], cost: CallCost = .fixed(1),
    _ body: @escaping @Sendable (Value, Evaluation) -> Value?
  ) -> Function {
    Function(name ?? result.name, types.map { .global([$0], result) }, cost: cost) { arguments, e in
      guard e.makes(bytes: bytes(in: arguments[0])) else { return Evaluation.overBudget }
      return body(arguments[0], e)
    }
  }

  private static func bytes(in value: Value) -> Int {
    switch value {
    case .string(let text): text.utf8.count
    case .bytes(let bytes): bytes.count
    default: 0
    }
  }
}
