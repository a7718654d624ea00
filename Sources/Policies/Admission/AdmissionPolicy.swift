import CEL
import YAML

/// A ValidatingAdmissionPolicy with its bindings, checked and compiled.
struct AdmissionPolicy: Sendable {
  struct Validation: Sendable {
    let expression: Program
    let message: String
    let messageExpression: Program?
  }

  /// Where, how strictly and with which parameters the policy runs.
  struct Binding: Sendable {
    let name: String
    let match: MatchResources
    let severity: Severity
    let parameters: Parameters
  }

  enum Parameters: Sendable {
    /// The policy takes none, or the binding gives none.
    case none
    case resources([Tree])
    /// The binding names some that are not among the files given; the cluster may have them.
    case missing
  }

  let slots: AdmissionEnvironment
  let match: MatchResources
  let conditions: [Rule.Condition]
  let variables: [Rule.Variable]
  let validations: [Validation]
  /// `failurePolicy: Fail`: an expression that fails counts as one that does not hold.
  let failsClosed: Bool
  /// The strictest first.
  let bindings: [Binding]
}
