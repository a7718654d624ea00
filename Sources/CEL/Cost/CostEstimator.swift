extension Program {
  /// What an evaluation that has a value costs at least and at most, as Kubernetes estimates it before it admits a
  /// policy (cel-go, checker/cost.go), but for the least: no evaluation costs less.
  /// - Parameter mostItems: how many items a list or a map of a manifest has at most, and characters a text; nil: not
  ///   known.
  public func cost(mostItems: Int? = nil) -> CostRange {
    let slots = [CostEstimator.Part](
      repeating: CostEstimator.Part(cost: CostRange(exactly: 0), size: CostRange(0, mostItems)), count: plan.slotCount)
    var estimator = CostEstimator(plan: plan, unknown: CostRange(0, mostItems), slots: slots)
    return estimator.part(plan.root).cost
  }
}

/// Walks through a plan in the order of its evaluation.
struct CostEstimator {
  let plan: Plan
  /// The size of what a manifest says.
  let unknown: CostRange
  /// What is known of variables by slot.
  var slots: [Part]

  struct Part {
    var cost: CostRange
    var size: CostRange
  }

  mutating func part(_ index: Int) -> Part {
    let instruction = plan.instructions[index]
    let a = Int(instruction.a)
    let b = Int(instruction.b)
    let own = CostRange(exactly: Int(plan.costs[index]))
    switch instruction.operation {
    case .constant: return Part(cost: own, size: CostRange(exactly: Evaluation().size(plan.constants[a])))
    case .slot: return Part(cost: own, size: scalarSize(index) ?? slots[a].size)
    case .and, .or:
      let left = part(a).cost
      return Part(cost: left + part(b).cost.orNothing, size: CostRange(exactly: 1))
    case .conditional:
      let condition = part(a).cost
      let branches = (part(b), part(Int(instruction.c)))
      return Part(
        cost: condition + branches.0.cost.joined(branches.1.cost), size: branches.0.size.joined(branches.1.size))
    case .equal, .notEqual: return comparison(part(a), part(b))
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      let parts = (part(a), part(b))
      return [plan.types[a], plan.types[b]].contains(where: isNumber)
        ? Part(cost: parts.0.cost + parts.1.cost + CostRange(exactly: 1), size: CostRange(exactly: 1))
        : comparison(parts.0, parts.1)
    case .isIn:
      let parts = (part(a), part(b))
      let looking = plan.types[b].isList ? parts.1.size : parts.1.size.joined(CostRange(exactly: 1))
      return Part(cost: parts.0.cost + parts.1.cost + looking, size: CostRange(exactly: 1))
    case .add:
      let parts = (part(a), part(b))
      let size = scalarSize(index) ?? parts.0.size + parts.1.size
      let joining = plan.types[index] == .string || plan.types[index] == .bytes || plan.types[index] == .dyn
      let cost = joining ? size.map { CostModel.traversing($0) } : CostRange(exactly: 1)
      return Part(
        cost: parts.0.cost + parts.1.cost + (plan.types[index] == .dyn ? cost.joined(CostRange(exactly: 1)) : cost),
        size: size)
    case .subtract, .multiply, .divide, .modulo:
      return Part(cost: part(a).cost + part(b).cost + CostRange(exactly: 1), size: CostRange(exactly: 1))
    case .matches:
      let text = part(a)
      let pattern = plan.expressions[b].patternSize
      return Part(
        cost: text.cost + text.size.map { CostModel.matching($0, pattern) }, size: CostRange(exactly: 1))
    case .optionalOr, .orValue:
      return Part(cost: part(a).cost + part(b).cost.orNothing, size: scalarSize(index) ?? unbounded)
    case .optionalMap, .optionalFlatMap: return optionalMap(instruction)
    case .call: return call(instruction, index)
    case .list, .map:
      let count = Int(instruction.c)
      return Part(cost: own + operands(index), size: CostRange(0, count))
    case .comprehension: return comprehension(plan.comprehensions[a], own)
    case .bind:
      let bound = part(b)
      slots[a] = bound
      let body = part(Int(instruction.c))
      return Part(cost: own + bound.cost + body.cost, size: body.size)
    case .sortBy:
      let list = part(a)
      slots[b] = Part(cost: own, size: unbounded)
      let key = part(Int(instruction.c)).cost + CostRange(exactly: CostModel.step(.map))
      let sorting = CostRange(
        CostModel.remaking(CostModel.product(list.size.least, list.size.least), tenths: 20),
        list.size.most.map { CostModel.remaking(CostModel.product($0, $0), tenths: 21) })
      return Part(cost: own + list.cost + list.size * key + sorting, size: list.size)
    case .selectOptional, .indexOptional: return Part(cost: own.orNothing + operands(index), size: unbounded)
    case .select, .index:
      let isOptional = plan.types[index].wrapped != nil
      return Part(cost: (isOptional ? own.orNothing : own) + operands(index), size: scalarSize(index) ?? read(a))
    case .has, .not, .negate, .isInConstants: return Part(cost: own + operands(index), size: CostRange(exactly: 1))
    }
  }

  private var unbounded: CostRange { CostRange(0, nil) }

  private mutating func operands(_ index: Int) -> CostRange {
    plan.operands(of: plan.instructions[index]).reduce(CostRange(exactly: 0)) { $0 + part($1).cost }
  }

  /// 1 for what has no size; nil for texts, lists and maps, and what may be one.
  private func scalarSize(_ index: Int) -> CostRange? {
    switch plan.types[index] {
    case .bool, .int, .uint, .double, .timestamp, .duration: CostRange(exactly: 1)
    default: nil
    }
  }

  private func isNumber(_ type: Type) -> Bool {
    switch type {
    case .bool, .int, .uint, .double, .timestamp, .duration: true
    default: false
    }
  }

  /// What is read from a variable comes from a manifest; what is read from a value that was made may have any size.
  private func read(_ operand: Int) -> CostRange {
    let instruction = plan.instructions[operand]
    switch instruction.operation {
    case .slot: return Int(instruction.a) < plan.declaredSlots ? unknown : unbounded
    case .select, .index: return read(Int(instruction.a))
    default: return unbounded
    }
  }

  private func comparison(_ left: Part, _ right: Part) -> Part {
    let comparing = left.size.smaller(right.size).map { CostModel.traversing($0) }
    return Part(cost: left.cost + right.cost + comparing, size: CostRange(exactly: 1))
  }

  private mutating func optionalMap(_ instruction: Instruction) -> Part {
    let isFlat = instruction.operation == .optionalFlatMap
    let operand = part(Int(instruction.a))
    slots[Int(instruction.b)] = Part(cost: operand.cost, size: unbounded)
    let body = part(Int(instruction.c)).cost
    let present = operand.cost + body + CostRange(exactly: CostModel.optionalMap(flat: isFlat, isPresent: true))
    let absent = CostRange(exactly: CostModel.optionalMap(flat: isFlat, isPresent: false))
    return Part(cost: operand.cost + absent.joined(present), size: CostRange(exactly: 1))
  }

  private mutating func call(_ instruction: Instruction, _ index: Int) -> Part {
    let function = plan.functions[Int(instruction.a)]
    let places = plan.operands(of: instruction)
    let parts = places.map { part($0) }
    let numbers = places.map { place -> Int? in
      guard plan.instructions[place].operation == .constant,
        case .int(let value) = plan.constants[Int(plan.instructions[place].a)]
      else { return nil }
      return Int(clamping: value)
    }
    let given = parts.reduce(CostRange(exactly: 0)) { $0 + $1.cost }
    return Part(
      cost: given + function.cost.range(parts.map(\.size), numbers, places.first.map { plan.types[$0] }),
      size: scalarSize(index) ?? unbounded)
  }

  private mutating func comprehension(_ macro: CompiledComprehension, _ own: CostRange) -> Part {
    let range = part(macro.range)
    let item = Part(cost: own, size: plan.instructions[macro.range].operation == .slot ? unknown : unbounded)
    slots[macro.firstSlot] = item
    if macro.secondSlot >= 0 { slots[macro.secondSlot] = item }
    let filter = macro.filter < 0 ? nil : part(macro.filter).cost
    let step = CostRange(exactly: CostModel.step(macro.form))
    let body = part(macro.body).cost
    let condition = CostRange(exactly: CostModel.condition(macro.form))
    let adding: CostRange
    switch macro.form {
    case .filter, .existsOne: adding = body + step.orNothing
    default: adding = filter.map { $0 + (body + step).orNothing } ?? body + step
    }
    let round = condition + adding
    // A macro that may stop early runs once at least.
    let stopsEarly = macro.form == .all || macro.form == .exists
    let rounds = stopsEarly ? CostRange(min(range.size.least, 1), range.size.most) : range.size
    return Part(cost: own + range.cost + rounds * round, size: range.size.orNothing)
  }
}

extension CallCost {
  /// What a call costs by the sizes of its arguments and by those that are constant numbers.
  fileprivate func range(_ sizes: [CostRange], _ numbers: [Int?], _ receiver: Type?) -> CostRange {
    switch self {
    case .fixed(let units): return CostRange(exactly: units)
    case .computed(let least, _): return CostRange(least, nil)
    case .contents, .joining: return CostRange(0, nil)
    case .comparingItems:
      guard let list = sizes.first else { return CostRange(0, nil) }
      return CostRange(
        CostModel.remaking(CostModel.product(list.least, list.least), tenths: 20),
        list.most.map { CostModel.remaking(CostModel.product($0, $0), tenths: 21) })
    case .counting where numbers.first == .some(nil): return CostRange(CostModel.remaking(0), nil)
    case .slicing, .flattening:
      guard numbers.dropFirst().allSatisfy({ $0 != nil }) else { return CostRange(CostModel.remaking(0), nil) }
    case .remaking where receiver?.isList != true: return CostRange(1, nil)
    default: break
    }
    let least = estimate(sizes: sizes.map(\.least), numbers: numbers) ?? 0
    let most = sizes.contains { $0.most == nil } ? nil : estimate(sizes: sizes.map { $0.most ?? 0 }, numbers: numbers)
    return CostRange(least, most)
  }
}

extension Type {
  fileprivate var isList: Bool { if case .list = self { true } else { false } }
}
