import YAML

/// A value that a source gives, with the node that a person would change.
///
/// What cannot be told before a later step (a stack's creation, `terraform apply`, a substitution) has no value and says
/// why.
public struct Sourced<Value: Sendable & Equatable>: Sendable, Equatable {
  /// nil when it is not known.
  public let value: Value?
  /// Where it stands, in the tree of the description that holds it.
  public let node: NodeID
  /// Why there is no value, for people; nil when there is one.
  public let unresolved: String?
  /// The CloudFormation parameter whose Default gave the value; another may be passed.
  public let parameter: String?
  /// What the value is taken from: a resource's logical id (CloudFormation) or address (Terraform), an object's name.
  public let reference: String?

  init(_ value: Value, at node: NodeID, parameter: String? = nil, reference: String? = nil) {
    self.init(value: value, node: node, unresolved: nil, parameter: parameter, reference: reference)
  }

  init(unresolved: String, at node: NodeID, reference: String? = nil) {
    self.init(value: nil, node: node, unresolved: unresolved, parameter: nil, reference: reference)
  }

  private init(value: Value?, node: NodeID, unresolved: String?, parameter: String?, reference: String?) {
    self.value = value
    self.node = node
    self.unresolved = unresolved
    self.parameter = parameter
    self.reference = reference
  }

  /// The same with another value; nothing known stays so. `transform` answers nil for what it cannot read.
  func map<Other>(_ transform: (Value) -> Other?) -> Sourced<Other> {
    guard let value else {
      return Sourced<Other>(unresolved: unresolved ?? "it is not known", at: node, reference: reference)
    }
    guard let other = transform(value) else {
      return Sourced<Other>(unresolved: "`\(value)` is no such value", at: node)
    }
    return Sourced<Other>(other, at: node, parameter: parameter, reference: reference)
  }

  func moved(to node: NodeID) -> Sourced {
    Sourced(value: value, node: node, unresolved: unresolved, parameter: parameter, reference: reference)
  }

  func withReference(_ reference: String) -> Sourced {
    Sourced(value: value, node: node, unresolved: unresolved, parameter: parameter, reference: reference)
  }

  func withoutValue(_ reason: String) -> Sourced {
    Sourced(value: nil, node: node, unresolved: reason, parameter: nil, reference: reference)
  }
}
