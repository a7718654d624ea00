import CEL
import Manifests
import YAML

/// Changes a policy in small ways, each a mistake that a test of the policy should notice.
public struct PolicyMutator: Sendable {
  /// The policy as it is.
  public let rule: Rule
  private let source: FieldReader
  private let root: NodeID
  private let vocabulary: Vocabulary

  init(_ rule: Rule, _ source: FieldReader, root: NodeID, _ vocabulary: Vocabulary) {
    self.rule = rule
    self.source = source
    self.root = root
    self.vocabulary = vocabulary
  }

  /// The policy with a change.
  /// - Returns: nil when it does not load any more, which everybody would notice.
  public func rule(with mutation: PolicyMutation) -> Rule? {
    var changed = source
    changed.mutation = mutation
    var reader = PolicyReader(changed, vocabulary, mutating: rule)
    let rule = reader.rule(root)
    return reader.source.errors.isEmpty ? rule : nil
  }

  public func diff(of mutation: PolicyMutation) -> PolicyDiff { PolicyDiff(mutation, in: source) }

  // MARK: Places

  /// What can be changed, in the order of the file's fields.
  public var mutations: [PolicyMutation] {
    guard let spec = source.field("spec", of: root), let match = source.field("match", of: spec) else { return [] }
    var result = removals("kinds", of: match) + removals("placement", of: match)
    result += removals("matchConditions", of: match)
    for condition in items("matchConditions", of: match) {
      result += expressions("expression", of: condition, isCondition: true)
    }
    for variable in items("variables", of: spec) { result += expressions("expression", of: variable) }
    result += removals("validations", of: spec)
    for validation in items("validations", of: spec) {
      result += expressions("forEach", of: validation)
      result += expressions("expression", of: validation, isCondition: true)
      result += removals("at", of: validation)
    }
    return result
  }

  private func items(_ name: String, of node: NodeID) -> [NodeID] {
    guard let list = source.field(name, of: node), source.tree.kind(list) == .sequence else { return [] }
    return Array(source.tree.items(of: list))
  }

  private func removals(_ name: String, of node: NodeID) -> [PolicyMutation] {
    items(name, of: node).map { PolicyMutation(node: $0, change: .removal) }
  }

  private func expressions(_ name: String, of node: NodeID, isCondition: Bool = false) -> [PolicyMutation] {
    guard let expression = source.field(name, of: node) else { return [] }
    let text = source.tree.string(expression)
    return Mutation.all(of: text, isCondition: isCondition).map { mutation in
      PolicyMutation(node: expression, change: .expression(mutation.applied(to: text)))
    }
  }
}
