/// What evaluation costs, in the units in which Kubernetes limits its admission policies (cel-go, runtime cost).
///
/// Reading a name or a field is one unit, a call one, a constant nothing; what looks through text or a list costs as much
/// as it looks at, a tenth of a unit a character.
enum CostModel {
  /// Looking through `size` characters or bytes once.
  static func traversing(_ size: Int) -> Int { (size + 9) / 10 }

  /// Looking for one text in another.
  static func containing(_ text: Int, _ part: Int) -> Int { traversing(text) * traversing(part) }

  /// A regular expression on a text: each of its parts is taken to be four characters long.
  static func matching(_ text: Int, _ pattern: Int) -> Int { traversing(text + 1) * ((pattern + 3) / 4) }

  static let listCreation = 10
  static let mapCreation = 30

  /// What an instruction costs whatever its operands are.
  static func fixed(_ operation: Instruction.Operation, _ form: Expression.Comprehension.Form? = nil) -> Int {
    switch operation {
    case .constant, .has, .and, .or, .conditional, .matches, .isIn, .isInConstants, .optionalOr, .orValue: 0
    case .list, .bind: listCreation
    case .map: mapCreation
    case .comprehension: form.map(beginning) ?? 1
    default: 1
    }
  }

  /// A macro's accumulator and result.
  private static func beginning(_ form: Expression.Comprehension.Form) -> Int {
    switch form {
    case .all, .exists: 1
    case .existsOne: 2
    case .filter, .map: listCreation + 1
    case .transformMap, .transformMapEntry: mapCreation + 1
    }
  }

  /// One round of a macro beside its body.
  static func round(_ form: Expression.Comprehension.Form) -> Int {
    switch form {
    case .all: 3
    case .exists: 4
    case .existsOne: 2
    case .filter: listCreation + 3
    case .map, .transformMap, .transformMapEntry: listCreation + 2
    }
  }

  /// The same in the fast path.
  static func round(_ operation: FastInstruction.Operation) -> Int {
    let form: Expression.Comprehension.Form =
      switch operation {
      case .all: .all
      case .exists: .exists
      case .existsOne: .existsOne
      case .filter: .filter
      default: .map
      }
    return round(form)
  }
}
