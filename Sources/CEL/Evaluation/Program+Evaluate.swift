import YAML

extension Program {
  /// The value of an instruction, a scalar of a manifest typed. The evaluation is read only when it is no longer changed:
  /// otherwise all of it would be copied.
  func typedValue(_ index: Int, _ e: inout Evaluation) -> Value {
    let value = value(index, &e)
    return e.typed(value)
  }

  func value(_ index: Int, _ e: inout Evaluation) -> Value {
    let result = compute(index, &e)
    if e.isTraced { e.trace.append(Evaluation.Step(instruction: index, value: result)) }
    return result
  }

  private func compute(_ index: Int, _ e: inout Evaluation) -> Value {
    if !fast.entries.isEmpty, fast.entries[index].lane != .none, let value = quickly(fast.entries[index], &e) {
      return value
    }
    let instruction = plan.instructions[index]
    guard e.spend(Int(plan.costs[index])) else { return Evaluation.overBudget }
    let a = Int(instruction.a)
    let b = Int(instruction.b)
    switch instruction.operation {
    case .constant: return constants[a]
    case .slot: return e.read(a)
    case .select: return select(value(a, &e), fields[b], instruction.c, &e)
    case .selectOptional: return selectOptional(value(a, &e), fields[b], instruction.c, &e)
    case .has: return has(value(a, &e), fields[b], &e)
    case .index:
      let collection = value(a, &e)
      if collection.isErrorOrUnknown { return collection }
      let key = value(b, &e)
      if key.isErrorOrUnknown { return key }
      if case .optional(let optional) = collection {
        return optional.value.map { indexOptional($0, key, &e) } ?? absent(&e)
      }
      return e.index(collection, key)
    case .indexOptional:
      let collection = value(a, &e)
      if collection.isErrorOrUnknown { return collection }
      let key = value(b, &e)
      if key.isErrorOrUnknown { return key }
      if case .optional(let optional) = collection {
        return optional.value.map { indexOptional($0, key, &e) } ?? absent(&e)
      }
      return indexOptional(collection, key, &e)
    case .and: return junction(a, b, false, &e)
    case .or: return junction(a, b, true, &e)
    case .not:
      switch typedValue(a, &e) {
      case .bool(let value): return .bool(!value)
      case let other where other.isErrorOrUnknown: return other
      case let other: return .noSuchOverload("!\(e.typeName(other))")
      }
    case .negate:
      switch typedValue(a, &e) {
      case .int(let value): return value == Int64.min ? .overflow : .int(-value)
      case .double(let value): return .double(-value)
      case let other where other.isErrorOrUnknown: return other
      case let other: return .noSuchOverload("-\(e.typeName(other))")
      }
    case .conditional:
      switch typedValue(a, &e) {
      case .bool(let condition): return value(condition ? b : Int(instruction.c), &e)
      case let other where other.isErrorOrUnknown: return other
      case let other: return .noSuchOverload("\(e.typeName(other)) ? … : …")
      }
    case .equal, .notEqual:
      let left = value(a, &e)
      if left.isErrorOrUnknown { return left }
      let right = value(b, &e)
      if right.isErrorOrUnknown { return right }
      guard e.spend(e.comparing(left, right)), e.walks(left), e.walks(right) else { return Evaluation.overBudget }
      let result = e.equal(left, right)
      if instruction.operation == .notEqual, case .bool(let value) = result { return .bool(!value) }
      return result
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return compare(instruction.operation, a, b, &e)
    case .isIn:
      let element = value(a, &e)
      if element.isErrorOrUnknown { return element }
      let collection = value(b, &e)
      if collection.isErrorOrUnknown { return collection }
      return e.contains(collection, element)
    case .isInConstants:
      let element = typedValue(a, &e)
      if element.isErrorOrUnknown { return element }
      return .bool(MapKey(element).map { sets[b].keys.contains($0) } ?? false)
    case .matches:
      let text = typedValue(a, &e)
      if text.isErrorOrUnknown { return text }
      guard case .string(let text) = text else { return .noSuchOverload("\(e.typeName(text)).matches(string)") }
      guard e.spend(CostModel.matching(text.unicodeScalars.count, expressions[b].patternSize)) else {
        return Evaluation.overBudget
      }
      return .bool(expressions[b].matches(text))
    case .add: return arithmetic(.add, a, b, &e)
    case .subtract: return arithmetic(.subtract, a, b, &e)
    case .multiply: return arithmetic(.multiply, a, b, &e)
    case .divide: return arithmetic(.divide, a, b, &e)
    case .modulo: return arithmetic(.modulo, a, b, &e)
    case .call: return call(functions[a], b, Int(instruction.c), &e)
    case .list: return list(b, Int(instruction.c), &e)
    case .map: return map(b, Int(instruction.c), &e)
    case .comprehension: return comprehend(comprehensions[a], &e)
    case .bind:
      e.slots[a] = value(b, &e)
      return value(Int(instruction.c), &e)
    case .optionalMap, .optionalFlatMap:
      let isFlat = instruction.operation == .optionalFlatMap
      let before = e.cost
      switch value(a, &e) {
      case .optional(let optional):
        let again = e.cost - before
        guard let inner = optional.value else {
          return e.spend(CostModel.optionalMap(flat: isFlat, isPresent: false))
            ? .optional(.none) : Evaluation.overBudget
        }
        guard e.spend(again + CostModel.optionalMap(flat: isFlat, isPresent: true)) else {
          return Evaluation.overBudget
        }
        e.slots[b] = inner
        let result = value(Int(instruction.c), &e)
        if result.isErrorOrUnknown || isFlat { return result }
        return .optional(.of(result))
      case let other where other.isErrorOrUnknown: return other
      case let other: return .noSuchOverload("\(e.typeName(other)).optMap(…)")
      }
    case .sortBy: return sortBy(a, slot: b, key: Int(instruction.c), &e)
    case .optionalOr, .orValue:
      switch value(a, &e) {
      case .optional(let optional):
        guard let inner = optional.value else { return value(b, &e) }
        return instruction.operation == .optionalOr ? .optional(optional) : inner
      case let other where other.isErrorOrUnknown: return other
      case let other: return .noSuchOverload("\(e.typeName(other)).or(…)")
      }
    }
  }

  // MARK: Logic

  /// `&&` (`stops` is false) and `||` (true): either side may decide alone, whatever the other is; unknown outweighs
  /// an error (cel-spec, "Logical operators").
  private func junction(_ a: Int, _ b: Int, _ stops: Bool, _ e: inout Evaluation) -> Value {
    let left = typedValue(a, &e)
    if case .bool(stops) = left { return left }
    let right = typedValue(b, &e)
    if case .bool(stops) = right { return right }
    switch (left, right) {
    case (.bool, .bool): return .bool(!stops)
    case (.error(let error), _) where error.kind == .overBudget: return left
    case (_, .error(let error)) where error.kind == .overBudget: return right
    case (.unknown, _): return left
    case (_, .unknown): return right
    case (.error, _): return left
    case (_, .error): return right
    default: return .noSuchOverload("\(e.typeName(left)) \(stops ? "||" : "&&") \(e.typeName(right))")
    }
  }

  private func compare(_ operation: Instruction.Operation, _ a: Int, _ b: Int, _ e: inout Evaluation) -> Value {
    let left = typedValue(a, &e)
    if left.isErrorOrUnknown { return left }
    let right = typedValue(b, &e)
    if right.isErrorOrUnknown { return right }
    switch (left, right) {
    case (.string, .string), (.bytes, .bytes):
      guard e.spend(e.comparing(left, right)) else { return Evaluation.overBudget }
    default: guard e.spend(1) else { return Evaluation.overBudget }
    }
    switch e.order(left, right) {
    case .int(let order):
      switch operation {
      case .less: return .bool(order < 0)
      case .lessOrEqual: return .bool(order <= 0)
      case .greater: return .bool(order > 0)
      default: return .bool(order >= 0)
      }
    case .null: return .bool(false)
    case let error: return error
    }
  }

  private func arithmetic(_ operation: Evaluation.Arithmetic, _ a: Int, _ b: Int, _ e: inout Evaluation) -> Value {
    let left = typedValue(a, &e)
    if left.isErrorOrUnknown { return left }
    let right = typedValue(b, &e)
    if right.isErrorOrUnknown { return right }
    return e.arithmetic(operation, left, right)
  }

  // MARK: Fields

  /// The field's value; nil when it is absent or null.
  @inline(__always)
  private func find(_ name: FieldName, in operand: Value, _ e: inout Evaluation) -> Value? {
    switch operand {
    case .node(let node):
      let tree = e.tree(node)
      guard let found = tree.value(of: name.symbol, in: node.node), !tree.isNull(found) else {
        let required = !e.requiredFields.isEmpty && e.requiredFields.contains(.init(node: node, name: name.text))
        return required ? .null : nil
      }
      return .node(NodeRef(tree: node.tree, node: found))
    case .map(let map): return map[name.text]
    default: return nil
    }
  }

  private func select(_ operand: Value, _ name: FieldName, _ shape: Int32, _ e: inout Evaluation) -> Value {
    if let found = find(name, in: operand, &e) { return e.checked(found, shape, name) }
    if operand.isErrorOrUnknown { return operand }
    if case .optional(let optional) = operand {
      return optional.value.map { selectOptional($0, name, shape, &e) } ?? absent(&e)
    }
    if e.isMap(operand) { return e.noSuchKey(.string(name.text)) }
    let typed = e.typed(operand)
    if typed.isErrorOrUnknown { return typed }
    return .noSuchOverload("\(e.typeName(typed)) has no field `\(name.text)`")
  }

  private func selectOptional(_ operand: Value, _ name: FieldName, _ shape: Int32, _ e: inout Evaluation) -> Value {
    if let found = find(name, in: operand, &e) {
      let value = e.checked(found, shape, name)
      if case .error = value { return value }
      return .optional(.of(value))
    }
    if operand.isErrorOrUnknown { return operand }
    if case .optional(let optional) = operand {
      return optional.value.map { selectOptional($0, name, shape, &e) } ?? absent(&e)
    }
    if e.isMap(operand) { return absent(&e) }
    let typed = e.typed(operand)
    if typed.isErrorOrUnknown { return typed }
    return .noSuchOverload("\(e.typeName(typed)) has no field `\(name.text)`")
  }

  /// A field that may be absent costs nothing where it is.
  private func absent(_ e: inout Evaluation) -> Value {
    e.charge(-1)
    return .optional(.none)
  }

  private func has(_ operand: Value, _ name: FieldName, _ e: inout Evaluation) -> Value {
    if let found = find(name, in: operand, &e) {
      if case .unknown = found { return found }
      return .bool(true)
    }
    if operand.isErrorOrUnknown { return operand }
    if case .optional(let optional) = operand { return optional.value.map { has($0, name, &e) } ?? .bool(false) }
    if e.isMap(operand) { return .bool(false) }
    let typed = e.typed(operand)
    if typed.isErrorOrUnknown { return typed }
    return .noSuchOverload("\(e.typeName(typed)) has no field `\(name.text)`")
  }

  private func indexOptional(_ collection: Value, _ key: Value, _ e: inout Evaluation) -> Value {
    let found = e.index(collection, key)
    switch found {
    case .error(let error) where error.kind == .noSuchKey || error.kind == .outOfRange: return absent(&e)
    case let other where other.isErrorOrUnknown: return other
    case let other: return .optional(.of(other))
    }
  }

  // MARK: Calls and literals

  private func call(_ function: Function, _ first: Int, _ count: Int, _ e: inout Evaluation) -> Value {
    var arguments: [Value] = []
    arguments.reserveCapacity(count)
    for place in first..<first + count {
      let argument = value(Int(operands[place]), &e)
      let typed = function.keepsNodes ? argument : e.typed(argument)
      if typed.isErrorOrUnknown { return typed }
      arguments.append(typed)
    }
    guard e.spend(e.units(function.cost, arguments)) else { return Evaluation.overBudget }
    return function.body(arguments, &e) ?? noSuchOverload(function, arguments, e)
  }

  private func noSuchOverload(_ function: Function, _ arguments: [Value], _ e: Evaluation) -> Value {
    let types = arguments.map { e.typeName($0) }
    guard function.overloads.contains(where: \.isMember), let receiver = types.first else {
      return .noSuchOverload("\(function.name)(\(types.joined(separator: ", ")))")
    }
    return .noSuchOverload("\(receiver).\(function.name)(\(types.dropFirst().joined(separator: ", ")))")
  }

  private func list(_ first: Int, _ count: Int, _ e: inout Evaluation) -> Value {
    var items: [Value] = []
    items.reserveCapacity(count)
    for element in 0..<count {
      let item = value(Int(operands[first + element * 2]), &e)
      if item.isErrorOrUnknown { return item }
      guard operands[first + element * 2 + 1] == 1 else {
        items.append(item)
        continue
      }
      guard case .optional(let optional) = item else { return .noSuchOverload("[?\(e.typeName(item))]") }
      if let inner = optional.value { items.append(inner) }
    }
    return .list(items)
  }

  private func map(_ first: Int, _ count: Int, _ e: inout Evaluation) -> Value {
    var entries: [(key: Value, value: Value)] = []
    entries.reserveCapacity(count)
    for entry in 0..<count {
      let key = typedValue(Int(operands[first + entry * 3]), &e)
      if key.isErrorOrUnknown { return key }
      let item = value(Int(operands[first + entry * 3 + 1]), &e)
      if item.isErrorOrUnknown { return item }
      if operands[first + entry * 3 + 2] == 1 {
        guard case .optional(let optional) = item else { return .noSuchOverload("{?…: \(e.typeName(item))}") }
        if let inner = optional.value { entries.append((key, inner)) }
      } else {
        entries.append((key, item))
      }
    }
    return MapValue(entries).map(Value.map) ?? .invalid("a key stands twice in a map, or is none")
  }
}
