extension Program {
  /// The instructions whose values an instruction may ask for, in the order in which it does.
  func operands(of index: Int) -> [Int] {
    let instruction = instructions[index]
    let a = Int(instruction.a)
    let b = Int(instruction.b)
    let c = Int(instruction.c)
    switch instruction.operation {
    case .constant, .slot: return []
    case .select, .selectOptional, .has, .not, .negate, .isInConstants, .matches: return [a]
    case .index, .indexOptional, .and, .or, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn,
      .add, .subtract, .multiply, .divide, .modulo, .optionalOr, .orValue:
      return [a, b]
    case .conditional: return [a, b, c]
    case .call: return operands[b..<b + c].map(Int.init)
    case .list: return (0..<c).map { Int(operands[b + $0 * 2]) }
    case .map: return (0..<c).flatMap { [Int(operands[b + $0 * 3]), Int(operands[b + $0 * 3 + 1])] }
    case .comprehension:
      let comprehension = comprehensions[a]
      let filter = comprehension.filter < 0 ? [] : [comprehension.filter]
      return [comprehension.range] + filter + [comprehension.body]
    case .bind: return [b, c]
    case .optionalMap, .optionalFlatMap, .sortBy: return [a, c]
    }
  }

  /// The name of one of the expression's own variables.
  func name(ofSlot slot: Int) -> String { localNames[slot - (slotCount - localNames.count)] }
}
