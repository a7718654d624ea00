import YAML

/// Reads a Fargate profile at its place in a source.
struct ProfileReader {
  let fields: FieldReader
  /// The profile as a whole.
  let node: NodeID
  /// Why the profile may not come to be.
  let doubt: String?
  /// Whether nothing of it can be read where it stands.
  let isUnreadable: Bool

  func profile(at place: SourceCursor, in object: SourceCursor) -> FargateProfile {
    var selectors = fields.places(.selectors, from: place).flatMap(fields.notation.items).map(selector)
    if let doubt, isUnreadable { selectors = [unreadable(at: node, doubt)] }
    return FargateProfile(
      node: node, name: fields.text(.name, from: place), selectors: selectors,
      subnets: references(.subnets, or: .subnetObjects, from: place),
      role: fields.text(.role, from: place) ?? references(.roleObject, or: .roleObject, from: place)?.first
        ?? fields.text(.defaultRole, from: object),
      tags: fields.pairs(.tags, from: place), unresolved: doubt)
  }

  private func selector(at place: SourceCursor) -> ProfileSelector {
    if let reason = place.unresolved { return unreadable(at: place.node, reason) }
    guard fields.notation.tree.kind(place.node) == .mapping, !fields.notation.isFunction(place.node) else {
      return unreadable(at: place.node, fields.notation.scalar(of: place).unresolved ?? "it is no selector")
    }
    var certain = place
    certain.condition = nil
    return ProfileSelector(
      node: place.node, namespace: fields.text(.namespace, from: certain), labels: fields.pairs(.labels, from: certain),
      unresolved: place.condition)
  }

  private func unreadable(at node: NodeID, _ reason: String) -> ProfileSelector {
    ProfileSelector(
      node: node, namespace: Sourced(unresolved: reason, at: node), labels: [], unresolved: reason)
  }

  /// Values as they are, else the names of objects that stand for them.
  private func references(
    _ field: SourcePart.Field, or objects: SourcePart.Field, from place: SourceCursor
  ) -> [Sourced<String>]? {
    if field != objects, let values = fields.texts(field, from: place) { return values }
    return fields.texts(objects, from: place)?.map { name in
      let text = name.value ?? ""
      return Sourced(
        unresolved: name.unresolved ?? "the id of object `\(text)` is known only on AWS", at: name.node, reference: text
      )
    }
  }
}
