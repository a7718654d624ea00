extension Library {
  private static let numbers: [Type] = [.int, .uint, .double]

  /// The math extension library.
  static let math: [Function] = [
    extreme("math.greatest", 1), extreme("math.least", -1),
    ofDouble("math.ceil", .double) { .double($0.rounded(.up)) },
    ofDouble("math.floor", .double) { .double($0.rounded(.down)) },
    ofDouble("math.round", .double) { .double($0.rounded(.toNearestOrAwayFromZero)) },
    ofDouble("math.trunc", .double) { .double($0.rounded(.towardZero)) },
    ofDouble("math.isInf", .bool) { .bool($0.isInfinite) },
    ofDouble("math.isNaN", .bool) { .bool($0.isNaN) },
    ofDouble("math.isFinite", .bool) { .bool($0.isFinite) },
    Function("math.sqrt", numbers.map { .global([$0], .double) }) { arguments, _ in
      switch arguments[0] {
      case .int(let value): .double(Double(value).squareRoot())
      case .uint(let value): .double(Double(value).squareRoot())
      case .double(let value): .double(value.squareRoot())
      default: nil
      }
    },
    Function("math.abs", numbers.map { .global([$0], $0) }) { arguments, _ in
      switch arguments[0] {
      case .int(let value): value == Int64.min ? .overflow : .int(abs(value))
      case .uint: arguments[0]
      case .double(let value): .double(abs(value))
      default: nil
      }
    },
    Function("math.sign", numbers.map { .global([$0], $0) }) { arguments, _ in
      switch arguments[0] {
      case .int(let value): .int(value.signum())
      case .uint(let value): .uint(min(value, 1))
      case .double(let value): .double(value > 0 ? 1 : value < 0 ? -1 : value)
      default: nil
      }
    },
    bits("math.bitAnd", { $0 & $1 }, { $0 & $1 }),
    bits("math.bitOr", { $0 | $1 }, { $0 | $1 }),
    bits("math.bitXor", { $0 ^ $1 }, { $0 ^ $1 }),
    Function("math.bitNot", [.global([.int], .int), .global([.uint], .uint)]) { arguments, _ in
      switch arguments[0] {
      case .int(let value): .int(~value)
      case .uint(let value): .uint(~value)
      default: nil
      }
    },
    shift("math.bitShiftLeft") { $0 << $1 },
    // Of signed numbers too, zeros come in from the left.
    shift("math.bitShiftRight") { $0 >> $1 },
  ]

  private static func ofDouble(_ name: String, _ result: Type, _ body: @escaping @Sendable (Double) -> Value)
    -> Function
  {
    Function(name, [.global([.double], result)]) { arguments, _ in
      guard case .double(let value) = arguments[0] else { return nil }
      return body(value)
    }
  }

  private static func bits(
    _ name: String, _ signed: @escaping @Sendable (Int64, Int64) -> Int64,
    _ unsigned: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) -> Function {
    Function(name, [.global([.int, .int], .int), .global([.uint, .uint], .uint)]) { arguments, _ in
      switch (arguments[0], arguments[1]) {
      case (.int(let a), .int(let b)): .int(signed(a, b))
      case (.uint(let a), .uint(let b)): .uint(unsigned(a, b))
      default: nil
      }
    }
  }

  private static func shift(_ name: String, _ body: @escaping @Sendable (UInt64, UInt64) -> UInt64) -> Function {
    Function(name, [.global([.int, .int], .int), .global([.uint, .int], .uint)]) { arguments, _ in
      guard case .int(let count) = arguments[1] else { return nil }
      guard let distance = UInt64(exactly: count) else {
        return .invalid("\(name) by \(count): a distance is 0 or more")
      }
      switch arguments[0] {
      case .int(let value): return .int(Int64(bitPattern: body(UInt64(bitPattern: value), distance)))
      case .uint(let value): return .uint(body(value, distance))
      default: return nil
      }
    }
  }

  /// Of one or more numbers, or of one list of numbers; types may mix.
  private static func extreme(_ name: String, _ sign: Int64) -> Function {
    func same(_ count: Int) -> [Function.Overload] {
      if count > 2 { return [.global(Array(repeating: .dyn, count: count), .dyn)] }
      return numbers.map { .global(Array(repeating: $0, count: count), $0) }
    }
    let pairs = numbers.flatMap { one in
      numbers.filter { $0 != one }.map { Function.Overload.global([one, $0], .dyn) }
    }
    let overloads =
      (1...16).flatMap(same) + pairs + numbers.map { .global([.list($0)], $0) }
    return Function(name, overloads) { arguments, e in
      if arguments.count == 1, let items = e.items(arguments[0]) { return extreme(of: items, sign, e) }
      return extreme(of: arguments, sign, e)
    }.refusing { refusal(name, $0, $1) }
  }

  private static func extreme(of items: [Value], _ sign: Int64, _ e: Evaluation) -> Value? {
    let items = items.map { e.typed($0) }
    if let other = items.first(where: { !Evaluation.isNumber($0) }) { return other.isErrorOrUnknown ? other : nil }
    return e.extreme(of: items, sign)
  }

  /// Literals that are no numbers are refused even where the other arguments leave the type open.
  private static func refusal(_ name: String, _ arguments: [Expression.ID], _ tree: Expression) -> String? {
    func isNumber(_ id: Expression.ID) -> Bool {
      switch tree[id].kind {
      case .constant(.int), .constant(.uint), .constant(.double): true
      case .constant, .map, .list: false
      default: true
      }
    }
    if arguments.count == 1, case .list(let elements) = tree[arguments[0]].kind {
      if !elements.isEmpty, elements.allSatisfy({ isNumber($0.value) }) { return nil }
    } else if arguments.allSatisfy(isNumber) {
      return nil
    }
    return "\(name) takes numbers, or one list of numbers that is not empty"
  }
}
