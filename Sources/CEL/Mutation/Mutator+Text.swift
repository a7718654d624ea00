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
}
