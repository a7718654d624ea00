import YAML

extension Program {
  /// The value by the fast path; nil when it gave up, or may not be used here.
  func quickly(_ entry: FastPath.Entry, _ e: inout Evaluation) -> Value? {
    guard !e.isTraced, e.requiredFields.isEmpty else { return nil }
    let before = e.cost
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
    if value == nil || !e.spend(0) {
      e.cost = before
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
      return left == .yes ? truth(it.b, &e) : left
    case .or:
      let left = truth(it.a, &e)
      return left == .no ? truth(it.b, &e) : left
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
      if case .bool(let value) = e.typed(value(Int(it.a), &e)) { return Truth(value) }
      return .givesUp
    case .equalsNode: return equal(it, &e)
    case .integersEqual, .integerLess, .integerLessOrEqual: return compareIntegers(it, &e)
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
    case .absent: return it.ifAbsent
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
      case .bool(let value): return Truth(value == (it.b == 1))
      case .placeholder: return .givesUp
      default: return .no
      }
    case .equalsInteger:
      switch e.trees.content(node) {
      case .integer: return e.trees.integer(node).map { Truth($0 == fast.integers[Int(it.b)]) } ?? .givesUp
      case .placeholder, .number: return .givesUp
      default: return .no
      }
    case .equalsText:
      switch e.trees.content(node) {
      case .string: return Truth(e.trees.text(node, equals: fast.pool, from: Int(it.b), count: Int(it.c)))
      case .placeholder: return .givesUp
      default: return .no
      }
    default: return truth(ofText: it, node, &e)
    }
  }

  /// A question that only a text answers.
  private func truth(ofText it: FastInstruction, _ node: NodeRef, _ e: inout Evaluation) -> Truth {
    guard case .string = e.trees.content(node) else { return .givesUp }
    switch it.operation {
    case .isInTexts: return Truth(e.trees.withText(node) { fast.sets[Int(it.b)].contains($0) })
    case .matches:
      e.charge(CostModel.matching(e.trees.textCount(node), expressions[Int(it.b)].patternSize))
      return Truth(e.trees.withText(node) { expressions[Int(it.b)].matches($0) })
    case .startsWithText:
      e.charge(CostModel.traversing(e.trees.textCount(node)))
      return Truth(e.trees.text(node, startsWith: fast.pool, from: Int(it.b), count: Int(it.c)))
    case .endsWithText:
      e.charge(CostModel.traversing(e.trees.textCount(node)))
      return Truth(e.trees.text(node, endsWith: fast.pool, from: Int(it.b), count: Int(it.c)))
    case .containsText:
      e.charge(CostModel.containing(e.trees.textCount(node), Int(it.c)))
      return Truth(e.trees.text(node, contains: fast.pool, from: Int(it.b), count: Int(it.c)))
    default: return .givesUp
    }
  }

  private func equal(_ it: FastInstruction, _ e: inout Evaluation) -> Truth {
    guard case .node(let left) = node(it.a, &e), case .node(let right) = node(it.b, &e) else { return .givesUp }
    switch (e.trees.content(left), e.trees.content(right)) {
    case (.string, .string): return Truth(e.trees.sameText(left, right))
    case (.bool(let left), .bool(let right)): return Truth(left == right)
    case (.integer, .integer):
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
    default: return Truth(left == right)
    }
  }

  private func decide(_ it: FastInstruction, _ e: inout Evaluation) -> Truth {
    let slot = Int(it.b)
    var result = Truth(it.operation == .all)
    var matches = 0
    let finished = forEachItem(it.a, &e) { item, e in
      guard e.spend(CostModel.round(it.operation)) else { return .giveUp }
      e.slots[slot] = item
      switch (truth(it.c, &e), it.operation) {
      case (.givesUp, _): return .giveUp
      case (.no, .all):
        result = .no
        return .stop
      case (.yes, .exists):
        result = .yes
        return .stop
      case (.yes, .existsOne): matches += 1
      default: break
      }
      return .next
    }
    guard finished else { return .givesUp }
    return it.operation == .existsOne ? Truth(matches == 1) : result
  }
}
