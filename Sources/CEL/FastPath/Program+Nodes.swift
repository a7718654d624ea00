import YAML

extension Program {
  /// What a node lane finds.
  enum Found {
    case node(NodeRef)
    /// An optional that holds nothing.
    case absent
    case givesUp
  }

  func node(_ index: Int32, _ e: inout Evaluation) -> Found {
    let it = fast.instructions[Int(index)]
    switch it.operation {
    case .slot:
      switch e.read(Int(it.a)) {
      case .node(let node): return .node(node)
      case .optional(let optional):
        guard let value = optional.value else { return .absent }
        if case .node(let node) = value { return .node(node) }
        return .givesUp
      default: return .givesUp
      }
    case .select, .selectOptional:
      let operand: NodeRef
      switch node(it.a, &e) {
      case .node(let found): operand = found
      case .absent:
        guard it.operation == .selectOptional else { return .givesUp }
        e.charge(-1)
        return .absent
      case .givesUp: return .givesUp
      }
      switch e.trees.field(fast.fields[Int(it.b)], of: operand) {
      case .found(let value):
        guard it.c == Shape.any.rawValue || e.trees.content(value).fits(it.c) else { return .givesUp }
        return .node(value)
      case .absent:
        guard it.operation == .selectOptional else { return .givesUp }
        e.charge(-1)
        return .absent
      case .notHere: return .givesUp
      }
    case .item:
      guard case .node(let list) = node(it.a, &e) else { return .givesUp }
      return e.trees.item(Int(it.b), of: list).map(Found.node) ?? .givesUp
    case .shared:
      if let known = e.shared(Int(it.b)) { return .node(known) }
      let found = node(it.a, &e)
      if case .node(let node) = found { e.share(node, Int(it.b)) }
      return found
    default: return .givesUp
    }
  }

  func integer(_ index: Int32, _ e: inout Evaluation) -> Int64? {
    let it = fast.instructions[Int(index)]
    e.charge(it.cost)
    switch it.operation {
    case .integer: return fast.integers[Int(it.a)]
    case .integerOfSlot:
      switch e.read(Int(it.a)) {
      case .int(let value): return value
      case .node(let node): return integer(of: node, e)
      default: return nil
      }
    case .integerOfNode:
      guard case .node(let node) = node(it.a, &e) else { return nil }
      return integer(of: node, e)
    case .sizeOfNode:
      switch node(it.a, &e) {
      case .node(let node): return e.trees.count(node).map(Int64.init)
      case .absent:
        e.charge(Int(it.extraCost))
        return it.b < 0 ? nil : Int64(it.b)
      case .givesUp: return nil
      }
    case .size:
      var count: Int64 = 0
      let finished = forEachItem(it.a, &e) { _, _ in
        count += 1
        return .next
      }
      return finished ? count : nil
    case .add, .subtract:
      guard let left = integer(it.a, &e), let right = integer(it.b, &e) else { return nil }
      let (value, overflow) =
        it.operation == .add ? left.addingReportingOverflow(right) : left.subtractingReportingOverflow(right)
      return overflow ? nil : value
    case .compareQuantities:
      guard let left = quantity(it.a, &e), let right = quantity(it.b, &e) else { return nil }
      return left < right ? -1 : left == right ? 0 : 1
    case .integerValue:
      if case .int(let value) = typedValue(Int(it.a), &e) { return value }
      return nil
    default: return nil
    }
  }

  private func integer(of node: NodeRef, _ e: Evaluation) -> Int64? {
    if case .integer = e.trees.content(node) { return e.trees.integer(node) }
    return nil
  }

  func quantity(_ index: Int32, _ e: inout Evaluation) -> Quantity? {
    let it = fast.instructions[Int(index)]
    e.charge(it.cost)
    switch it.operation {
    case .quantity: return fast.quantities[Int(it.a)]
    case .quantityOfNode:
      guard case .node(let node) = node(it.a, &e) else { return nil }
      switch e.trees.content(node) {
      case .string:
        e.charge(CostModel.traversing(e.trees.characterCount(node, atMost: .max)))
        return e.trees.withText(node) { Quantity(parsing: $0) }
      case .integer:
        e.charge(1)
        return e.trees.integer(node).map { Quantity(nano: Int128($0) * Quantity.unit) }
      default: return nil
      }
    default: return nil
    }
  }
}

extension Forest.Content {
  /// Whether a value may stand where a schema asks for a shape.
  fileprivate func fits(_ shape: Int32) -> Bool {
    switch (self, Shape(rawValue: shape)) {
    case (.bool, .bool), (.integer, .int), (.integer, .double), (.number, .double), (.string, .string),
      (.sequence, .list), (.mapping, .map), (_, .any):
      true
    default: false
    }
  }
}
