import YAML

/// Makes an explanation of what an evaluation has traced of a program.
struct ExplanationBuilder {
  private let program: Program
  private let evaluation: Evaluation
  private let whole: Evaluated?

  /// An instruction that was evaluated, with those that it asked for.
  struct Evaluated {
    let step: Evaluation.Step
    let operands: [Evaluated]

    func operand(_ instruction: Int) -> Evaluated? { operands.first { $0.step.instruction == instruction } }
  }

  /// - Parameter evaluation: with the trace of the program alone.
  init(_ program: Program, _ evaluation: Evaluation) {
    self.program = program
    self.evaluation = evaluation
    whole = ExplanationBuilder.nest(evaluation.trace, of: program)
  }

  /// The trace names operands before what asks for them, each instruction being the operand of one other.
  private static func nest(_ trace: [Evaluation.Step], of program: Program) -> Evaluated? {
    var owners = [Int](repeating: -1, count: program.instructions.count)
    for owner in program.instructions.indices {
      for operand in program.operands(of: owner) { owners[operand] = owner }
    }
    var open: [Evaluated] = []
    for step in trace {
      let first = 1 + (open.lastIndex { owners[$0.step.instruction] != step.instruction } ?? -1)
      let operands = Array(open[first...])
      open.removeSubrange(first...)
      open.append(Evaluated(step: step, operands: operands))
    }
    return open.last
  }

  func whole(_ value: Value) -> Explanation.Part {
    guard let whole else { return part(program.root, nil) }
    return part(program.root, whole)
  }

  // MARK: Parts

  private func part(_ index: Int, _ evaluated: Evaluated?) -> Explanation.Part {
    let range = program.ranges[index] ?? 0..<0
    guard let evaluated else { return Explanation.Part(text: text(range), range: range, value: nil) }
    let value = evaluation.typed(evaluated.step.value)
    return Explanation.Part(
      text: text(range), range: range, value: value, origin: origin(of: index, evaluated),
      note: missing(index, evaluated).map(Explanation.Note.missing), parts: inner(index, evaluated))
  }

  /// An operand as parts: none for a constant, which its owner's text shows.
  private func parts(_ index: Int, of owner: Evaluated) -> [Explanation.Part] {
    let operand = owner.operand(index)
    if case .error? = operand?.step.value {} else if isConstant(index) { return [] }
    return [part(index, operand)]
  }

  private func inner(_ index: Int, _ evaluated: Evaluated) -> [Explanation.Part] {
    let operands = program.operands(of: index)
    switch program.instructions[index].operation {
    case .comprehension: return rounds(index, evaluated)
    case .and, .or: return operands.flatMap { terms($0, evaluated, like: index) }
    case .bind:
      let name = program.name(ofSlot: Int(program.instructions[index].a))
      return parts(operands[0], of: evaluated).map { named($0, name) } + parts(operands[1], of: evaluated)
    case .optionalMap, .optionalFlatMap, .sortBy:
      let wasReached = evaluated.operand(operands[1]) != nil
      return parts(operands[0], of: evaluated) + (wasReached ? parts(operands[1], of: evaluated) : [])
    case _ where isLink(index):
      return links(operands[0], of: evaluated) + operands.dropFirst().flatMap { parts($0, of: evaluated) }
    default: return operands.flatMap { parts($0, of: evaluated) }
    }
  }

  private func named(_ part: Explanation.Part, _ name: String) -> Explanation.Part {
    Explanation.Part(
      text: "\(name) = \(part.text)", range: part.range, value: part.value, origin: part.origin, note: part.note,
      parts: part.parts)
  }

  /// `a && b && c` has three parts, however it was parsed.
  private func terms(_ index: Int, _ owner: Evaluated, like junction: Int) -> [Explanation.Part] {
    guard program.instructions[index].operation == program.instructions[junction].operation,
      let evaluated = owner.operand(index)
    else { return parts(index, of: owner) }
    return program.operands(of: index).flatMap { terms($0, evaluated, like: junction) }
  }

  // MARK: Chains

  /// Whether the instruction reads on from its first operand, so that both are one line.
  private func isLink(_ index: Int) -> Bool {
    switch program.instructions[index].operation {
    case .select, .selectOptional, .has, .index, .indexOptional, .optionalOr, .orValue: true
    case .not: program.instructions[Int(program.instructions[index].a)].operation == .has
    default: false
    }
  }

  private func links(_ index: Int, of owner: Evaluated) -> [Explanation.Part] {
    guard isLink(index) || program.instructions[index].operation == .slot else { return parts(index, of: owner) }
    return owner.operand(index).map { inner(index, $0) } ?? []
  }

  private func origin(of index: Int, _ evaluated: Evaluated) -> NodeRef? {
    let instruction = program.instructions[index]
    switch evaluation.typed(evaluated.step.value) {
    case .unknown(let node): return node
    case .optional(let optional): return optional.value?.origin
    case .bool(true) where instruction.operation == .has:
      return evaluated.operands.first.flatMap { read(instruction.b, of: $0.step.value) }?.origin
    case .bool(false) where instruction.operation == .not && isLink(index):
      return evaluated.operands.first.flatMap { origin(of: Int(instruction.a), $0) }
    default: return evaluated.step.value.origin
    }
  }

  private func read(_ field: Int32, of owner: Value) -> Value? {
    evaluation.field(program.fields[Int(field)].text, of: unwrapped(owner))
  }

  private func unwrapped(_ value: Value) -> Value {
    if case .optional(let optional) = value, let inner = optional.value { return inner }
    return value
  }

  /// What a chain found missing: the first of its fields that is not there.
  private func missing(_ index: Int, _ evaluated: Evaluated) -> Explanation.Missing? {
    guard isLink(index), let first = evaluated.operands.first else { return nil }
    if let earlier = missing(first.step.instruction, first) { return earlier }
    let instruction = program.instructions[index]
    switch (instruction.operation, evaluated.step.value) {
    case (.select, .error(let error)) where error.kind == .noSuchKey: break
    case (.has, .bool(false)): break
    case (.selectOptional, .optional(let optional)) where optional.value == nil: break
    default: return nil
    }
    let owner = unwrapped(first.step.value)
    let field = program.fields[Int(instruction.b)].text
    guard evaluation.isMap(owner), evaluation.field(field, of: owner) == nil else { return nil }
    var isNull = false
    if case .node(let node) = owner {
      isNull = evaluation.tree(node).value(of: field, in: node.node) != nil
    }
    return Explanation.Missing(field: field, owner: owner, isNull: isNull)
  }

  // MARK: Macros

  /// What the macro ran over, then the round that decided it; else that which shows why it is an error or unknown,
  /// else the first.
  private func rounds(_ index: Int, _ evaluated: Evaluated) -> [Explanation.Part] {
    let comprehension = program.comprehensions[Int(program.instructions[index].a)]
    let before = parts(comprehension.range, of: evaluated)
    let opening = comprehension.filter < 0 ? comprehension.body : comprehension.filter
    var rounds: [[Evaluated]] = []
    for operand in evaluated.operands where operand.step.instruction != comprehension.range {
      if operand.step.instruction == opening { rounds.append([]) }
      rounds[rounds.count - 1].append(operand)
    }
    guard let range = evaluated.operand(comprehension.range).map({ unwrapped($0.step.value) }), let first = rounds.first
    else { return before }
    let deciding = evaluated.operands.last?.step.decidingRound
    let telling = rounds.firstIndex { $0.last?.step.value.isErrorOrUnknown ?? false }
    let shown = evaluated.step.value.isErrorOrUnknown ? telling ?? 0 : 0
    let number = deciding ?? shown
    let steps = deciding == nil ? rounds[shown] : first
    var round = header(comprehension, number, of: range, isDeciding: deciding != nil)
    let owner = Evaluated(step: evaluated.step, operands: steps)
    let bodies = (comprehension.filter < 0 ? [] : [comprehension.filter]) + [comprehension.body]
    round.parts = bodies.filter { owner.operand($0) != nil }.flatMap { parts($0, of: owner) }
    return before + [round]
  }

  private func header(_ comprehension: CompiledComprehension, _ number: Int, of range: Value, isDeciding: Bool)
    -> Explanation.Part
  {
    var text = program.name(ofSlot: comprehension.firstSlot)
    let elements = evaluation.elements(of: range)
    var value = elements[number]
    if comprehension.secondSlot >= 0 {
      let second = program.name(ofSlot: comprehension.secondSlot)
      if let entries = evaluation.entries(of: range) {
        text += " = \(evaluation.summary(value)), \(second)"
        value = entries[number].value
      } else {
        text += " = \(number), \(second)"
      }
    }
    return Explanation.Part(
      text: text, range: 0..<0, value: evaluation.typed(value), origin: value.origin,
      note: .round(number + 1, of: elements.count, isDeciding: isDeciding))
  }

  // MARK: Text

  /// Whether the instruction reads nothing: its value is what is written.
  private func isConstant(_ index: Int) -> Bool {
    switch program.instructions[index].operation {
    case .slot, .comprehension: false
    default: program.operands(of: index).allSatisfy(isConstant)
    }
  }

  private func text(_ range: Range<Int>) -> String {
    let bytes = Array(program.source.utf8)[range]
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { line in line.drop(while: \.isWhitespace) }.joined(separator: " ")
  }
}
