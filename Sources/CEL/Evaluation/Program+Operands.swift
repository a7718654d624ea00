extension Program {
  /// The instructions whose values an instruction may ask for, in the order in which it does.
  func operands(of index: Int) -> [Int] { plan.operands(of: instructions[index]) }

  /// The name of one of the expression's own variables.
  func name(ofSlot slot: Int) -> String { plan.localNames[slot - (plan.slotCount - plan.localNames.count)] }
}
