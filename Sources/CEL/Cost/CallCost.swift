/// What a call of a function costs, by its arguments.
public enum CallCost: Sendable {
  /// Whatever the arguments are.
  case fixed(Int)
  /// Looking through the receiver or first argument so many times.
  case traversing(times: Int)
  /// Looking for the second argument in the first.
  case containing
  /// The regular expression that the second argument is, on the first.
  case matching
  /// The same in the regex extension library, beside what it makes.
  case searching(also: Int)
  /// Every value in the first argument, texts a tenth of a unit a byte.
  case contents
  /// The text that joining a list makes, twice.
  case joining
  /// A list of the items of the first argument; one unit for a text.
  case remaking
  /// A list of as many items as the first argument says.
  case counting
  /// A part of a list.
  case slicing
  /// The items of a list, once for each level.
  case flattening
  /// Each item of the first argument with each of the others.
  case comparingItems
  /// Each item of the first argument with each of the second, so many times.
  case comparingLists(times: Int)
  /// What only the function knows; never less than `atLeast`.
  case computed(atLeast: Int, @Sendable (_ arguments: [Value], _ evaluation: Evaluation) -> Int)

  /// Units by the sizes of the arguments and by those that are integers; nil where the values are needed.
  func estimate(sizes: [Int], numbers: [Int?]) -> Int? {
    switch self {
    case .fixed(let units): units
    case .computed, .contents, .joining, .comparingItems: nil
    default: units(sizes: sizes, numbers: numbers)
    }
  }

  fileprivate func units(sizes: [Int], numbers: [Int?]) -> Int {
    let first = sizes.first ?? 0
    let second = sizes.count > 1 ? sizes[1] : 0
    func number(_ place: Int, default standard: Int) -> Int {
      place < numbers.count ? max(0, numbers[place] ?? standard) : standard
    }
    switch self {
    case .traversing(let times): return CostModel.traversing(first, times: times)
    case .containing: return CostModel.containing(first, second)
    case .matching: return CostModel.matching(first, second)
    case .searching(let also): return CostModel.searching(first, second) + also
    case .remaking: return CostModel.remaking(first)
    case .counting: return CostModel.remaking(min(number(0, default: 0), CostModel.most))
    case .slicing: return CostModel.remaking(min(first, max(0, number(2, default: first) - number(1, default: 0))))
    case .flattening: return CostModel.remaking(CostModel.product(first, number(1, default: 1)))
    case .comparingLists(let times): return 1 + CostModel.product(CostModel.product(first, second), times)
    default: return 1
    }
  }
}

extension Evaluation {
  /// What a call with these arguments costs.
  func units(_ cost: CallCost, _ arguments: [Value]) -> Int {
    switch cost {
    case .fixed(let units): return units
    case .computed(_, let units): return units(arguments, self)
    case .contents: return arguments.first.map { contents($0) } ?? 0
    case .joining: return CostModel.traversing(joinedSize(arguments), times: 2)
    case .comparingItems: return comparingItems(arguments[0])
    case .remaking where items(arguments[0]) == nil: return 1
    case .traversing(let times): return CostModel.traversing(size(arguments[0]), times: times)
    default:
      let numbers = arguments.map { argument -> Int? in
        if case .int(let value) = argument { Int(clamping: value) } else { nil }
      }
      return cost.units(sizes: arguments.map { size($0) }, numbers: numbers)
    }
  }
}
