import YAML

extension Program {
  /// The value by the fast path; nil when it gave up, or may not be used here.
  func quickly(_ entry: FastPath.Entry, _ e: inout Evaluation) -> Value? {
    guard e.usesFastPath else { return nil }
    let before = (cost: e.cost, work: e.work)
    e.charge(entry.cost)
    let value: Value?
    switch entry.lane {
    case .none: return nil
    case .truth:
      let truth = truth(entry.start, &e)
      value = truth == .givesUp ? nil : .bool(truth == .yes)
    case .integer: value = integer(entry.start, &e).map(Value.int)
    case .node:
      if case .node(let node) = node(entry.start, &e) { value = .node(node) } else { value = nil }
    }
    if e.isOverBudget { return Evaluation.overBudget }
    if value == nil {
      e.givenUp += 1
      (e.cost, e.work) = before
      return nil
    }
    return value
  }

  /// The truth of an instruction of the fast path.
  func truth(_ index: Int32, _ e: inout Evaluation) -> Truth {
    let it = fast.instructions[Int(index)]
    e.charge(it.cost)
    switch it.operation {
    case .isConstant: return Truth(it.a == 1)
    case .and:
      let left = truth(it.a, &e)
      if left == .yes { return truth(it.b, &e) }
      e.charge(Int(it.extraCost))
      return left
    case .or:
      let left = truth(it.a, &e)
      if left == .no { return truth(it.b, &e) }
      e.charge(Int(it.extraCost))
      return left
    case .not:
      switch truth(it.a, &e) {
      case .yes: return .no
      case .no: return .yes
      case .givesUp: return .givesUp
      }
    case .choose:
      switch truth(it.a, &e) {
      case .yes: return truth(it.b, &e)
      case .no: return truth(it.c, &e)
      case .givesUp: return .givesUp
      }
    case .truth:
      if case .bool(let value) = typedValue(Int(it.a), &e) { return Truth(value) }
      return .givesUp
    case .equalsNode: return equal(it, &e)
    case .integersEqual, .integerLess, .integerLessOrEqual, .integerGreater, .integerGreaterOrEqual:
      return compareIntegers(it, &e)
    case .quantityLess:
      guard let left = quantity(it.a, &e), let right = quantity(it.b, &e) else { return .givesUp }
      return Truth(left < right)
    case .all, .exists, .existsOne: return decide(it, &e)
    default: return truth(ofNode: it, &e)
    }
  }

  /// A question about one node.
  private func truth(ofNode it: FastInstruction, _ e: inout Evaluation) -> Truth {
    let node: NodeRef
    switch self.node(it.a, &e) {
    case .node(let found): node = found
    case .absent:
      e.charge(Int(it.extraCost))
      return it.ifAbsent
    case .givesUp: return .givesUp
    }
    switch it.operation {
    case .has:
      switch e.trees.field(fast.fields[Int(it.b)], of: node) {
      case .found: return .yes
      case .absent: return .no
      case .notHere: return .givesUp
      }
    case .isPresent: return .yes
    case .isTrue:
      if case .bool(let value) = e.trees.content(node) { return Truth(value) }
      return .givesUp
    case .equalsBool:
      switch e.trees.content(node) {
      case .bool(let value):
        e.charge(1)
        return Truth(value == (it.b == 1))
      default: return differs(node, &e)
      }
    case .equalsInteger:
      switch e.trees.content(node) {
      case .integer:
        e.charge(1)
        return e.trees.integer(node).map { Truth($0 == fast.integers[Int(it.b)]) } ?? .givesUp
      case .number: return .givesUp
      default: return differs(node, &e)
      }
    case .equalsText:
      switch e.trees.content(node) {
      case .string:
        let smaller = min(e.trees.textCount(node), Int(it.c))
        let size = smaller <= 10 ? smaller : e.trees.characterCount(node, atMost: Int(it.c))
        e.charge(CostModel.traversing(size))
        return Truth(e.trees.text(node, equals: fast.pool, from: Int(it.b), count: Int(it.c)))
      case .null, .bool, .integer, .number:
        e.charge(it.c == 0 ? 0 : 1)
        return .no
      default: return .givesUp
      }
    default: return truth(ofText: it, node, &e)
    }
  }

  /// A scalar of another type than what it is compared with, which is no text.
  private func differs(_ node: NodeRef, _ e: inout Evaluation) -> Truth {
    switch e.trees.content(node) {
    case .placeholder, .sequence, .mapping: return .givesUp
    case .string: e.charge(e.trees.textCount(node) == 0 ? 0 : 1)
    default: e.charge(1)
    }
    return .no
  }

  /// A question that only a text answers.
  private func truth(ofText it: FastInstruction, _ node: NodeRef, _ e: inout Evaluation) -> Truth {
    guard case .string = e.trees.content(node) else { return .givesUp }
    switch it.operation {
    case .isInTexts: return Truth(e.trees.withText(node) { fast.sets[Int(it.b)].contains($0) })
    case .matches:
      e.charge(CostModel.matching(e.trees.characterCount(node, atMost: .max), expressions[Int(it.b)].patternSize))
      return Truth(e.trees.withText(node) { expressions[Int(it.b)].matches($0) })
    case .startsWithText:
      e.charge(CostModel.traversing(e.trees.characterCount(node, atMost: .max)))
      return Truth(e.trees.text(node, startsWith: fast.pool, from: Int(it.b), count: Int(it.c)))
    case .endsWithText:
      e.charge(CostModel.traversing(e.trees.characterCount(node, atMost: .max)))
      return Truth(e.trees.text(node, endsWith: fast.pool, from: Int(it.b), count: Int(it.c)))
    case .containsText:
      e.charge(CostModel.containing(e.trees.characterCount(node, atMost: .max), Int(it.c)))
      return Truth(e.trees.text(node, contains: fast.pool, from: Int(it.b), count: Int(it.c)))
    default: return .givesUp
    }
  }

  private func equal(_ it: FastInstruction, _ e: inout Evaluation) -> Truth {
    guard case .node(let left) = node(it.a, &e), case .node(let right) = node(it.b, &e) else { return .givesUp }
    switch (e.trees.content(left), e.trees.content(right)) {
    case (.string, .string):
      e.charge(
        CostModel.traversing(
          min(e.trees.characterCount(left, atMost: .max), e.trees.characterCount(right, atMost: .max))))
      return Truth(e.trees.sameText(left, right))
    case (.bool(let left), .bool(let right)):
      e.charge(1)
      return Truth(left == right)
    case (.integer, .integer):
      e.charge(1)
      guard let left = e.trees.integer(left), let right = e.trees.integer(right) else { return .givesUp }
      return Truth(left == right)
    default: return .givesUp
    }
  }

  private func compareIntegers(_ it: FastInstruction, _ e: inout Evaluation) -> Truth {
    guard let left = integer(it.a, &e), let right = integer(it.b, &e) else { return .givesUp }
    switch it.operation {
    case .integerLess: return Truth(left < right)
    case .integerLessOrEqual: return Truth(left <= right)
    case .integerGreater: return Truth(left > right)
    case .integerGreaterOrEqual: return Truth(left >= right)
    default: return Truth(left == right)
    }
  }

  private func decide(_ it: FastInstruction, _ e: inout Evaluation) -> Truth {
    let slot = Int(it.b)
    var result = Truth(it.operation == .all)
    var matches = 0
    let condition = CostModel.condition(it.operation.form)
    let step = it.operation == .existsOne ? 0 : CostModel.step(it.operation.form)
    var isDecided = false
    let finished = forEachItem(it.a, &e) { item, e in
      // To ask whether there is another round costs, even where it is decided already.
      guard e.spend(condition) else { return .giveUp }
      if isDecided { return .stop }
      guard e.spend(step), e.takes(16) else { return .giveUp }
      e.slots[slot] = item
      switch (truth(it.c, &e), it.operation) {
      case (.givesUp, _): return .giveUp
      case (.no, .all):
        result = .no
        isDecided = true
      case (.yes, .exists):
        result = .yes
        isDecided = true
      case (.yes, .existsOne):
        e.charge(CostModel.step(.existsOne))
        matches += 1
      default: break
      }
      return .next
    }
    guard finished else { return .givesUp }
    return it.operation == .existsOne ? Truth(matches == 1) : result
  }
}
