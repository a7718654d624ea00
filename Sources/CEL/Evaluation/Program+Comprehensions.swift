import YAML

extension Program {
  /// What a comprehension has found so far.
  private struct Outcome {
    var items: [Value] = []
    var entries: [(key: Value, value: Value)] = []
    var matches = 0
    /// The first error or unknown; it stands only if nothing decides without it.
    var undecided: Value?
    /// Stands, unless another round passes the budget by being asked for.
    var result: Value?

    mutating func note(_ value: Value) {
      if case .unknown = value, case .error? = undecided { undecided = value }
      if undecided == nil { undecided = value }
    }
  }

  func comprehend(_ comprehension: CompiledComprehension, _ e: inout Evaluation) -> Value {
    var range = value(comprehension.range, &e)
    if range.isErrorOrUnknown { return range }
    if case .optional(let optional) = range {
      guard let inner = optional.value else { return .noSuchOverload("a macro over optional.none()") }
      range = inner
    }
    var outcome = Outcome()
    let traced = e.trace.count
    var round = (number: 0, start: traced)
    if let items = e.items(range) {
      for (place, item) in items.enumerated() {
        let index = Value.int(Int64(place))
        guard next(comprehension, outcome, &e) else { break }
        round = (place, e.trace.count)
        if comprehension.secondSlot < 0 {
          step(comprehension, item, nil, &outcome, &e)
        } else {
          step(comprehension, index, item, &outcome, &e)
        }
      }
    } else if let entries = e.mapEntries(range) {
      for (place, (key, item)) in entries.enumerated() {
        guard next(comprehension, outcome, &e) else { break }
        round = (place, e.trace.count)
        step(comprehension, key, comprehension.secondSlot < 0 ? nil : item, &outcome, &e)
      }
    } else {
      let typed = e.typed(range)
      return typed.isErrorOrUnknown ? typed : .noSuchOverload("a macro over \(e.typeName(typed))")
    }
    if let result = outcome.result {
      // The rounds before the one that decided are forgotten.
      if e.isTraced {
        e.trace.removeSubrange(traced..<round.start)
        if e.trace.count > traced { e.trace[e.trace.count - 1].decidingRound = round.number }
      }
      return e.spend(0) ? result : Evaluation.overBudget
    }
    if let undecided = outcome.undecided { return undecided }
    switch comprehension.form {
    case .all: return .bool(true)
    case .exists: return .bool(false)
    case .existsOne: return .bool(outcome.matches == 1)
    case .filter, .map: return .list(outcome.items)
    case .transformMap, .transformMapEntry:
      return MapValue(outcome.entries).map(Value.map) ?? .invalid("a key stands twice in a map, or is none")
    }
  }

  /// Whether there is another round; to ask costs, even where it is decided already.
  private func next(_ comprehension: CompiledComprehension, _ outcome: Outcome, _ e: inout Evaluation) -> Bool {
    if case .error? = outcome.result { return false }
    e.charge(CostModel.condition(comprehension.form))
    return outcome.result == nil
  }

  /// One round; sets `outcome.result` when the whole is decided.
  private func step(
    _ comprehension: CompiledComprehension, _ first: Value, _ second: Value?, _ outcome: inout Outcome,
    _ e: inout Evaluation
  ) {
    guard e.spend(comprehension.stepsAlways ? CostModel.step(comprehension.form) : 0), e.takes(16) else {
      outcome.result = Evaluation.overBudget
      return
    }
    e.slots[comprehension.firstSlot] = first
    if let second { e.slots[comprehension.secondSlot] = second }
    if comprehension.filter >= 0 {
      switch typedValue(comprehension.filter, &e) {
      case .bool(true): break
      case .bool(false): return
      case let other where other.isErrorOrUnknown:
        outcome.result = other
        return
      case let other:
        outcome.result = .noSuchOverload("a filter is true or false, not \(e.typeName(other))")
        return
      }
      guard e.spend(CostModel.step(comprehension.form)) else {
        outcome.result = Evaluation.overBudget
        return
      }
    }
    let body = value(comprehension.body, &e)
    if case .error(let error) = body, error.kind == .overBudget {
      outcome.result = body
      return
    }
    switch comprehension.form {
    case .all, .exists, .existsOne, .filter: decide(comprehension.form, e.typed(body), first, second, &outcome, &e)
    case .map:
      if body.isErrorOrUnknown { outcome.result = body } else { outcome.items.append(body) }
    case .transformMap:
      if body.isErrorOrUnknown { outcome.result = body } else { outcome.entries.append((e.typed(first), body)) }
    case .transformMapEntry:
      if body.isErrorOrUnknown {
        outcome.result = body
        return
      }
      guard let entries = e.mapEntries(body) else {
        outcome.result = .noSuchOverload("transformMapEntry makes maps, not \(e.typeName(body))")
        return
      }
      outcome.entries += entries.map { (e.typed($0.key), $0.value) }
    }
  }

  private func decide(
    _ form: Expression.Comprehension.Form, _ body: Value, _ first: Value, _ second: Value?, _ outcome: inout Outcome,
    _ e: inout Evaluation
  ) {
    switch (form, body) {
    case (.all, .bool(false)), (.exists, .bool(true)): outcome.result = body
    case (.existsOne, .bool(true)):
      e.charge(CostModel.step(form))
      outcome.matches += 1
    case (.filter, .bool(true)):
      e.charge(CostModel.step(form))
      outcome.items.append(second ?? first)
    case (_, .bool): break
    case (.existsOne, let other) where other.isErrorOrUnknown: outcome.result = other
    case (.filter, let other) where other.isErrorOrUnknown: outcome.result = other
    case (_, let other) where other.isErrorOrUnknown: outcome.note(other)
    default: outcome.note(.noSuchOverload("a predicate is true or false, not \(e.typeName(body))"))
    }
  }

  /// `list.sortBy(name, key)`: by keys of one ordered type; items with equal keys keep their order.
  func sortBy(_ list: Int, slot: Int, key: Int, _ e: inout Evaluation) -> Value {
    let range = value(list, &e)
    if range.isErrorOrUnknown { return range }
    guard let items = e.items(range) else { return .noSuchOverload("\(e.typeName(range)).sortBy(…)") }
    var keys: [Value] = []
    keys.reserveCapacity(items.count)
    for item in items {
      guard e.spend(CostModel.step(.map)) else { return Evaluation.overBudget }
      e.slots[slot] = item
      let key = typedValue(key, &e)
      if key.isErrorOrUnknown { return key }
      keys.append(key)
    }
    guard e.spend(e.comparingItems(.list(keys))) else { return Evaluation.overBudget }
    return e.sorted(items, by: keys)
  }
}
