import RE2
import YAML

/// One instruction: what to do, and where its operands stand. Trivial, so that evaluation touches no reference counts.
struct Instruction: Sendable {
  enum Operation: UInt8, Sendable {
    /// a: constant.
    case constant
    /// a: slot.
    case slot
    /// a: operand, b: field, c: the shape that its value must have.
    case select, selectOptional
    /// a: operand, b: field.
    case has
    /// a, b: operands.
    case index, indexOptional
    case and, or, not, negate
    /// a: condition, b, c: branches.
    case conditional
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, isIn
    case add, subtract, multiply, divide, modulo
    /// a: operand, b: the set of constants.
    case isInConstants
    /// a: operand, b: the regular expression.
    case matches
    /// a: function, b: first argument in `operands`, c: their number.
    case call
    /// b: first in `operands`, c: number of elements; each is a value and whether it is optional.
    case list
    /// b: first in `operands`, c: number of entries; each is key, value and whether it is optional.
    case map
    /// a: comprehension.
    case comprehension
    /// a: slot, b: value, c: body.
    case bind
    /// a: operand, b: slot, c: body.
    case optionalMap, optionalFlatMap
    /// a: list, b: slot, c: key.
    case sortBy
    /// a: optional, b: alternative; the alternative is evaluated only where it is needed.
    case optionalOr, orValue
  }

  let operation: Operation
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0
}

/// A field name with its symbol.
struct FieldName: Sendable {
  let symbol: Symbol
  let text: String
}

/// A comprehension's parts as instructions.
struct CompiledComprehension: Sendable {
  let form: Expression.Comprehension.Form
  let range: Int
  let firstSlot: Int
  /// -1: one variable.
  let secondSlot: Int
  /// -1: none.
  let filter: Int
  let body: Int

  /// Whether each round adds to the accumulator, whatever filter and body say.
  var stepsAlways: Bool { filter < 0 && form != .filter && form != .existsOne }
}

/// Constants that a value is looked up in.
struct ConstantSet: Sendable {
  let keys: Set<MapKey>
  /// How many constants are written.
  let count: Int
  /// The keys where all are text.
  let texts: TextSet?

  init(_ keys: Set<MapKey>, count: Int) {
    self.keys = keys
    self.count = count
    var texts: [String] = []
    for key in keys { if case .string(let text) = key { texts.append(text) } }
    self.texts = texts.count == keys.count ? TextSet(texts.sorted()) : nil
  }
}

/// A compiled expression. It may be evaluated on many threads at once.
public final class Program: Sendable {
  let plan: Plan
  let fast: FastPath
  /// The text that was compiled.
  public let source: String
  public let resultType: Type
  /// The declared variables that the expression reads.
  public let variables: Set<String>
  /// Whether it has one value in all evaluations of one host.
  public let isConstant: Bool

  /// - Parameter fast: empty for a program that runs once.
  init(
    _ plan: Plan, fast: FastPath, source: String, resultType: Type, variables: Set<String>, isConstant: Bool = false
  ) {
    self.plan = plan
    self.fast = fast
    self.source = source
    self.resultType = resultType
    self.variables = variables
    self.isConstant = isConstant
  }

  /// Evaluates against the variables in `evaluation.slots`. Scalars that come from a manifest stay nodes.
  public func evaluate(in evaluation: inout Evaluation, budget: Int = Evaluation.expressionBudget) -> Value {
    while evaluation.slots.count < plan.slotCount { evaluation.slots.append(.null) }
    if evaluation.isRuleOverBudget { return Evaluation.overBudget }
    evaluation.begin(budget: budget)
    defer { evaluation.end() }
    let value = value(plan.root, &evaluation)
    return evaluation.isOverBudget ? Evaluation.overBudget : value
  }

  /// As `evaluate`, a condition's way: true, false, an error or unknown.
  public func holds(in evaluation: inout Evaluation) -> Value {
    let value = evaluation.typed(evaluate(in: &evaluation))
    switch value {
    case .bool, .error, .unknown: return value
    default: return .noSuchOverload("a condition is true or false, not \(evaluation.typeName(value))")
    }
  }
}

extension Program {
  /// The full names of the functions that the expression calls.
  public var functionNames: Set<String> { Set(plan.functions.map(\.name)) }

  /// Whether the expression calls a function that asks the host.
  public var asksHost: Bool { plan.functions.contains(where: \.asksHost) }

  /// The slots of the expression's own variables.
  var localSlots: Range<Int> { plan.declaredSlots..<plan.slotCount }

  var instructions: [Instruction] { plan.instructions }
  var constants: [Value] { plan.constants }
  var fields: [FieldName] { plan.fields }
  var functions: [Function] { plan.functions }
  var operands: [Int32] { plan.operands }
  var sets: [ConstantSet] { plan.sets }
  var expressions: [RegularExpression] { plan.expressions }
  var comprehensions: [CompiledComprehension] { plan.comprehensions }
  package var types: [Type] { plan.types }

  /// For each instruction the part of the source that it computes, in bytes; nil where none is written.
  var ranges: [Range<Int>?] { plan.ranges }
}
