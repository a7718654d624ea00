import YAML

/// Lays out the fast path of a program's instructions.
///
/// Each function answers for one lane: where the instruction's fast form begins, or nil where the lane has none.
struct FastPathBuilder {
  let plan: Plan
  var path = FastPath()
  /// Variables of unrolled macros.
  var known: [Int32: Value] = [:]
  /// How often each path of fields stands in the expression, and where those that stand more than once are shared.
  var places: [String: Int] = [:]
  var counts: [String: Int] = [:]

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

  mutating func entry(_ index: Int) -> FastPath.Entry {
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
  func mayStayNode(_ index: Int) -> Bool {
    let instruction = instructions[index]
    switch instruction.operation {
    case .orValue: return true
    case .conditional: return mayBeRead(Int(instruction.b)) || mayBeRead(Int(instruction.c))
    default: return false
    }
  }

  func mayBeRead(_ index: Int) -> Bool {
    switch instructions[index].operation {
    case .slot, .select, .index: true
    default: mayStayNode(index)
    }
  }

  func isSize(_ instruction: Instruction) -> Bool {
    instruction.operation == .call && plan.functions[Int(instruction.a)].name == "size"
  }

  var instructions: [Instruction] { plan.instructions }
  var types: [Type] { plan.types }

  // MARK: Output

  mutating func add(
    _ operation: FastInstruction.Operation, ifAbsent: Truth = .givesUp, cost: Int = 0, extra: Int = 0, _ a: Int32 = 0,
    _ b: Int32 = 0, _ c: Int32 = 0
  ) -> Int32 {
    path.instructions.append(
      FastInstruction(
        operation: operation, ifAbsent: ifAbsent, extraCost: UInt16(clamping: extra), cost: Int32(clamping: cost), a: a,
        b: b, c: c))
    return Int32(path.instructions.count - 1)
  }

  mutating func text(_ text: String) -> (start: Int32, count: Int32) {
    path.pool += Array(text.utf8)
    return (Int32(path.pool.count - text.utf8.count), Int32(text.utf8.count))
  }

  // MARK: Looking

  func constant(_ index: Int) -> Value? {
    let instruction = instructions[index]
    switch instruction.operation {
    case .constant: return plan.constants[Int(instruction.a)]
    case .slot: return known[instruction.a]
    default: return nil
    }
  }

  func arguments(_ instruction: Instruction) -> [Int] {
    (0..<Int(instruction.c)).map { Int(plan.operands[Int(instruction.b) + $0]) }
  }

  /// A path of fields from a declared variable as text; nil for all else.
  func name(ofPath index: Int) -> String? {
    let instruction = instructions[index]
    switch instruction.operation {
    case .slot: return Int(instruction.a) < plan.declaredSlots ? "\(instruction.a)" : nil
    case .select: return name(ofPath: Int(instruction.a)).map { "\($0).\(instruction.b)" }
    default: return nil
    }
  }

  /// What an instruction costs by itself.
  func cost(_ index: Int) -> Int { Int(plan.costs[index]) }

  /// What reading a path or a constant costs, nothing absent.
  func cost(ofPath index: Int) -> Int {
    let instruction = instructions[index]
    switch instruction.operation {
    case .select, .selectOptional, .orValue: return cost(index) + cost(ofPath: Int(instruction.a))
    case .index, .indexOptional: return cost(index) + cost(ofPath: Int(instruction.a)) + cost(Int(instruction.b))
    default: return cost(index)
    }
  }

  /// What the constant costs that stands for an absent optional.
  func cost(ofAlternative index: Int) -> Int {
    let instruction = instructions[index]
    return instruction.operation == .orValue ? cost(Int(instruction.b)) : 0
  }

  /// Whether a variable of an unrolled macro is read: only the fast path knows its value.
  func readsKnown(_ index: Int) -> Bool {
    guard !known.isEmpty else { return false }
    let instruction = instructions[index]
    if instruction.operation == .slot { return known[instruction.a] != nil }
    return plan.operands(of: instruction).contains { readsKnown($0) }
  }

  func holdsMacro(_ index: Int) -> Bool {
    let instruction = instructions[index]
    return instruction.operation == .comprehension || plan.operands(of: instruction).contains { holdsMacro($0) }
  }

  // MARK: Nodes

  /// - Returns: where it begins, and whether it is an optional, which may be absent.
  mutating func node(_ index: Int) -> (start: Int32, isOptional: Bool)? {
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
  mutating func node(orValue index: Int) -> (start: Int32, isOptional: Bool, absent: Value?)? {
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

  func mayBeNode(_ type: Type) -> Bool {
    switch type {
    case .bool, .int, .uint, .double, .bytes, .timestamp, .duration, .null: false
    default: true
    }
  }

  /// A field that a constant key names; made when there is none yet.
  mutating func field(_ name: String) -> Int32 {
    path.fields.append(Symbol(name))
    return Int32(path.fields.count - 1)
  }

  // MARK: Integers

  mutating func integer(_ index: Int) -> Int32? {
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

  mutating func size(_ index: Int) -> Int32? {
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

  mutating func quantity(_ index: Int) -> Int32? {
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

  mutating func items(_ index: Int) -> Int32 {
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

  mutating func items(of macro: CompiledComprehension) -> Int32? {
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
