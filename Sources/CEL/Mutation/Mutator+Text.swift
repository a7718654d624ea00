extension Mutator {
  func written(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// Leaves out one after another, with the separator behind it, or before it for the last.
  mutating func drop(elementsAt places: [Range<Int>]) {
    for (index, place) in places.enumerated() {
      if index + 1 < places.count {
        replace(place.lowerBound..<places[index + 1].lowerBound, with: "")
      } else {
        replace((index > 0 ? places[index - 1].upperBound : place.lowerBound)..<place.upperBound, with: "")
      }
    }
  }

  mutating func dropQuestionMark(at place: Int?) {
    if let place { replace(place..<place + 1, with: "") }
  }

  /// Whether `.` reads on in an optional, where `.?` says nothing more.
  func isOptional(_ id: Expression.ID) -> Bool {
    switch tree[id].kind {
    case .select(let operand, _, let optional, _): optional || isOptional(operand)
    case .index(let operand, _, let optional): optional || isOptional(operand)
    default: false
    }
  }

  /// What a node covers without the parentheses around it.
  func text(of id: Expression.ID) -> Range<Int> {
    let node = tree[id]
    let start = min(node.offset, firstOperand(of: id).map { tree[$0].range.lowerBound } ?? node.offset)
    let open = UInt8(ascii: "(")
    let depth = bytes[node.range.lowerBound..<max(start, node.range.lowerBound)].count { $0 == open }
    var end = node.range.upperBound
    for _ in 0..<depth { end = bytes[..<end].lastIndex(of: UInt8(ascii: ")")) ?? end }
    while depth > 0, end > start, bytes[end - 1] <= UInt8(ascii: " ") { end -= 1 }
    return start..<end
  }

  private func firstOperand(of id: Expression.ID) -> Expression.ID? {
    switch tree[id].kind {
    case .select(let operand, _, _, let test): test ? nil : operand
    case .index(let operand, _, _), .sortBy(let operand, _, _), .optionalMap(let operand, _, _, _): operand
    case .comprehension(let comprehension): comprehension.range
    case .call(let name, let target, let arguments):
      target ?? (name.hasPrefix("_") || name == "@in" ? arguments.first : nil)
    case .constant, .identifier, .list, .map, .bind: nil
    }
  }
}
