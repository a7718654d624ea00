import YAML

/// Lays out the fast path of a program's instructions.
///
/// Each function answers for one lane: where the instruction's fast form begins, or nil where the lane has none.
struct FastPathBuilder {
  private let plan: Plan
  private(set) var path = FastPath()
  /// Variables of unrolled macros.
  private var known: [Int32: Value] = [:]
  /// How often each path of fields stands in the expression, and where those that stand more than once are shared.
  private var places: [String: Int] = [:]
  private var counts: [String: Int] = [:]

  private init(_ plan: Plan) {
    self.plan = plan
    path.fields = plan.fields.map(\.symbol)
    for index in instructions.indices { if let name = name(ofPath: index) { counts[name, default: 0] += 1 } }
  }

  /// The fast path of the whole, and of what the program may come upon by itself.
  static func path(of plan: Plan) -> FastPath {
    var builder = FastPathBuilder(plan)
    builder.path.entries = plan.instructions.map { _ in FastPath.Entry() }
    for (index, instruction) in plan.instructions.enumerated()
    where index == plan.root || instruction.operation == .comprehension || builder.isSize(instruction) {
      builder.path.entries[index] = builder.entry(index)
    }
    return builder.path
  }

  private mutating func entry(_ index: Int) -> FastPath.Entry {
    if instructions[index].operation == .constant || instructions[index].operation == .slot { return FastPath.Entry() }
    // A node stays a node, so that it keeps its place.
    if let (start, isOptional) = node(index) {
      return isOptional ? FastPath.Entry() : FastPath.Entry(lane: .node, start: start, cost: Int32(cost(ofPath: index)))
    }
    if let start = integer(index), path.instructions[Int(start)].operation != .integerValue {
      return FastPath.Entry(lane: .integer, start: start)
    }
    if mayStayNode(index) { return FastPath.Entry() }
    let start = truth(index)
    return path.instructions[Int(start)].operation == .truth
      ? FastPath.Entry() : FastPath.Entry(lane: .truth, start: start)
  }

  /// Whether what is read may be the result as it was read.
  private func mayStayNode(_ index: Int) -> Bool {
    let instruction = instructions[index]
    switch instruction.operation {
    case .orValue: return true
    case .conditional: return mayBeRead(Int(instruction.b)) || mayBeRead(Int(instruction.c))
    default: return false
    }
  }

  private func mayBeRead(_ index: Int) -> Bool {
    switch instructions[index].operation {
    case .slot, .select, .index: true
    default: mayStayNode(index)
    }
  }

  private func isSize(_ instruction: Instruction) -> Bool {
    instruction.operation == .call && plan.functions[Int(instruction.a)].name == "size"
  }

  private var instructions: [Instruction] { plan.instructions }
  private var types: [Type] { plan.types }

  // MARK: Output

  private mutating func add(
    _ operation: FastInstruction.Operation, ifAbsent: Truth = .givesUp, cost: Int = 0, extra: Int = 0, _ a: Int32 = 0,
    _ b: Int32 = 0, _ c: Int32 = 0
  ) -> Int32 {
    path.instructions.append(
      FastInstruction(
        operation: operation, ifAbsent: ifAbsent, extraCost: UInt16(clamping: extra), cost: Int32(clamping: cost), a: a,
        b: b, c: c))
    return Int32(path.instructions.count - 1)
  }

  private mutating func text(_ text: String) -> (start: Int32, count: Int32) {
    path.pool += Array(text.utf8)
    return (Int32(path.pool.count - text.utf8.count), Int32(text.utf8.count))
  }

  // MARK: Looking

  private func constant(_ index: Int) -> Value? {
    let instruction = instructions[index]
    switch instruction.operation {
    case .constant: return plan.constants[Int(instruction.a)]
    case .slot: return known[instruction.a]
    default: return nil
    }
  }

  private func arguments(_ instruction: Instruction) -> [Int] {
    (0..<Int(instruction.c)).map { Int(plan.operands[Int(instruction.b) + $0]) }
  }

  /// A path of fields from a declared variable as text; nil for all else.
  private func name(ofPath index: Int) -> String? {
    let instruction = instructions[index]
    switch instruction.operation {
    case .slot: return Int(instruction.a) < plan.declaredSlots ? "\(instruction.a)" : nil
    case .select: return name(ofPath: Int(instruction.a)).map { "\($0).\(instruction.b)" }
    default: return nil
    }
  }

  /// What an instruction costs by itself.
  private func cost(_ index: Int) -> Int { Int(plan.costs[index]) }

  /// What reading a path or a constant costs, nothing absent.
  private func cost(ofPath index: Int) -> Int {
    let instruction = instructions[index]
    switch instruction.operation {
    case .select, .selectOptional, .orValue: return cost(index) + cost(ofPath: Int(instruction.a))
    case .index, .indexOptional: return cost(index) + cost(ofPath: Int(instruction.a)) + cost(Int(instruction.b))
    default: return cost(index)
    }
  }

  /// What the constant costs that stands for an absent optional.
  private func cost(ofAlternative index: Int) -> Int {
    let instruction = instructions[index]
    return instruction.operation == .orValue ? cost(Int(instruction.b)) : 0
  }

  /// Whether a variable of an unrolled macro is read: only the fast path knows its value.
  private func readsKnown(_ index: Int) -> Bool {
    guard !known.isEmpty else { return false }
    let instruction = instructions[index]
    if instruction.operation == .slot { return known[instruction.a] != nil }
    return plan.operands(of: instruction).contains { readsKnown($0) }
  }

  private func holdsMacro(_ index: Int) -> Bool {
    let instruction = instructions[index]
    return instruction.operation == .comprehension || plan.operands(of: instruction).contains { holdsMacro($0) }
  }

  // MARK: Truth

  /// Every instruction has a truth: at worst the program's own.
  private mutating func truth(_ index: Int) -> Int32 { fastTruth(index) ?? add(.truth, Int32(index)) }

  private mutating func fastTruth(_ index: Int) -> Int32? {
    let instruction = instructions[index]
    let a = Int(instruction.a)
    let b = Int(instruction.b)
    switch instruction.operation {
    case .constant:
      guard case .bool(let value) = plan.constants[a] else { return nil }
      return add(.isConstant, cost: cost(index), value ? 1 : 0)
    case .and, .or:
      let left = truth(a)
      let right = truth(b)
      return add(instruction.operation == .and ? .and : .or, left, right)
    case .not:
      let operand = truth(a)
      return add(.not, cost: cost(index), operand)
    case .conditional:
      guard types[index] == .bool else { return nil }
      let condition = truth(a)
      let yes = truth(b)
      let no = truth(Int(instruction.c))
      return add(.choose, condition, yes, no)
    case .has:
      guard let (operand, isOptional) = node(a) else { return nil }
      return add(
        .has, ifAbsent: isOptional ? .no : .givesUp, cost: cost(index) + cost(ofPath: a), operand, instruction.b)
    case .equal: return equal(a, b)
    case .notEqual: return equal(a, b).map { add(.not, $0) }
    case .less: return compare(a, b, .integerLess)
    case .lessOrEqual: return compare(a, b, .integerLessOrEqual)
    case .greater: return compare(a, b, .integerGreater)
    case .greaterOrEqual: return compare(a, b, .integerGreaterOrEqual)
    case .isIn:
      // A constant text in a map is a field.
      guard case .string(let key)? = constant(a), let (map, isOptional) = node(b) else { return nil }
      return add(
        .has, ifAbsent: isOptional ? .no : .givesUp, cost: 1 + cost(a) + cost(ofPath: b), map, field(key))
    case .isInConstants:
      guard let set = plan.sets[b].texts, let operand = node(a) else { return nil }
      path.sets.append(set)
      return add(.isInTexts, cost: cost(index) + cost(ofPath: a), operand.start, Int32(path.sets.count - 1))
    case .matches:
      guard let operand = node(a) else { return nil }
      return add(.matches, cost: cost(ofPath: a), operand.start, instruction.b)
    case .call: return call(instruction)
    case .comprehension: return decide(plan.comprehensions[a])
    case .slot, .select, .orValue:
      guard let (operand, isOptional, absent) = node(orValue: index) else { return nil }
      var ifAbsent = Truth.givesUp
      if isOptional, case .bool(let value)? = absent { ifAbsent = Truth(value) }
      return add(
        .isTrue, ifAbsent: ifAbsent, cost: cost(ofPath: index), extra: cost(ofAlternative: index), operand)
    default: return nil
    }
  }

  private mutating func call(_ instruction: Instruction) -> Int32? {
    let arguments = arguments(instruction)
    let name = plan.functions[Int(instruction.a)].name
    switch (name, arguments.count) {
    case ("startsWith", 2), ("endsWith", 2), ("contains", 2):
      guard case .string(let part)? = constant(arguments[1]),
        let (operand, isOptional, absent) = node(orValue: arguments[0])
      else { return nil }
      var ifAbsent = Truth.givesUp
      var extra = cost(ofAlternative: arguments[0])
      if isOptional, case .string(let text)? = absent {
        let size = text.unicodeScalars.count
        extra += name == "contains" ? CostModel.containing(size, part.utf8.count) : CostModel.traversing(size)
        // What the text is where nothing is written, is known now.
        var evaluation = Evaluation()
        let answer = plan.functions[Int(instruction.a)].body([.string(text), .string(part)], &evaluation)
        if case .bool(let value)? = answer { ifAbsent = Truth(value) }
      }
      guard name != "contains" || part.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
      let (start, count) = self.text(part)
      let operation: FastInstruction.Operation =
        name == "startsWith" ? .startsWithText : name == "endsWith" ? .endsWithText : .containsText
      return add(
        operation, ifAbsent: ifAbsent, cost: cost(ofPath: arguments[0]) + cost(arguments[1]), extra: extra, operand,
        start,
        count)
    case ("hasValue", 1):
      guard case (let operand, true)? = node(arguments[0]) else { return nil }
      return add(.isPresent, ifAbsent: .no, cost: 1 + cost(ofPath: arguments[0]), operand)
    case ("isGreaterThan", 2), ("isLessThan", 2):
      guard let left = quantity(arguments[0]), let right = quantity(arguments[1]) else { return nil }
      return name == "isLessThan" ? add(.quantityLess, cost: 1, left, right) : add(.quantityLess, cost: 1, right, left)
    default: return nil
    }
  }

  private mutating func equal(_ a: Int, _ b: Int) -> Int32? {
    if let value = constant(b) { return equal(a, value, cost(b)) }
    if let value = constant(a) { return equal(b, value, cost(a)) }
    if types[a] == .int || types[b] == .int, let left = integer(a), let right = integer(b) {
      return add(.integersEqual, cost: 1, left, right)
    }
    guard let left = node(a), let right = node(b), !left.isOptional, !right.isOptional else { return nil }
    return add(.equalsNode, cost: cost(ofPath: a) + cost(ofPath: b), left.start, right.start)
  }

  /// - Parameter ofConstant: what the value costs.
  private mutating func equal(_ index: Int, _ value: Value, _ ofConstant: Int) -> Int32? {
    if case .bool(let wanted) = value, types[index] == .bool, node(orValue: index) == nil {
      let operand = truth(index)
      guard wanted else { return add(.not, cost: 1 + ofConstant, operand) }
      return add(.and, cost: 1 + ofConstant, operand, add(.isConstant, 1))
    }
    if case .int(let wanted) = value, types[index] == .int, let operand = integer(index) {
      path.integers.append(wanted)
      let constant = add(.integer, cost: ofConstant, Int32(path.integers.count - 1))
      return add(.integersEqual, cost: 1, operand, constant)
    }
    guard let (operand, isOptional, absent) = node(orValue: index) else { return nil }
    var ifAbsent = Truth.givesUp
    var extra = cost(ofAlternative: index)
    if isOptional, let absent, case .bool(let same) = Evaluation().equal(absent, value) {
      ifAbsent = Truth(same)
      extra += Evaluation().comparing(absent, value)
    }
    let cost = ofConstant + cost(ofPath: index)
    switch value {
    case .string(let wanted):
      // What a text costs is counted in characters, which are bytes only here.
      guard wanted.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
      let (start, count) = text(wanted)
      return add(.equalsText, ifAbsent: ifAbsent, cost: cost, extra: extra, operand, start, count)
    case .bool(let wanted):
      return add(.equalsBool, ifAbsent: ifAbsent, cost: cost, extra: extra, operand, wanted ? 1 : 0)
    case .int(let wanted):
      path.integers.append(wanted)
      return add(
        .equalsInteger, ifAbsent: ifAbsent, cost: cost, extra: extra, operand, Int32(path.integers.count - 1))
    default: return nil
    }
  }

  /// The operands keep their order: the first that fails decides what is said.
  private mutating func compare(_ a: Int, _ b: Int, _ operation: FastInstruction.Operation) -> Int32? {
    let integers = [a, b].filter { index in
      if case .int? = constant(index) { return true }
      return types[index] == .int
    }
    guard !integers.isEmpty, let left = integer(a), let right = integer(b) else { return nil }
    return add(operation, cost: 1, left, right)
  }

  private mutating func decide(_ macro: CompiledComprehension) -> Int32? {
    guard macro.secondSlot < 0, macro.filter < 0 else { return nil }
    let operation: FastInstruction.Operation
    switch macro.form {
    case .all: operation = .all
    case .exists: operation = .exists
    case .existsOne: operation = .existsOne
    default: return nil
    }
    if let unrolled = unroll(macro) { return unrolled }
    let range = items(macro.range)
    let body = truth(macro.body)
    return add(operation, cost: CostModel.beginning(macro.form), range, Int32(macro.firstSlot), body)
  }

  /// `all` and `exists` over a few constants, a round a part of a chain.
  private mutating func unroll(_ macro: CompiledComprehension) -> Int32? {
    guard macro.form != .existsOne, case .list(let items)? = constant(macro.range), (1...16).contains(items.count),
      !holdsMacro(macro.body)
    else { return nil }
    let before = path
    let slot = Int32(macro.firstSlot)
    defer { known[slot] = nil }
    let condition = CostModel.condition(macro.form)
    let cost = condition + CostModel.step(macro.form)
    let operation: FastInstruction.Operation = macro.form == .all ? .and : .or
    var chain = add(.isConstant, macro.form == .all ? 1 : 0)
    for (place, item) in items.enumerated().reversed() {
      known[slot] = item
      guard let round = fastTruth(macro.body), !fallsBack(round) else {
        path = before
        return nil
      }
      chain = add(operation, cost: cost, extra: place == items.count - 1 ? 0 : condition, round, chain)
    }
    return add(
      operation, cost: CostModel.beginning(macro.form) + self.cost(macro.range), chain,
      add(.isConstant, macro.form == .all ? 1 : 0))
  }

  /// Whether a truth asks the program, which does not know the variables of unrolled macros.
  private func fallsBack(_ start: Int32) -> Bool {
    let it = path.instructions[Int(start)]
    switch it.operation {
    case .truth: return readsKnown(Int(it.a))
    case .and, .or: return fallsBack(it.a) || fallsBack(it.b)
    case .not: return fallsBack(it.a)
    case .choose: return fallsBack(it.a) || fallsBack(it.b) || fallsBack(it.c)
    case .has, .isPresent, .isTrue, .equalsText, .equalsBool, .equalsInteger, .equalsNode, .isInTexts, .matches,
      .startsWithText, .endsWithText, .containsText, .isConstant:
      return false
    default: return true
    }
  }

  // MARK: Nodes

  /// - Returns: where it begins, and whether it is an optional, which may be absent.
  private mutating func node(_ index: Int) -> (start: Int32, isOptional: Bool)? {
    let instruction = instructions[index]
    let a = Int(instruction.a)
    switch instruction.operation {
    case .slot:
      guard known[instruction.a] == nil, mayBeNode(types[index]) else { return nil }
      return (add(.slot, instruction.a), types[index].wrapped != nil)
    case .select:
      guard let operand = node(a) else { return nil }
      let operation: FastInstruction.Operation = operand.isOptional ? .selectOptional : .select
      let start = add(operation, operand.start, instruction.b, instruction.c)
      guard let name = name(ofPath: index), counts[name, default: 0] > 1 else { return (start, operand.isOptional) }
      let place = places[name] ?? places.count
      places[name] = place
      return (add(.shared, start, Int32(place)), operand.isOptional)
    case .selectOptional:
      guard let operand = node(a) else { return nil }
      return (add(.selectOptional, operand.start, instruction.b, instruction.c), true)
    case .index:
      guard let operand = node(a), !operand.isOptional, let key = constant(Int(instruction.b)) else { return nil }
      switch key {
      case .int(let place) where place >= 0 && place < 1_000_000:
        return (add(.item, operand.start, Int32(place)), false)
      case .string(let name): return (add(.select, operand.start, field(name)), false)
      default: return nil
      }
    case .indexOptional:
      guard let operand = node(a), case .string(let name)? = constant(Int(instruction.b)) else {
        return nil
      }
      return (add(.selectOptional, operand.start, field(name)), true)
    default: return nil
    }
  }

  /// A node, or an optional one with the constant that stands for it where it is absent.
  private mutating func node(orValue index: Int) -> (start: Int32, isOptional: Bool, absent: Value?)? {
    let instruction = instructions[index]
    guard instruction.operation == .orValue else {
      guard case (let start, false)? = node(index) else { return nil }
      return (start, false, nil)
    }
    guard case (let start, true)? = node(Int(instruction.a)), let value = constant(Int(instruction.b)) else {
      return nil
    }
    return (start, true, value)
  }

  private func mayBeNode(_ type: Type) -> Bool {
    switch type {
    case .bool, .int, .uint, .double, .bytes, .timestamp, .duration, .null: false
    default: true
    }
  }

  /// A field that a constant key names; made when there is none yet.
  private mutating func field(_ name: String) -> Int32 {
    path.fields.append(Symbol(name))
    return Int32(path.fields.count - 1)
  }

  // MARK: Integers

  private mutating func integer(_ index: Int) -> Int32? {
    if case .int(let value)? = constant(index) {
      path.integers.append(value)
      return add(.integer, cost: cost(index), Int32(path.integers.count - 1))
    }
    let instruction = instructions[index]
    switch instruction.operation {
    case .slot where known[instruction.a] == nil: return add(.integerOfSlot, cost: cost(index), instruction.a)
    case .select where types[index] == .int || types[index] == .dyn, .index where types[index] == .dyn:
      guard case (let operand, false)? = node(index) else { break }
      return add(.integerOfNode, cost: cost(ofPath: index), operand)
    case .call:
      let arguments = arguments(instruction)
      switch (plan.functions[Int(instruction.a)].name, arguments.count) {
      case ("size", 1): return size(arguments[0])
      case ("compareTo", 2):
        guard let left = quantity(arguments[0]), let right = quantity(arguments[1]) else { break }
        return add(.compareQuantities, cost: 1, left, right)
      default: break
      }
    case .add, .subtract:
      guard types[index] == .int, let left = integer(Int(instruction.a)), let right = integer(Int(instruction.b)) else {
        break
      }
      return add(instruction.operation == .add ? .add : .subtract, cost: 1, left, right)
    default: break
    }
    return types[index] == .int && !readsKnown(index) ? add(.integerValue, Int32(index)) : nil
  }

  private mutating func size(_ index: Int) -> Int32? {
    if let (operand, isOptional, absent) = node(orValue: index) {
      guard types[index] != .string, types[index] != .bytes else { return nil }
      var size: Int32 = -1
      if isOptional, let absent, let count = Evaluation().items(absent)?.count ?? Evaluation().mapEntries(absent)?.count
      {
        size = Int32(count)
      }
      return add(
        .sizeOfNode, cost: 1 + cost(ofPath: index), extra: cost(ofAlternative: index), operand, size)
    }
    guard instructions[index].operation == .comprehension else { return nil }
    let range = items(index)
    return path.instructions[Int(range)].operation == .itemsOfValue ? nil : add(.size, cost: 1, range)
  }

  // MARK: Quantities

  private mutating func quantity(_ index: Int) -> Int32? {
    if case .quantity(let box)? = constant(index) {
      path.quantities.append(box.content)
      return add(.quantity, cost: cost(index), Int32(path.quantities.count - 1))
    }
    let instruction = instructions[index]
    guard instruction.operation == .call, plan.functions[Int(instruction.a)].name == "quantity" else { return nil }
    let argument = arguments(instruction)[0]
    guard case (let operand, false)? = node(argument) else { return nil }
    return add(.quantityOfNode, cost: cost(ofPath: argument), operand)
  }

  // MARK: Items

  private mutating func items(_ index: Int) -> Int32 {
    let instruction = instructions[index]
    if instruction.operation == .comprehension, let made = items(of: plan.comprehensions[Int(instruction.a)]) {
      return made
    }
    if instruction.operation != .slot, let (operand, isOptional, absent) = node(orValue: index) {
      let isEmpty = isOptional && absent.map { Evaluation().items($0)?.isEmpty ?? false } ?? false
      if !isOptional || isEmpty {
        return add(
          .items, cost: cost(ofPath: index), extra: cost(ofAlternative: index), operand, isEmpty ? 1 : 0)
      }
    }
    return add(.itemsOfValue, Int32(index))
  }

  private mutating func items(of macro: CompiledComprehension) -> Int32? {
    guard macro.secondSlot < 0, macro.filter < 0 else { return nil }
    let slot = Int32(macro.firstSlot)
    let cost = CostModel.beginning(macro.form)
    switch macro.form {
    case .filter:
      let range = items(macro.range)
      let body = truth(macro.body)
      return add(.filter, cost: cost, range, slot, body)
    case .map:
      let range = items(macro.range)
      if types[macro.body] == .int, let body = integer(macro.body) {
        return add(.mapToIntegers, cost: cost, range, slot, body)
      }
      if case (let body, false)? = node(macro.body) {
        return add(.mapToNodes, cost: cost, extra: self.cost(ofPath: macro.body), range, slot, body)
      }
      return add(.map, cost: cost, range, slot, Int32(macro.body))
    default: return nil
    }
  }
}
