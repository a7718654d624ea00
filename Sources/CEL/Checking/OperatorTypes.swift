/// The overloads of the operators (cel-spec, "List of Standard Definitions").
enum OperatorTypes {
  private static let a = Type.parameter("A")
  private static let b = Type.parameter("B")

  private static func overload(_ parameters: [Type], _ result: Type) -> Function.Overload {
    .global(parameters, result)
  }

  static let overloads: [Instruction.Operation: [Function.Overload]] = {
    let logic = [overload([.bool, .bool], .bool)]
    let equality = [overload([a, a], .bool)]
    var table: [Instruction.Operation: [Function.Overload]] = [
      .and: logic, .or: logic, .not: [overload([.bool], .bool)],
      .negate: [overload([.int], .int), overload([.double], .double)],
      .equal: equality, .notEqual: equality,
      .conditional: [overload([.bool, a, a], a)],
      .isIn: [overload([a, .list(a)], .bool), overload([a, .map(a, b)], .bool)],
      .index: [
        overload([.list(a), .int], a), overload([.map(a, b), a], b),
        overload([.optional(.list(a)), .int], .optional(a)), overload([.optional(.map(a, b)), a], .optional(b)),
      ],
      .indexOptional: [
        overload([.list(a), .int], .optional(a)), overload([.map(a, b), a], .optional(b)),
        overload([.optional(.list(a)), .int], .optional(a)), overload([.optional(.map(a, b)), a], .optional(b)),
      ],
      .optionalOr: [overload([.optional(a), .optional(a)], .optional(a))],
      .orValue: [overload([.optional(a), a], a)],
      .add: same([.int, .uint, .double, .string, .bytes, .list(a), .duration]) + [
        overload([.timestamp, .duration], .timestamp), overload([.duration, .timestamp], .timestamp),
      ],
      .subtract: same([.int, .uint, .double, .duration]) + [
        overload([.timestamp, .timestamp], .duration), overload([.timestamp, .duration], .timestamp),
      ],
      .multiply: same([.int, .uint, .double]), .divide: same([.int, .uint, .double]), .modulo: same([.int, .uint]),
    ]
    let numbers: [Type] = [.int, .uint, .double]
    let order =
      ([.bool, .string, .bytes, .timestamp, .duration] as [Type]).map { overload([$0, $0], .bool) }
      + numbers.flatMap { one in numbers.map { overload([one, $0], .bool) } }
    for operation in [Instruction.Operation.less, .lessOrEqual, .greater, .greaterOrEqual] { table[operation] = order }
    return table
  }()

  private static func same(_ types: [Type]) -> [Function.Overload] { types.map { overload([$0, $0], $0) } }
}
