extension Library {
  private static let t = Type.parameter("T")

  /// The types whose values have an order.
  static let ordered: [Type] = [.bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration]

  /// The lists and sets extension libraries, and Kubernetes' list functions.
  static let lists: [Function] = [
    list("distinct", [.member([.list(t)], .list(t))], cost: .comparingItems) { items, e in
      var kept: [Value] = []
      for item in items {
        if !kept.contains(where: { if case .bool(true) = e.equal($0, item) { true } else { false } }) {
          kept.append(item)
        }
      }
      return .list(kept)
    },
    list("reverse", [.member([.list(t)], .list(t))], cost: .remaking) { items, _ in .list(items.reversed()) },
    list("first", [.member([.list(t)], .optional(t))]) { items, _ in .optional(items.first.map { .of($0) } ?? .none) },
    list("last", [.member([.list(t)], .optional(t))]) { items, _ in .optional(items.last.map { .of($0) } ?? .none) },
    sum(ofNone: .int(0)).typing { result in
      switch result {
      case .uint: sum(ofNone: .uint(0)).body
      case .double: sum(ofNone: .double(0)).body
      case .duration: sum(ofNone: .duration(Duration(nanoseconds: 0))).body
      default: nil
      }
    },
    list("min", ordered.map { .member([.list($0)], $0) }, cost: .contents) { items, e in e.extreme(of: items, -1) },
    list("max", ordered.map { .member([.list($0)], $0) }, cost: .contents) { items, e in e.extreme(of: items, 1) },
    list("sort", ordered.map { .member([.list($0)], .list($0)) }, cost: .comparingItems) { items, e in
      e.sorted(items, by: items.map { e.typed($0) })
    },
    list("isSorted", ordered.map { .member([.list($0)], .bool) }, cost: .contents) { items, e in
      for (one, next) in zip(items, items.dropFirst()) {
        switch e.order(e.typed(one), e.typed(next)) {
        case .int(let order): if order > 0 { return .bool(false) }
        case .null: return Evaluation.unordered
        case let other: return other
        }
      }
      return .bool(true)
    },
    Function("indexOf", [.member([.list(t), t], .int)], cost: .contents) { arguments, e in
      guard let items = e.items(arguments[0]) else { return nil }
      guard e.walks(arguments[0]), e.walks(arguments[1]) else { return Evaluation.overBudget }
      return .int(Int64(items.firstIndex { e.areEqual($0, arguments[1]) } ?? -1))
    },
    Function("lastIndexOf", [.member([.list(t), t], .int)], cost: .contents) { arguments, e in
      guard let items = e.items(arguments[0]) else { return nil }
      guard e.walks(arguments[0]), e.walks(arguments[1]) else { return Evaluation.overBudget }
      return .int(Int64(items.lastIndex { e.areEqual($0, arguments[1]) } ?? -1))
    },
    Function(
      "flatten",
      [
        .member([.list(.list(t))], .list(t)), .member([.list(.dyn)], .list(.dyn)),
        .member([.list(.dyn), .int], .list(.dyn)),
      ], cost: .flattening
    ) {
      arguments, e in
      guard let items = e.items(arguments[0]), let depth = integer(arguments, 1, default: 1) else { return nil }
      guard e.walks(arguments[0]) else { return Evaluation.overBudget }
      guard depth >= 0 else { return .invalid("flatten(\(depth)): a depth is 0 or more") }
      return e.flattened(items, depth).map(Value.list) ?? Evaluation.overBudget
    },
    Function("slice", [.member([.list(t), .int, .int], .list(t))], cost: .slicing) { arguments, e in
      guard let items = e.items(arguments[0]), case .int(let start) = arguments[1], case .int(let end) = arguments[2]
      else { return nil }
      guard start >= 0, start <= end, end <= items.count else {
        return .invalid("slice(\(start), \(end)) of a list of \(items.count)")
      }
      return .list(Array(items[Int(start)..<Int(end)]))
    },
    Function("lists.range", [.global([.int], .list(.int))], cost: .counting) { arguments, e in
      guard case .int(let count) = arguments[0] else { return nil }
      guard e.makes(items: Int(max(count, 0))) else { return Evaluation.overBudget }
      return .list((0..<max(count, 0)).map(Value.int))
    },
    sets("sets.contains") { whole, part, e in part.allSatisfy { e.holds(whole, $0) } },
    sets("sets.intersects") { left, right, e in left.contains { e.holds(right, $0) } },
    sets("sets.equivalent", times: 2) { left, right, e in
      left.allSatisfy { e.holds(right, $0) } && right.allSatisfy { e.holds(left, $0) }
    },
  ]

  private static func list(
    _ name: String, _ overloads: [Function.Overload], cost: CallCost = .fixed(1),
    _ body: @escaping @Sendable ([Value], inout Evaluation) -> Value?
  ) -> Function {
    Function(name, overloads, cost: cost) { arguments, e in
      guard let items = e.items(arguments[0]) else { return nil }
      guard e.makes(items: items.count), e.walks(arguments[0]) else { return Evaluation.overBudget }
      return body(items, &e)
    }
  }

  private static func sum(ofNone zero: Value) -> Function {
    list("sum", ([.int, .uint, .double, .duration] as [Type]).map { .member([.list($0)], $0) }, cost: .contents) {
      items, e in
      var sum: Value?
      for item in items {
        let next = e.typed(item)
        if next.isErrorOrUnknown { return next }
        switch next {
        case .int, .uint, .double, .duration: sum = sum.map { e.computed(.add, $0, next) } ?? next
        default: return nil
        }
        if let sum, sum.isErrorOrUnknown { return sum }
      }
      return sum ?? zero
    }
  }

  private static func sets(
    _ name: String, times: Int = 1, _ body: @escaping @Sendable ([Value], [Value], Evaluation) -> Bool
  ) -> Function {
    Function(name, [.global([.list(t), .list(t)], .bool)], cost: .comparingLists(times: times)) { arguments, e in
      guard let left = e.items(arguments[0]), let right = e.items(arguments[1]) else { return nil }
      guard e.walks(arguments[0]), e.walks(arguments[1]) else { return Evaluation.overBudget }
      return .bool(body(left, right, e))
    }
  }
}

extension Evaluation {
  func areEqual(_ left: Value, _ right: Value) -> Bool {
    if case .bool(true) = equal(left, right) { true } else { false }
  }

  fileprivate func holds(_ items: [Value], _ wanted: Value) -> Bool { items.contains { areEqual($0, wanted) } }

  /// The least (`sign` is -1) or the greatest (1) item.
  func extreme(of items: [Value], _ sign: Int64) -> Value {
    var best: Value?
    for item in items {
      let next = typed(item)
      if next.isErrorOrUnknown { return next }
      guard let current = best else {
        if case .error(let error) = order(next, next) { return .error(error) }
        best = next
        continue
      }
      switch order(next, current) {
      case .int(let order): if order == sign { best = next }
      case .null: return Evaluation.unordered
      case let other: return other
      }
    }
    return best ?? .invalid("the least or greatest of an empty list")
  }

  fileprivate static let unordered = Value.invalid("NaN is neither less nor greater than a number")

  /// The items in the order of their keys, which must be of one ordered type; equal ones as they stood.
  mutating func sorted(_ items: [Value], by keys: [Value]) -> Value {
    guard let first = keys.first else { return .list([]) }
    guard makes(items: items.count) else { return Evaluation.overBudget }
    for key in keys {
      if key.isErrorOrUnknown { return key }
      switch order(first, key) {
      case .int where typeName(first) == typeName(key): continue
      case .null: return Evaluation.unordered
      default: break
      }
      return .noSuchOverload("a list is not sorted by \(typeName(first)) and \(typeName(key)) together")
    }
    let places = keys.indices.sorted { left, right in
      if case .int(let order) = order(keys[left], keys[right]), order != 0 { return order < 0 }
      return left < right
    }
    return .list(places.map { items[$0] })
  }

  /// nil when it makes more than an expression may.
  fileprivate mutating func flattened(_ items: [Value], _ depth: Int64) -> [Value]? {
    guard makes(items: items.count) else { return nil }
    guard depth > 0 else { return items }
    var result: [Value] = []
    for item in items {
      guard let inner = self.items(item) else {
        result.append(item)
        continue
      }
      guard let flat = flattened(inner, depth - 1) else { return nil }
      result += flat
    }
    return result
  }
}
