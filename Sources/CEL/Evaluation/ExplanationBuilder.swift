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

  var root: Explanation.Part { part(program.plan.root, whole) }

  // MARK: Parts

  private func part(_ index: Int, _ evaluated: Evaluated?) -> Explanation.Part {
    let range = program.ranges[index] ?? 0..<0
    guard let evaluated else { return Explanation.Part(text: text(index), offset: range.lowerBound, value: nil) }
    let missing = missing(index, evaluated)
    return Explanation.Part(
      text: text(index), offset: offset(index, evaluated), value: evaluation.typed(evaluated.step.value),
      origin: missing.map(\.owner.origin) ?? origin(of: index, evaluated),
      note: missing.map(Explanation.Note.missing), parts: inner(index, evaluated))
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
      return parts(operands[0], of: evaluated).map { $0.named(name) } + parts(operands[1], of: evaluated)
    case .optionalMap, .optionalFlatMap, .sortBy:
      let wasReached = evaluated.operand(operands[1]) != nil
      return parts(operands[0], of: evaluated) + (wasReached ? parts(operands[1], of: evaluated) : [])
    case _ where isLink(index):
      return links(operands[0], of: evaluated) + operands.dropFirst().flatMap { parts($0, of: evaluated) }
    default: return operands.flatMap { parts($0, of: evaluated) }
    }
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
    case .unknown(let node):
      let isRead = isLink(index) || instruction.operation == .slot
      return isRead && evaluation.tree(node).isPlaceholder(node.node) ? node : nil
    case .optional(let optional): return optional.value?.origin
    case .error where isLink(index):
      guard let owner = evaluated.operands.first else { return nil }
      return owner.step.value.origin ?? origin(of: owner.step.instruction, owner)
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
    case (.index, .error(let error)) where error.kind == .noSuchKey: break
    case (.has, .bool(false)): break
    case (.selectOptional, .optional(let optional)) where optional.value == nil: break
    case (.indexOptional, .optional(let optional)) where optional.value == nil: break
    default: return nil
    }
    let owner = unwrapped(first.step.value)
    let isIndex = instruction.operation == .index || instruction.operation == .indexOptional
    let field =
      isIndex
      ? evaluated.operands.last.map { evaluation.text($0.step.value) } ?? ""
      : program.fields[Int(instruction.b)].text
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
      if operand.step.instruction == opening || rounds.isEmpty { rounds.append([]) }
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
    var value = elements.indices.contains(number) ? elements[number] : .null
    if comprehension.secondSlot >= 0 {
      let second = program.name(ofSlot: comprehension.secondSlot)
      if let entries = evaluation.entries(of: range), entries.indices.contains(number) {
        text += " = \(evaluation.summary(value)), \(second)"
        value = entries[number].value
      } else {
        text += " = \(number), \(second)"
      }
    }
    return Explanation.Part(
      text: text, offset: 0, value: evaluation.typed(value), origin: value.origin,
      note: .round(number + 1, of: elements.count, isDeciding: isDeciding))
  }

  // MARK: Text

  /// Whether the part is its own value: a constant, or one that is written as a list, a map or a call.
  private func isConstant(_ index: Int) -> Bool {
    switch program.instructions[index].operation {
    case .constant: true
    case .list, .map, .call, .negate: program.operands(of: index).allSatisfy(isConstant)
    default: false
    }
  }

  /// Where what names a part is written: behind the first operand where that comes first. Of a chain that failed, the
  /// link that did.
  private func offset(_ index: Int, _ evaluated: Evaluated) -> Int {
    let range = program.ranges[index] ?? 0..<0
    guard let first = evaluated.operands.first else { return range.lowerBound }
    if isLink(index), first.step.value.isErrorOrUnknown { return offset(first.step.instruction, first) }
    let source = Array(program.source.utf8)
    let start = source[range].firstIndex { $0 != UInt8(ascii: "(") } ?? range.lowerBound
    guard let operand = program.ranges[first.step.instruction], operand.lowerBound <= start else { return start }
    return source[operand.upperBound..<range.upperBound].firstIndex { !" .?\n\r\t".utf8.contains($0) } ?? start
  }

  /// What is written, on one line and without parentheses around it: those that no operand begins with.
  private func text(_ index: Int) -> String {
    guard var range = program.ranges[index] else { return "" }
    let source = Array(program.source.utf8)
    let first = program.operands(of: index).first.flatMap { program.ranges[$0]?.lowerBound }
    if source[range.lowerBound] == UInt8(ascii: "("), first != range.lowerBound {
      range = range.lowerBound + 1..<range.upperBound - 1
    }
    return String(decoding: source[range], as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { line in line.drop(while: \.isWhitespace) }.joined(separator: " ")
  }
}
