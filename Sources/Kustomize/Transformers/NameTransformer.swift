/// `namePrefix` and `nameSuffix` (kustomize's PrefixTransformer and SuffixTransformer).
struct NameTransformer {
  enum Side { case prefix, suffix }

  let affix: Kustomization.Text
  let side: Side
  let fields: [FieldSpec]

  /// Types whose names stay as they are.
  private static let kept = [
    GroupVersionKind(group: "", version: "", kind: "CustomResourceDefinition"),
    GroupVersionKind(group: "apiregistration.k8s.io", version: "", kind: "APIService"),
    GroupVersionKind(group: "", version: "", kind: "Namespace"),
  ]

  func apply(to drafts: Drafts) throws(BuildError) {
    for draft in drafts.all {
      let type = draft.originalIdentifier.type
      if NameTransformer.kept.contains(where: { type.isSelected(by: $0) }) { continue }
      for field in fields where type.isSelected(by: field.type) {
        if field.path == "metadata/name" {
          side == .prefix ? draft.remember(prefix: affix.value) : draft.remember(suffix: affix.value)
          draft.rememberIdentifier()
        }
        try field.apply(to: draft, creating: .scalar, origin: affix.origin) { (element) throws(BuildError) in
          guard element.kind == .scalar else { return }
          let text = side == .prefix ? affix.value + element.text : element.text + affix.value
          element.replaceText(text, origin: element.origin ?? affix.origin)
        }
      }
      draft.forgetIdentifier()
    }
  }
}
