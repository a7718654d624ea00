/// What an expression costs at least and at most, or how large a value is.
public struct CostRange: Sendable, Equatable, CustomStringConvertible {
  public let least: Int
  /// nil: not bounded.
  public let most: Int?

  init(_ least: Int, _ most: Int?) {
    self.least = least
    self.most = most
  }

  init(exactly value: Int) { self.init(value, value) }

  public var description: String {
    guard let most else { return "\(least) units or more, not bounded" }
    return least == most ? "\(least) units" : "\(least) to \(most) units"
  }

  static func + (left: CostRange, right: CostRange) -> CostRange {
    left.combined(right) { min($0 + $1, CostModel.most) }
  }

  static func * (left: CostRange, right: CostRange) -> CostRange {
    // Nothing at all, however often, stays nothing.
    if left.most == 0 || right.most == 0 { return CostRange(exactly: 0) }
    return left.combined(right, CostModel.product)
  }

  /// Either of the two.
  func joined(_ other: CostRange) -> CostRange {
    let least = min(least, other.least)
    guard let most, let otherMost = other.most else { return CostRange(least, nil) }
    return CostRange(least, max(most, otherMost))
  }

  /// The smaller one of two values.
  func smaller(_ other: CostRange) -> CostRange {
    CostRange(min(least, other.least), [most, other.most].compactMap { $0 }.min())
  }

  /// The same, or nothing.
  var orNothing: CostRange { CostRange(0, most) }

  /// - Parameter transform: grows with its argument.
  func map(_ transform: (Int) -> Int) -> CostRange { CostRange(transform(least), most.map(transform)) }

  private func combined(_ other: CostRange, _ combine: (Int, Int) -> Int) -> CostRange {
    let most = most.flatMap { one in other.most.map { combine(one, $0) } }
    return CostRange(combine(least, other.least), most)
  }
}
