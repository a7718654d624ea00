import YAML

extension FastPathBuilder {
  /// Every instruction has a truth: at worst the program's own.
  mutating func truth(_ index: Int) -> Int32 { fastTruth(index) ?? add(.truth, Int32(index)) }

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
}
