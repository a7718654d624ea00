import YAML

/// One change of a policy: another text of an expression, or an item of a list left out.
public struct PolicyMutation: Sendable {
  enum Change: Sendable {
    case expression(String)
    case removal
  }

  let node: NodeID
  let change: Change

  var isRemoval: Bool {
    switch change {
    case .expression: false
    case .removal: true
    }
  }
}
