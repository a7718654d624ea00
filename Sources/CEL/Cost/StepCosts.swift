/// What each instruction costs whatever its operands are.
///
/// cel-go counts a variable with the fields and places read from it as one attribute: a unit for the whole and a unit
/// for each field. Where another step resolves the attribute itself (a branch of `? :`, a key between brackets, the
/// operand of `has`), the unit for the whole is left out.
struct StepCosts {
  private(set) var costs: [Int32] = []
  private let instructions: [Instruction]

  /// - Parameter slots: units for each declared variable.
  init(_ planner: Planner, slots: [Int]) {
    instructions = planner.instructions
    costs.reserveCapacity(instructions.count)
    for instruction in instructions {
      let a = Int(instruction.a)
      switch instruction.operation {
      case .slot: add(a < slots.count ? slots[a] : 1)
      case .select, .selectOptional: add(reading(a))
      case .index, .indexOptional:
        add(reading(a))
        resolve(Int(instruction.b))
      case .has:
        add(1)
        resolve(a)
      case .conditional:
        add(0)
        resolve(Int(instruction.b))
        resolve(Int(instruction.c))
      case .not, .negate: add(1)
      case .isInConstants: add(CostModel.listCreation + planner.sets[Int(instruction.b)].count)
      case .list: add(CostModel.listCreation)
      case .map: add(CostModel.mapCreation)
      case .comprehension: add(CostModel.beginning(planner.comprehensions[a].form))
      case .bind: add(CostModel.binding)
      case .sortBy: add(CostModel.sortingBy)
      default: add(0)
      }
    }
  }

  private mutating func add(_ units: Int) { costs.append(Int32(clamping: units)) }

  /// A field or a place of an attribute; of any other value it makes an attribute first.
  private func reading(_ operand: Int) -> Int {
    isAttribute(operand) || instructions[operand].operation == .conditional ? 1 : 2
  }

  private func isAttribute(_ index: Int) -> Bool {
    switch instructions[index].operation {
    case .slot, .select, .selectOptional, .index, .indexOptional: true
    default: false
    }
  }

  /// Takes the unit for the whole off an attribute.
  private mutating func resolve(_ index: Int) {
    var index = index
    guard isAttribute(index) else { return }
    while instructions[index].operation != .slot {
      let operand = Int(instructions[index].a)
      if instructions[operand].operation == .conditional { return }
      guard isAttribute(operand) else { break }
      index = operand
    }
    costs[index] -= 1
  }
}
