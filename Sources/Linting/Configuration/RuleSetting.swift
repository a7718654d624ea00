import Policies
import YAML

/// What a configuration says of a rule, or of all rules of a category.
public struct RuleSetting: Sendable {
  /// A value of a parameter, whose type is known when the rules are.
  struct Parameter: Sendable {
    let name: String
    let key: NodeID
    let value: NodeID
    let place: Place
  }

  /// Of a rule or a category.
  public let name: String
  let node: NodeID
  public let severity: Placed<Severity>?
  public let enabled: Placed<Bool>?
  let parameters: [Parameter]
}
