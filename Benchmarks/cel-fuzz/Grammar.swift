import CEL
import Synchronization

/// All ways to write a value of a type, found once a type.
final class Grammar: Sendable {
  typealias Choice = (production: Production, parameters: [Type])

  let declarations: Declarations
  /// The names of declared variables by type.
  let variables: [Type: [String]]
  private let productions: [Production]
  private let known = Mutex<[Type: [Choice]]>([:])

  init(_ declarations: Declarations) {
    self.declarations = declarations
    variables = Dictionary(grouping: declarations.variables, by: \.type).mapValues { $0.map(\.name) }
    productions = Production.calls(of: declarations.environment) + Production.operators
  }

  func productions(making type: Type) -> [Choice] {
    known.withLock { known in
      if let choices = known[type] { return choices }
      let choices = productions.compactMap { one in one.parameters(making: type).map { (one, $0) } }
      known[type] = choices
      return choices
    }
  }
}
