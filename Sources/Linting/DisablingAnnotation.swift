import Manifests
import YAML

/// An annotation `fargate-lint.dev/disable.RULE` of an object or of a template that it holds. Its value is the reason,
/// behind `until=DATE` where it expires.
struct DisablingAnnotation {
  static let prefix = "fargate-lint.dev/disable."

  /// The object or the template.
  let owner: NodeID
  let key: NodeID
  let rule: String
  let note: SuppressionNote

  static func all(of resource: Resource) -> [DisablingAnnotation] {
    let tree = resource.tree
    return owners(in: resource).flatMap { owner in
      annotations.nodes(in: tree, from: owner).prefix(1).flatMap { tree.entries(of: $0) }.compactMap { key, value in
        let name = tree.string(key)
        guard name.hasPrefix(prefix) else { return nil }
        return DisablingAnnotation(
          owner: owner, key: key, rule: String(name.dropFirst(prefix.count)),
          note: SuppressionNote(annotation: tree.string(value)))
      }
    }
  }

  /// The object and every template in it, of whatever kind: what has metadata of its own.
  private static func owners(in resource: Resource) -> [NodeID] {
    let tree = resource.tree
    var owners = [resource.node]
    var waiting = [(node: resource.node, depth: 0)]
    while let (node, depth) = waiting.popLast() {
      for child in tree.kind(node) == .mapping ? tree.entries(of: node).map(\.value) : Array(tree.items(of: node))
      where tree.kind(child) != .scalar {
        if tree.kind(child) == .mapping, tree.field(metadata, in: child) != nil { owners.append(child) }
        if depth < deepest { waiting.append((child, depth + 1)) }
      }
    }
    return owners
  }

  /// Of templates in an object; those of Argo Workflows and Ray clusters stand at 3.
  private static let deepest = 6
  private static let metadata = Symbol("metadata")
  private static let annotations = FieldPath("metadata.annotations")
}

/// What such an annotation does for an object that something makes: it covers findings wherever they stand.
struct MadeSuppression: Sendable {
  let rule: String
  let note: SuppressionNote
  /// Where the annotation is written.
  let place: Located
  /// The template's place, where the annotation is not the object's own.
  private let template: Located?

  /// - Parameter names: what rules are called.
  init(_ annotation: DisablingAnnotation, of resource: Resource, in document: ReadDocument, _ names: RuleNames) {
    rule = names.current(annotation.rule)
    note = annotation.note
    place = document.located(annotation.key)
    template = annotation.owner == resource.node ? nil : document.located(annotation.owner)
  }

  func covers(_ finding: Finding) -> Bool {
    guard rule == finding.rule else { return false }
    guard let template, finding.file == template.file, finding.document == template.document else { return true }
    guard let pointer = finding.pointer, let own = template.pointer else { return false }
    return pointer == own || pointer.hasPrefix(own + "/")
  }
}
