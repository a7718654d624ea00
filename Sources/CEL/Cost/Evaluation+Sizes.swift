import YAML

/// How large values are, as cost counts it.
extension Evaluation {
  /// Characters of a text, bytes, items of a list, entries of a map, bytes of an address; 1 for all else.
  func size(_ value: Value) -> Int {
    switch value {
    case .string(let text): return text.unicodeScalars.count
    case .bytes(let bytes): return bytes.count
    case .list(let items): return items.count
    case .map(let map): return map.count
    case .ip(let box): return box.content.family == 4 ? 4 : 16
    case .cidr(let box): return (box.content.prefixLength + 7) / 8
    case .node(let node): return size(node)
    default: return 1
    }
  }

  private func size(_ node: NodeRef) -> Int {
    let tree = tree(node)
    switch tree.kind(node.node) {
    case .sequence: return tree.count(node.node)
    case .mapping: return entries(node).count
    case .scalar: return tree.scalar(node.node) == .string ? trees.characterCount(node, atMost: .max) : 1
    default: return 1
    }
  }

  /// Comparing two values: as far as the smaller one goes.
  func comparing(_ left: Value, _ right: Value) -> Int { CostModel.traversing(min(size(left), size(right))) }

  /// Every value in a value: the parts of lists and maps, texts a tenth of a unit a byte.
  func contents(_ value: Value) -> Int {
    switch typed(value) {
    case .string(let text): return text.utf8.count / 10
    case .bytes(let bytes): return bytes.count / 10
    case let other:
      if let items = items(other) { return items.reduce(0) { $0 + contents($1) } }
      if let entries = mapEntries(other) { return entries.reduce(0) { $0 + contents($1.key) + contents($1.value) } }
      return 1
    }
  }

  /// The characters of the text that joining the first argument, a list, with the second makes.
  func joinedSize(_ arguments: [Value]) -> Int {
    guard let items = items(arguments[0]) else { return 0 }
    let separators = arguments.count > 1 ? size(arguments[1]) * max(0, items.count - 1) : 0
    return items.reduce(separators) { $0 + size($1) }
  }

  /// Each item of a list with each other one, twice; of texts a tenth more.
  func comparingItems(_ list: Value) -> Int {
    guard let items = items(list) else { return 1 }
    var tenths = 20
    switch items.first.map({ typed($0) }) {
    case .string, .bytes: tenths = 21
    default: break
    }
    return CostModel.remaking(CostModel.product(items.count, items.count), tenths: tenths)
  }

  /// The values in a value, itself included; nothing is counted beyond `most`.
  func weight(_ value: Value, atMost most: Int) -> Int {
    var count = 1
    switch value {
    case .list(let items):
      for item in items where count < most { count += weight(item, atMost: most - count) }
    case .map(let map):
      for entry in map.entries where count < most { count += weight(entry.value, atMost: most - count) }
    case .optional(let optional): if let inner = optional.value { count += weight(inner, atMost: most - count) }
    case .string(let text): count += text.utf8.count / 16
    default: break
    }
    return count
  }
}
