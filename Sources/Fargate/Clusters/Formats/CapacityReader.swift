import YAML

/// Reads what gives a cluster nodes at its place in a source.
struct CapacityReader {
  let part: SourcePart
  let fields: FieldReader
  /// What shows it.
  let node: NodeID
  /// Why it may not come to be.
  let doubt: String?

  func read(at place: SourceCursor, into description: inout ClusterDescription) {
    switch part.subject {
    case .nodes: readNodes(at: place, into: &description)
    case .autoMode: readAutoMode(at: place, into: &description)
    default:
      description.capacity.append(
        Capacity(kind: .hybrid, node: node, title: "hybrid nodes", unresolved: doubt))
    }
  }

  /// What can never have a node is no capacity.
  private func readNodes(at place: SourceCursor, into description: inout ClusterDescription) {
    if let maximum = fields.scalar(.maximum, from: place)?.value, Self.isZero(maximum) { return }
    if let keys = fields.texts(.clusterTags, from: place) {
      guard let key = keys.first(where: { self.isClusterTag($0) }) else { return }
      description.name = key.map { $0.hasPrefix(Self.tag) ? String($0.dropFirst(Self.tag.count)) : nil }
    } else if part.fields[.clusterTags] != nil {
      return
    }
    description.capacity.append(
      Capacity(
        kind: .ec2, node: node, title: DescriptionReader.title(part.title, fields.text(.name, from: place)),
        unresolved: doubt))
    if let role = fields.text(.role, from: place) { description.nodeRoles.append(role) }
  }

  private static let tag = "kubernetes.io/cluster/"

  /// The key may be put together from parts of which only the first is known.
  private func isClusterTag(_ key: Sourced<String>) -> Bool {
    if let text = key.value { return text.hasPrefix(Self.tag) }
    return mentionsTag(key.node)
  }

  private func mentionsTag(_ node: NodeID) -> Bool {
    let tree = fields.notation.tree
    switch tree.kind(node) {
    case .scalar: return tree.string(node).hasPrefix(Self.tag)
    case .sequence: return tree.items(of: node).contains { mentionsTag($0) }
    case .mapping: return tree.entries(of: node).contains { mentionsTag($0.value) }
    case .alias: return false
    }
  }

  /// `0`, `"0"`, `0m`.
  private static func isZero(_ quantity: String) -> Bool {
    Double(quantity.prefix { $0.isNumber || $0 == "." }) == 0
  }

  private func readAutoMode(at place: SourceCursor, into description: inout ClusterDescription) {
    guard let enabled = fields.flag(.enabled, from: place), enabled.value != false else { return }
    var doubt = doubt ?? enabled.unresolved
    if let pools = fields.texts(.nodePools, from: place) {
      if pools.isEmpty { return }
    } else if !part.poolsWhenAbsent {
      doubt = doubt ?? "it names no node pools"
    }
    description.capacity.append(Capacity(kind: .ec2, node: node, title: "EKS Auto Mode", unresolved: doubt))
    if let role = fields.text(.role, from: place) { description.nodeRoles.append(role) }
  }
}
