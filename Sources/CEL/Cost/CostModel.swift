/// What evaluation costs, in the units in which Kubernetes limits its admission policies: the run-time costs of cel-go
/// (interpreter/runtimecost.go) and of the API server's libraries (apiserver, pkg/cel/library/cost.go), for an
/// expression in which nothing was computed beforehand.
///
/// Exact but for what fails, which costs what it did until then. Where Kubernetes counts by declared types, which a
/// manifest's values do not have, the values decide: never less.
enum CostModel {
  static let listCreation = 10
  static let mapCreation = 30

  /// Looking through `size` characters or bytes once, a tenth of a unit each.
  static func traversing(_ size: Int, times: Int = 1) -> Int { (size * times + 9) / 10 }

  /// Looking for one text in another.
  static func containing(_ text: Int, _ part: Int) -> Int { product(traversing(text), traversing(part)) }

  /// A regular expression on a text: each of its parts is taken to be four characters long.
  static func matching(_ text: Int, _ pattern: Int) -> Int { product(traversing(text + 1), (pattern + 3) / 4) }

  /// A regular expression of the regex extension library on a text.
  static func searching(_ text: Int, _ pattern: Int) -> Int { (product(text + 1, pattern + 1) + 39) / 40 }

  /// A new list, `factor` tenths of a unit for each of `size` steps to it.
  static func remaking(_ size: Int, tenths factor: Int = 10) -> Int { product(size, factor) / 10 + listCreation + 1 }

  /// A product that stays at the most where it is more.
  static func product(_ a: Int, _ b: Int) -> Int {
    let (value, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? most : min(value, most)
  }

  /// More than any budget, and small enough to add up.
  static let most = 1 << 48

  // MARK: Macros, by what they expand to

  /// The accumulator and the result.
  static func beginning(_ form: Expression.Comprehension.Form) -> Int {
    switch form {
    case .all, .exists: 1
    case .existsOne: 2
    case .filter, .map: listCreation + 1
    case .transformMap, .transformMapEntry: mapCreation + 1
    }
  }

  /// The question before each round whether another one is needed.
  static func condition(_ form: Expression.Comprehension.Form) -> Int {
    switch form {
    case .all: 2
    case .exists: 3
    default: 0
    }
  }

  /// A round that adds to the accumulator, beside filter and body.
  static func step(_ form: Expression.Comprehension.Form) -> Int {
    switch form {
    case .all, .exists: 1
    case .existsOne, .transformMapEntry: 2
    case .transformMap: 3
    case .filter: listCreation + 3
    case .map: listCreation + 2
    }
  }

  /// `cel.bind`: the empty list that it expands to runs over.
  static let binding = listCreation

  /// `optMap`, beside its operand, which its expansion names twice, and its body.
  static func optionalMap(flat: Bool, isPresent: Bool) -> Int { isPresent ? binding + (flat ? 2 : 3) : 2 }

  /// `sortBy` binds the list, maps it to its keys and sorts by them.
  static let sortingBy = binding + 2 + listCreation + 1
}

extension FastInstruction.Operation {
  /// The macro that the operation is.
  var form: Expression.Comprehension.Form {
    switch self {
    case .all: .all
    case .exists: .exists
    case .existsOne: .existsOne
    case .filter: .filter
    default: .map
    }
  }
}
