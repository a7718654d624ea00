import Manifests
import YAML

/// Reads an IAM role at its place in a source.
///
/// - SeeAlso: AWS IAM User Guide, Grammar of the IAM JSON policy language.
struct RoleReader {
  let fields: FieldReader
  /// The role as a whole.
  let node: NodeID
  let key: String?

  private var tree: Tree { fields.notation.tree }

  func role(at place: SourceCursor) -> IAMRole {
    let trust = fields.places(.trust, from: place)
    return IAMRole(
      node: node, name: fields.text(.name, from: place), path: fields.text(.rolePath, from: place), key: key,
      statements: trust.count == 1 ? trust.first.flatMap(statements) : nil, trust: trust.first?.node,
      managedPolicies: fields.texts(.managedPolicies, from: place) ?? [],
      hasInlinePolicies: !fields.places(.inlinePolicies, from: place).flatMap(fields.notation.items).isEmpty)
  }

  func attachment(at place: SourceCursor) -> PolicyAttachment {
    PolicyAttachment(
      roles: fields.texts(.name, from: place) ?? [], policy: fields.texts(.managedPolicies, from: place)?.first)
  }

  /// nil where it is not known, or no policy.
  private func statements(of place: SourceCursor) -> [IAMRole.Statement]? {
    if place.doubt != nil || place.unresolved != nil { return nil }
    if tree.kind(place.node) == .mapping, !fields.notation.isFunction(place.node) {
      return statements(of: place, fields.notation, at: nil)
    }
    // The policy is a text that holds JSON.
    guard let text = fields.notation.text(of: place).value, let inner = try? Tree.parse(json: text),
      let root = inner.root, inner.kind(root) == .mapping
    else { return nil }
    return statements(of: SourceCursor(root), PlainNotation(tree: inner), at: place.node)
  }

  /// - Parameter node: where all of it stands; nil: each where it is written.
  private func statements(
    of policy: SourceCursor, _ notation: any SourceNotation, at node: NodeID?
  ) -> [IAMRole.Statement]? {
    let found = notation.places(at: FieldPath("Statement"), from: policy).flatMap(notation.items)
    let conditions = found.flatMap { notation.places(at: FieldPath("Condition"), from: $0) }
    // A part that a function puts together could say anything.
    guard (found + conditions).allSatisfy({ notation.tree.kind($0.node) == .mapping && !notation.isFunction($0.node) })
    else { return nil }
    return found.map { statement in
      func texts(_ path: String) -> [Sourced<String>] {
        notation.places(at: FieldPath(path), from: statement).flatMap(notation.texts)
          .map { text in node.map { text.moved(to: $0) } ?? text }
      }
      return IAMRole.Statement(
        node: node ?? statement.node, allows: texts("Effect").first?.value != "Deny",
        services: texts("Principal.Service"), actions: texts("Action"),
        conditionKeys: notation.places(at: FieldPath("Condition.*"), from: statement)
          .flatMap { notation.tree.entries(of: $0.node) }.map { notation.tree.string($0.key) })
    }
  }
}
