import YAML

extension Program {
  /// What comes after an item.
  enum Step {
    case next, stop, giveUp
  }

  /// Runs `body` for each item of a list or each key of a map.
  ///
  /// A filter or a map below goes on after `stop`: the language evaluates it whole before what looks at it, and what it
  /// finds there may be an error.
  /// - Returns: false when it gave up.
  func forEachItem(_ index: Int32, _ e: inout Evaluation, _ body: (Value, inout Evaluation) -> Step) -> Bool {
    let it = fast.instructions[Int(index)]
    e.charge(it.cost)
    switch it.operation {
    case .items:
      switch node(it.a, &e) {
      case .node(let node): return forEachItem(of: node, &e, body)
      case .absent:
        e.charge(Int(it.extraCost))
        return it.b == 1
      case .givesUp: return false
      }
    case .itemsOfValue:
      switch value(Int(it.a), &e) {
      case .node(let node): return forEachItem(of: node, &e, body)
      case .list(let items):
        for item in items {
          switch body(item, &e) {
          case .next: continue
          case .stop: return true
          case .giveUp: return false
          }
        }
        return true
      default: return false
      }
    case .filter, .map, .mapToIntegers, .mapToNodes:
      let slot = Int(it.b)
      var stopped = false
      return forEachItem(it.a, &e) { item, e in
        guard e.spend(it.operation == .filter ? 0 : CostModel.step(.map)), e.takes(16) else { return .giveUp }
        e.slots[slot] = item
        let next: Value
        switch made(it, item, &e) {
        case .item(let value): next = value
        case .nothing: return .next
        case .givesUp: return .giveUp
        }
        if stopped { return .next }
        switch body(next, &e) {
        case .next: break
        case .stop: stopped = true
        case .giveUp: return .giveUp
        }
        return .next
      }
    default: return false
    }
  }

  /// What a filter or a map makes of an item.
  private enum Made {
    case item(Value)
    case nothing, givesUp
  }

  private func made(_ it: FastInstruction, _ item: Value, _ e: inout Evaluation) -> Made {
    switch it.operation {
    case .filter:
      switch truth(it.c, &e) {
      case .yes:
        e.charge(CostModel.step(.filter))
        return .item(item)
      case .no: return .nothing
      case .givesUp: return .givesUp
      }
    case .mapToIntegers: return integer(it.c, &e).map { .item(.int($0)) } ?? .givesUp
    case .mapToNodes:
      e.charge(Int(it.extraCost))
      guard case .node(let node) = node(it.c, &e) else { return .givesUp }
      return .item(.node(node))
    default:
      let value = value(Int(it.c), &e)
      return value.isErrorOrUnknown ? .givesUp : .item(value)
    }
  }

  private func forEachItem(of node: NodeRef, _ e: inout Evaluation, _ body: (Value, inout Evaluation) -> Step) -> Bool {
    switch e.trees.content(node) {
    case .sequence:
      var place = e.trees.firstItem(of: node)
      while let here = place {
        let (item, next) = e.trees.item(here, of: node)
        place = next
        switch body(.node(item), &e) {
        case .next: continue
        case .stop: return true
        case .giveUp: return false
        }
      }
      return true
    case .mapping:
      for entry in e.entries(node) {
        switch body(.node(NodeRef(tree: node.tree, node: entry.key)), &e) {
        case .next: continue
        case .stop: return true
        case .giveUp: return false
        }
      }
      return true
    default: return false
    }
  }
}
