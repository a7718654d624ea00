/// The overloads of the operators (cel-spec, "List of Standard Definitions").
enum OperatorTypes {
  /// The type of the result; nil when no overload takes these types.
  static func result(_ operation: Instruction.Operation, _ types: [Type]) -> Type? {
    let known = types.filter { $0 != .dyn }
    switch operation {
    case .and, .or, .not: return known.allSatisfy { $0 == .bool } ? .bool : nil
    case .equal, .notEqual: return areComparable(types[0], types[1]) ? .bool : nil
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      guard known.allSatisfy({ isOrdered($0) }) else { return nil }
      if known.count == 2, known[0] != known[1], !(isNumber(known[0]) && isNumber(known[1])) { return nil }
      return .bool
    case .isIn:
      switch types[1] {
      case .dyn, .list, .map: return .bool
      default: return nil
      }
    case .negate: return known.allSatisfy { $0 == .int || $0 == .double } ? types[0] : nil
    case .conditional:
      guard types[0] == .bool || types[0] == .dyn else { return nil }
      return types[1].joined(types[2])
    case .add, .subtract, .multiply, .divide, .modulo: return arithmetic(operation, known)
    default: return .dyn
    }
  }

  private static func arithmetic(_ operation: Instruction.Operation, _ known: [Type]) -> Type? {
    guard let first = known.first else { return .dyn }
    for type in known {
      switch type {
      case .int, .uint: break
      case .double where operation != .modulo: break
      case .string, .bytes: guard operation == .add else { return nil }
      case .list: guard operation == .add else { return nil }
      default: return nil
      }
    }
    if known.count == 2 {
      if case .list(let a) = known[0], case .list(let b) = known[1] { return .list(a.joined(b)) }
      guard known[0] == known[1] else { return nil }
    }
    return known.count == 2 ? first : .dyn
  }

  private static func isNumber(_ type: Type) -> Bool { type == .int || type == .uint || type == .double }

  private static func isOrdered(_ type: Type) -> Bool { isNumber(type) || [.bool, .string, .bytes].contains(type) }

  /// Equality takes any two values; where both types are known and can never be equal it is a mistake.
  private static func areComparable(_ left: Type, _ right: Type) -> Bool {
    var bindings: [String: Type] = [:]
    return left == .null || right == .null || left.fits(right, &bindings) || right.fits(left, &bindings)
      || (isNumber(left) && isNumber(right))
  }
}
