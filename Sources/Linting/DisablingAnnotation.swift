import Manifests
import YAML

/// An annotation `fargate-lint.dev/disable.RULE` of an object or of its pod template.
struct DisablingAnnotation {
  static let prefix = "fargate-lint.dev/disable."

  /// The object or the template.
  let owner: NodeID
  let key: NodeID
  let rule: String
  let reason: String

  static func all(of resource: Resource) -> [DisablingAnnotation] {
    let tree = resource.tree
    return ([resource.node] + template.nodes(in: tree, from: resource.node).prefix(1)).flatMap { owner in
      annotations.nodes(in: tree, from: owner).prefix(1).flatMap { tree.entries(of: $0) }.compactMap { key, value in
        let name = tree.string(key)
        guard name.hasPrefix(prefix) else { return nil }
        return DisablingAnnotation(
          owner: owner, key: key, rule: String(name.dropFirst(prefix.count)), reason: tree.string(value))
      }
    }
  }

  private static let annotations = FieldPath("metadata.annotations")
  private static let template = FieldPath("spec.template")
}

/// What such an annotation does for an object that something makes: it covers findings wherever they stand.
struct MadeSuppression: Sendable {
  let rule: String
  let reason: String
  /// Where the annotation is written.
  let place: Located
  /// The object's place, where the annotation is the pod template's.
  private let object: Located?

  /// - Parameter names: what rules are called.
  init(_ annotation: DisablingAnnotation, of resource: Resource, in document: ReadDocument, _ names: RuleNames) {
    rule = names.current(annotation.rule)
    reason = annotation.reason
    place = document.located(annotation.key)
    object = annotation.owner == resource.node ? nil : document.base
  }

  func covers(_ finding: Finding) -> Bool {
    guard rule == finding.rule else { return false }
    guard let object, finding.file == object.file, finding.document == object.document else { return true }
    return finding.pointer?.contains("/spec/template/") ?? false
  }
}
