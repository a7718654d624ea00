import YAML

/// Reads needs off a plan. Each answer errs towards fewer needs.
struct NeedsFinder {
  private let plan: Plan
  private let context: NeedsContext
  /// Slots of the plan that are read from the document, without those of its own macros, which variables that are
  /// declared later have too.
  private let document: Set<Int>
  /// Slots of macros that run over what is read from the document.
  private let items: Set<Int>

  init(_ plan: Plan, _ context: NeedsContext) {
    self.plan = plan
    self.context = context
    let document = context.document.filter { $0 < plan.declaredSlots }
    var items: Set<Int> = []
    // Ranges stand before what is within them only in the text: go on until nothing is added.
    var before = -1
    while before != items.count {
      before = items.count
      for macro in plan.comprehensions
      where macro.secondSlot < 0
        && NeedsFinder.isFromDocument(macro.range, plan, document.union(items))
      {
        items.insert(macro.firstSlot)
      }
    }
    self.document = document
    self.items = items
  }

  private static func isFromDocument(_ index: Int, _ plan: Plan, _ slots: Set<Int>) -> Bool {
    let instruction = plan.instructions[index]
    switch instruction.operation {
    case .slot: return slots.contains(Int(instruction.a))
    case .select, .selectOptional, .orValue: return isFromDocument(Int(instruction.a), plan, slots)
    case .add: return plan.operands(of: instruction).allSatisfy { isFromDocument($0, plan, slots) }
    case .comprehension:
      let macro = plan.comprehensions[Int(instruction.a)]
      return macro.form == .filter && isFromDocument(macro.range, plan, slots)
    default: return false
    }
  }

  /// The program of a variable; nil for what is declared elsewhere, and for the slots of the plan's own macros.
  private func variable(_ slot: Int) -> Program? { slot < plan.declaredSlots ? context.programs[slot] : nil }

  func isFromDocument(_ index: Int) -> Bool {
    let instruction = plan.instructions[index]
    if instruction.operation == .slot, let program = variable(Int(instruction.a)) {
      return program.isFromDocument(context)
    }
    return NeedsFinder.isFromDocument(index, plan, document.union(items))
  }

  // MARK: Outcomes

  func notTrue(_ index: Int) -> Needs? {
    let instruction = plan.instructions[index]
    let (a, b, c) = (Int(instruction.a), Int(instruction.b), Int(instruction.c))
    switch instruction.operation {
    case .constant:
      if case .bool(true) = plan.constants[a] { return nil }
      return .nothing
    case .slot: return variable(a).flatMap { NeedsFinder($0.plan, context).notTrue($0.plan.root) } ?? .nothing
    case .not: return notFalse(a)
    case .and: return Needs.either(notTrue(a), notTrue(b))
    case .or: return Needs.both(notTrue(a), notTrue(b))
    case .conditional:
      let yes = Needs.both(notFalse(a), notTrue(b))
      let no = Needs.both(notTrue(a), notTrue(c))
      return Needs.either(error(a), Needs.either(yes, no))
    case .notEqual: return kinds(index) ?? unlessDefault(index, is: true)
    case .comprehension:
      let macro = plan.comprehensions[a]
      guard macro.form == .all, macro.filter < 0 else { return .nothing }
      return Needs.either(error(macro.range), Needs.both(items(macro.range), notTrue(macro.body)))
    default: return unlessDefault(index, is: true)
    }
  }

  func notFalse(_ index: Int) -> Needs? {
    let instruction = plan.instructions[index]
    let (a, b, c) = (Int(instruction.a), Int(instruction.b), Int(instruction.c))
    switch instruction.operation {
    case .constant:
      if case .bool(false) = plan.constants[a] { return nil }
      return .nothing
    case .slot: return variable(a).flatMap { NeedsFinder($0.plan, context).notFalse($0.plan.root) } ?? .nothing
    case .not: return notTrue(a)
    case .and: return Needs.both(notFalse(a), notFalse(b))
    case .or: return Needs.either(notFalse(a), notFalse(b))
    case .conditional:
      let yes = Needs.both(notFalse(a), notFalse(b))
      let no = Needs.both(notTrue(a), notFalse(c))
      return Needs.either(error(a), Needs.either(yes, no))
    case .has: return Needs.either(error(a), Needs.both(read(a), key(b, of: a)))
    case .equal, .isInConstants: return kinds(index) ?? unlessDefault(index, is: false)
    case .comprehension:
      let macro = plan.comprehensions[a]
      guard macro.form == .exists, macro.filter < 0 else { return .nothing }
      return Needs.either(error(macro.range), Needs.both(items(macro.range), notFalse(macro.body)))
    default: return unlessDefault(index, is: false)
    }
  }

  /// For a predicate over optionals with defaults to come out other than it does when all are absent: one of them.
  private func unlessDefault(_ index: Int, is usual: Bool) -> Needs? {
    var defaulted = plan
    var optionals: [Needs?] = []
    guard setDefaults(index, in: &defaulted, &optionals), !optionals.isEmpty else { return .nothing }
    var evaluation = context.evaluation
    while evaluation.slots.count < plan.slotCount { evaluation.slots.append(.null) }
    let program = Program(defaulted, fast: FastPath(), source: "", resultType: .dyn, variables: [])
    evaluation.begin()
    guard case .bool(usual) = program.value(index, &evaluation) else { return .nothing }
    return optionals.dropFirst().reduce(optionals[0]) { Needs.either($0, $1) }
  }

  /// Puts constants for all that has a default; false where something else is read.
  private func setDefaults(_ index: Int, in plan: inout Plan, _ optionals: inout [Needs?]) -> Bool {
    let instruction = plan.instructions[index]
    switch instruction.operation {
    case .constant: return true
    case .slot where isConstant(index): return true
    case .slot:
      guard let other = variable(Int(instruction.a))?.plan,
        let value = NeedsFinder.standard(other.root, of: other)
      else { return false }
      plan.constants.append(value)
      plan.instructions[index] = Instruction(operation: .constant, a: Int32(plan.constants.count - 1))
      optionals.append(NeedsFinder(other, context).present(other.root))
      return true
    case .orValue:
      guard let value = NeedsFinder.standard(index, of: plan) else { return false }
      optionals.append(present(index))
      plan.constants.append(value)
      plan.instructions[index] = Instruction(operation: .constant, a: Int32(plan.constants.count - 1))
      return true
    case .comprehension, .bind, .optionalMap, .optionalFlatMap, .sortBy: return false
    default:
      for operand in plan.operands(of: instruction) where !setDefaults(operand, in: &plan, &optionals) { return false }
      return true
    }
  }

  /// The constant that stands for an optional that is absent.
  private static func standard(_ index: Int, of plan: Plan) -> Value? {
    let instruction = plan.instructions[index]
    guard instruction.operation == .orValue else { return nil }
    let constant = plan.instructions[Int(instruction.b)]
    return constant.operation == .constant ? plan.constants[Int(constant.a)] : nil
  }

  /// For the optional of an `orValue` to hold something, or to fail.
  private func present(_ index: Int) -> Needs? {
    let operand = Int(plan.instructions[index].a)
    return Needs.either(read(operand), error(operand))
  }

  /// nil: its evaluation cannot fail.
  func error(_ index: Int) -> Needs? {
    let instruction = plan.instructions[index]
    let a = Int(instruction.a)
    switch instruction.operation {
    case .constant: return nil
    case .slot where isConstant(index): return nil
    case .slot:
      if let program = variable(a) { return NeedsFinder(program.plan, context).error(program.plan.root) }
      return document.contains(a) || a >= plan.declaredSlots ? nil : .nothing
    case .select where isKind(index) || isCertain(index) || isConstant(index): return nil
    case .selectOptional, .has, .isInConstants: return error(a)
    case .optionalMap: return Needs.either(error(a), Needs.both(read(a), error(Int(instruction.c))))
    case .equal, .notEqual, .orValue: return Needs.either(error(a), error(Int(instruction.b)))
    case .and, .or, .not, .conditional, .isIn, .indexOptional, .list, .matches:
      return error(ofOperands: instruction)
    case .add where plan.types[index].isListOrText: return error(ofOperands: instruction)
    case .call where NeedsFinder.total.contains(plan.functions[a].name): return error(ofOperands: instruction)
    case .comprehension:
      let macro = plan.comprehensions[a]
      let inner = Needs.either(error(macro.body), macro.filter < 0 ? nil : error(macro.filter))
      return Needs.either(error(macro.range), Needs.both(items(macro.range), inner))
    default: return .nothing
    }
  }

  private func error(ofOperands instruction: Instruction) -> Needs? {
    plan.operands(of: instruction).reduce(nil) { Needs.either($0, error($1)) }
  }

  /// Functions that have a value for all arguments that their types allow.
  private static let total: Set = [
    "size", "flatten", "startsWith", "endsWith", "contains", "glob", "lines", "split", "distinct", "join", "image",
    "hasValue", "isQuantity",
  ]

  // MARK: Reading

  /// For a value to be there.
  private func read(_ index: Int) -> Needs? {
    let instruction = plan.instructions[index]
    switch instruction.operation {
    case .select, .selectOptional:
      let operand = Int(instruction.a)
      return Needs.both(read(operand), key(Int(instruction.b), of: operand))
    case .indexOptional, .optionalMap: return read(Int(instruction.a))
    case .slot:
      return variable(Int(instruction.a)).flatMap { NeedsFinder($0.plan, context).read($0.plan.root) } ?? .nothing
    default: return .nothing
    }
  }

  /// For a list to have items.
  func items(_ index: Int) -> Needs? {
    let instruction = plan.instructions[index]
    let a = Int(instruction.a)
    switch instruction.operation {
    case .select, .selectOptional: return read(index)
    case .slot: return variable(a).flatMap { NeedsFinder($0.plan, context).items($0.plan.root) } ?? .nothing
    case .constant: return Evaluation().elements(of: plan.constants[a]).isEmpty ? nil : .nothing
    case .add: return Needs.either(items(a), items(Int(instruction.b)))
    case .conditional:
      return Needs.either(
        error(a),
        Needs.either(
          Needs.both(notFalse(a), items(Int(instruction.b))), Needs.both(notTrue(a), items(Int(instruction.c)))))
    case .call where plan.functions[a].name == "flatten":
      return plan.operands(of: instruction).first.map { items($0) } ?? .nothing
    case .orValue:
      guard case .constant = plan.instructions[Int(instruction.b)].operation,
        Evaluation().elements(of: plan.constants[Int(plan.instructions[Int(instruction.b)].a)]).isEmpty
      else { return .nothing }
      return read(a)
    case .comprehension:
      let macro = plan.comprehensions[a]
      switch macro.form {
      case .filter: return Needs.both(items(macro.range), notFalse(macro.body))
      case .map: return items(macro.range)
      default: return .nothing
      }
    default: return .nothing
    }
  }

  /// A field's key, where the operand is read from the document.
  private func key(_ field: Int, of operand: Int) -> Needs {
    guard NeedsFinder.isFromDocument(operand, plan, document.union(items)) else { return .nothing }
    return Needs(keys: [plan.fields[field].symbol])
  }

  /// The kinds that a comparison of the object's kind with constants names.
  private func kinds(_ index: Int) -> Needs? {
    let instruction = plan.instructions[index]
    let (a, b) = (Int(instruction.a), Int(instruction.b))
    if instruction.operation == .isInConstants {
      guard isKind(a) else { return nil }
      let texts = plan.sets[b].keys.compactMap { if case .string(let text) = $0 { text } else { nil } }
      return Needs(kinds: Set(texts))
    }
    for (one, other) in [(a, b), (b, a)] where isKind(one) {
      let constant = plan.instructions[other]
      if constant.operation == .constant, case .string(let kind) = plan.constants[Int(constant.a)] {
        return Needs(kinds: [kind])
      }
    }
    return nil
  }

  /// A value that is known beforehand, or a field of one.
  private func isConstant(_ index: Int) -> Bool {
    let instruction = plan.instructions[index]
    switch instruction.operation {
    case .slot: return Int(instruction.a) < plan.declaredSlots && context.constants.contains(Int(instruction.a))
    case .select: return isConstant(Int(instruction.a))
    default: return false
    }
  }

  /// A field that is always there.
  private func isCertain(_ index: Int) -> Bool {
    let instruction = plan.instructions[index]
    let operand = plan.instructions[Int(instruction.a)]
    guard operand.operation == .slot, Int(operand.a) < plan.declaredSlots else { return false }
    return context.certain[Int(operand.a)]?.contains(plan.fields[Int(instruction.b)].text) ?? false
  }

  /// `object.kind`.
  private func isKind(_ index: Int) -> Bool {
    let instruction = plan.instructions[index]
    guard instruction.operation == .select, plan.fields[Int(instruction.b)].text == "kind" else { return false }
    let operand = plan.instructions[Int(instruction.a)]
    return operand.operation == .slot && Int(operand.a) == context.object
  }
}

extension Type {
  /// Whether two of it are always added to a third.
  fileprivate var isListOrText: Bool {
    if case .list = self { return true }
    return self == .string
  }
}
