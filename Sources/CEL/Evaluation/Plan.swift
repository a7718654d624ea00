import RE2

/// A checked expression laid out as instructions, each behind its operands.
struct Plan: Sendable {
  var instructions: [Instruction]
  var constants: [Value]
  /// Units that each instruction costs whatever its operands are.
  var costs: [Int32]
  let fields: [FieldName]
  var functions: [Function]
  let operands: [Int32]
  let sets: [ConstantSet]
  let expressions: [RegularExpression]
  let comprehensions: [CompiledComprehension]
  let root: Int
  /// For each instruction the part of the source that it computes, in bytes; nil where none is written.
  let ranges: [Range<Int>?]
  /// For each instruction the type that is known of its value.
  let types: [Type]
  /// Slots of declared variables; those behind them are the macros'.
  let declaredSlots: Int
  /// Slots of declared variables and of the expression's own.
  let slotCount: Int
  /// The names of the expression's own variables, whose slots are the last ones.
  let localNames: [String]

  /// - Parameter slots: units that each declared variable costs.
  init(_ planner: Planner, root: Int, slots: [Int]) {
    instructions = planner.instructions
    constants = planner.constants
    costs = StepCosts(planner, slots: slots).costs
    fields = planner.fields
    functions = planner.functions
    operands = planner.operands
    sets = planner.sets
    expressions = planner.expressions
    comprehensions = planner.comprehensions
    self.root = root
    ranges = planner.sources.map(\.range)
    types = planner.sources.map { planner.closed($0.type) }
    declaredSlots = slots.count
    slotCount = planner.slotCount
    localNames = planner.localNames
  }

  /// The instructions whose values an instruction takes.
  func operands(of instruction: Instruction) -> [Int] {
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
    case .call: return (b..<b + c).map { Int(operands[$0]) }
    case .list: return (0..<c).map { Int(operands[b + $0 * 2]) }
    case .map: return (0..<c).flatMap { [Int(operands[b + $0 * 3]), Int(operands[b + $0 * 3 + 1])] }
    case .comprehension:
      let macro = comprehensions[a]
      return [macro.range] + (macro.filter < 0 ? [] : [macro.filter]) + [macro.body]
    case .bind: return [b, c]
    case .optionalMap, .optionalFlatMap, .sortBy: return [a, c]
    }
  }

  /// The same with all that rests on constants alone computed now; what fails is left to fail when it is evaluated.
  func folded() -> Plan {
    var result = self
    let program = Program(self, fast: FastPath(), source: "", resultType: .dyn, variables: [])
    var evaluation = Evaluation()
    var isConstant = [Bool](repeating: false, count: instructions.count)
    for (index, instruction) in instructions.enumerated() {
      isConstant[index] = instruction.operation == .constant
      if instruction.operation == .call, let receiver = operands(of: instruction).first, isConstant[receiver] {
        let constant = result.constants[Int(result.instructions[receiver].a)]
        result.functions[Int(instruction.a)] = functions[Int(instruction.a)].prepared(for: constant)
      }
      guard !isConstant[index], Plan.folds(instruction.operation),
        operands(of: instruction).allSatisfy({ isConstant[$0] })
      else { continue }
      evaluation.begin(budget: Plan.foldingBudget)
      let value = program.value(index, &evaluation)
      if value.isErrorOrUnknown { continue }
      isConstant[index] = true
      result.constants.append(value)
      result.instructions[index] = Instruction(operation: .constant, a: Int32(result.constants.count - 1))
      result.costs[index] = Int32(clamping: evaluation.cost)
    }
    return result
  }

  private static let foldingBudget = 10_000

  /// Macros and the like read slots; all else is a function of its operands.
  private static func folds(_ operation: Instruction.Operation) -> Bool {
    switch operation {
    case .slot, .comprehension, .bind, .optionalMap, .optionalFlatMap, .sortBy: false
    default: true
    }
  }
}
