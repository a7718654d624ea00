/// Variables that are evaluated when they are first read, as those of Kubernetes' admission policies are: what no expression
/// needs costs nothing.
extension Evaluation {
  /// Stands in the slot of a variable that nothing has read yet.
  private static let mark = EvaluationError(.invalidArgument, "a variable that was not evaluated")

  /// Leaves a variable to be evaluated when it is first read.
  public mutating func wait(_ slot: Int, for program: Program) {
    while slots.count <= slot { slots.append(.null) }
    if program.isConstant, let known = memory.constant(program) {
      slots[slot] = known
      return
    }
    while waiting.count <= slot { waiting.append(nil) }
    slots[slot] = .error(Evaluation.mark)
    waiting[slot] = program
  }

  /// The value of a slot.
  @inline(__always)
  mutating func read(_ slot: Int) -> Value {
    let value = slots[slot]
    guard case .error(let error) = value, error === Evaluation.mark else { return value }
    return fill(slot)
  }

  /// Whether a value outlives the trees of the subject.
  private func stays(_ value: Value) -> Bool {
    switch value {
    case .node(let node): node.tree == Evaluation.lastingTree
    case .list(let items): items.allSatisfy(stays)
    case .map(let map): map.entries.allSatisfy { stays($0.value) }
    case .optional(let optional): optional.value.map(stays) ?? true
    case .error, .unknown: false
    default: true
    }
  }

  /// Evaluates a variable in the midst of another expression, which neither pays for it nor sees its own variables
  /// changed.
  private mutating func fill(_ slot: Int) -> Value {
    guard let program = waiting[slot] else { return slots[slot] }
    let spent = (cost, budget, work, givenUp, generation, isTraced)
    isTraced = false
    let locals = program.localSlots.clamped(to: 0..<slots.count)
    let kept = Array(slots[locals])
    let value = program.evaluate(in: &self)
    slots.replaceSubrange(locals, with: kept)
    (cost, budget, work, givenUp, generation, isTraced) = spent
    slots[slot] = value
    if program.isConstant, stays(value) { memory.keep(value, of: program) }
    return value
  }
}
