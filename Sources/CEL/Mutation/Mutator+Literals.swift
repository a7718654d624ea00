extension Mutator {
  /// Functions whose literal is read as a number in text, and the run of digits that is moved.
  private enum Digits { case first, last }
  private static let numbersInText: [String: Digits] = [
    "quantity": .first, "duration": .first, "semver": .last, "timestamp": .last,
  ]

  mutating func mutate(literal value: Value, _ id: Expression.ID) {
    let range = tree[id].inside
    switch value {
    case .bool(let value): replace(range, with: "\(!value)")
    case .int(let value): for moved in neighbours(of: value) { replace(range, with: "\(moved)") }
    case .uint(let value): for moved in neighbours(of: value) { replace(range, with: "\(moved)u") }
    case .double(let value):
      replace(range, with: "\(value + 1)")
      replace(range, with: "\(value - 1)")
    case .string, .bytes:
      if let digits = readers[id].flatMap({ Mutator.numbersInText[$0] }) {
        move(digits, in: range)
      } else {
        mutate(text: range, readBy: readers[id])
      }
    default: break
    }
  }

  private func neighbours<Number: FixedWidthInteger>(of value: Number) -> [Number] {
    [value.addingReportingOverflow(1), value.subtractingReportingOverflow(1)].filter { !$0.overflow }.map(
      \.partialValue)
  }

  /// Empties a text and makes it longer, between the quotes that it has; takes the anchors off a pattern.
  private mutating func mutate(text range: Range<Int>, readBy function: String?) {
    guard let open = bytes[range].firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }) else {
      return
    }
    let literal = bytes[open..<range.upperBound]
    let quotes = literal.count >= 6 && literal.prefix(3).allSatisfy { $0 == bytes[open] } ? 3 : 1
    let inner = open + quotes..<range.upperBound - quotes
    replace(inner, with: "")
    // For what is absent one unusual word is as good as another.
    if function != "orValue" { replace(inner.upperBound..<inner.upperBound, with: "x") }
    guard function == "matches" else { return }
    if bytes[inner].first == UInt8(ascii: "^") { replace(inner.lowerBound..<inner.lowerBound + 1, with: "") }
    if bytes[inner].last == UInt8(ascii: "$") { replace(inner.upperBound - 1..<inner.upperBound, with: "") }
  }

  private mutating func move(_ digits: Digits, in range: Range<Int>) {
    let places = range.filter(isDigit)
    guard let first = digits == .first ? places.first : places.last else { return }
    var run = first..<first + 1
    while run.upperBound < range.upperBound, isDigit(run.upperBound) { run = run.lowerBound..<run.upperBound + 1 }
    while run.lowerBound > range.lowerBound, isDigit(run.lowerBound - 1) { run = run.lowerBound - 1..<run.upperBound }
    guard let number = Int(written(run)) else { return }
    for moved in neighbours(of: number) { replace(run, with: "\(moved)") }
  }

  private func isDigit(_ index: Int) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) }
}
