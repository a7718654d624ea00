extension Library {
  private static let t = Type.parameter("T")

  /// The lists and sets extension libraries, and Kubernetes' list functions.
  static let lists: [Function] = [
    list("distinct", .list(t)) { items, e in
      var kept: [Value] = []
      for item in items {
        guard e.spend(kept.count) else { return Evaluation.overBudget }
        if !kept.contains(where: { if case .bool(true) = e.equal($0, item) { true } else { false } }) {
          kept.append(item)
        }
      }
      return .list(kept)
    },
    list("reverse", .list(t)) { items, _ in .list(items.reversed()) },
    list("flatten", .list(.dyn)) { items, e in .list(items.flatMap { e.items($0) ?? [$0] }) },
    list("first", .optional(t)) { items, _ in .optional(items.first.map { .of($0) } ?? .none) },
    list("last", .optional(t)) { items, _ in .optional(items.last.map { .of($0) } ?? .none) },
    list("sum", t) { items, e in
      var sum: Value?
      for item in items {
        let next = e.typed(item)
        if next.isErrorOrUnknown { return next }
        sum = sum.map { e.arithmetic(.add, $0, next) } ?? next
      }
      return sum ?? .int(0)
    },
    list("min", t) { items, e in extreme(items, -1, &e) },
    list("max", t) { items, e in extreme(items, 1, &e) },
    Function("slice", [.member([.list(t), .int, .int], .list(t))]) { arguments, e in
      guard let items = e.items(arguments[0]), case .int(let start) = arguments[1], case .int(let end) = arguments[2]
      else {
        return .noSuchOverload("\(e.typeName(arguments[0])).slice(…)")
      }
      guard start >= 0, start <= end, end <= items.count else {
        return .invalid("slice(\(start), \(end)) of a list of \(items.count)")
      }
      return .list(Array(items[Int(start)..<Int(end)]))
    },
    Function("lists.range", [.global([.int], .list(.int))]) { arguments, e in
      guard case .int(let count) = arguments[0] else {
        return .noSuchOverload("lists.range(\(e.typeName(arguments[0])))")
      }
      guard e.spend(Int(max(count, 0))) else { return Evaluation.overBudget }
      return .list((0..<max(count, 0)).map(Value.int))
    },
    sets("sets.contains") { whole, part, e in .bool(part.allSatisfy { holds(whole, $0, &e) }) },
    sets("sets.intersects") { left, right, e in .bool(left.contains { holds(right, $0, &e) }) },
    sets("sets.equivalent") { left, right, e in
      .bool(left.allSatisfy { holds(right, $0, &e) } && right.allSatisfy { holds(left, $0, &e) })
    },
  ]

  private static func list(
    _ name: String, _ result: Type, _ body: @escaping @Sendable ([Value], inout Evaluation) -> Value
  )
    -> Function
  {
    Function(name, [.member([.list(t)], result)]) { arguments, e in
      guard let items = e.items(arguments[0]) else { return .noSuchOverload("\(e.typeName(arguments[0])).\(name)()") }
      guard e.spend(items.count) else { return Evaluation.overBudget }
      return body(items, &e)
    }
  }

  private static func sets(_ name: String, _ body: @escaping @Sendable ([Value], [Value], inout Evaluation) -> Value)
    -> Function
  {
    Function(name, [.global([.list(t), .list(t)], .bool)]) { arguments, e in
      guard let left = e.items(arguments[0]), let right = e.items(arguments[1]) else {
        return .noSuchOverload("\(name)(\(e.typeName(arguments[0])), \(e.typeName(arguments[1])))")
      }
      guard e.spend(left.count * right.count) else { return Evaluation.overBudget }
      return body(left, right, &e)
    }
  }

  private static func holds(_ items: [Value], _ wanted: Value, _ e: inout Evaluation) -> Bool {
    items.contains { if case .bool(true) = e.equal($0, wanted) { true } else { false } }
  }

  private static func extreme(_ items: [Value], _ sign: Int64, _ e: inout Evaluation) -> Value {
    var best: Value?
    for item in items {
      let next = e.typed(item)
      if next.isErrorOrUnknown { return next }
      guard let current = best else {
        best = next
        continue
      }
      switch e.order(next, current) {
      case .int(let order): if order == sign { best = next }
      case let other: return other
      }
    }
    return best ?? .invalid("the least or greatest of an empty list")
  }

  /// The math extension library, as far as two or more numbers are compared.
  static let math: [Function] = [greatest("math.greatest", 1), greatest("math.least", -1)]

  private static func greatest(_ name: String, _ sign: Int64) -> Function {
    let overloads = (1...8).map { Function.Overload.global(Array(repeating: .dyn, count: $0), .dyn) }
    return Function(name, overloads) { arguments, e in
      if arguments.count == 1, let items = e.items(arguments[0]) { return extreme(items, sign, &e) }
      return extreme(arguments, sign, &e)
    }
  }
}
