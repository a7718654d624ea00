/// `labels`, `commonLabels` and `commonAnnotations`: entries of maps (kustomize's LabelTransformer and
/// AnnotationsTransformer).
struct LabelTransformer {
  let pairs: [Kustomization.Pair]
  let fields: [FieldSpec]

  func apply(to drafts: Drafts) throws(BuildError) {
    for draft in drafts.all {
      for pair in pairs {
        let entry = Element(pair.value.value, .string, origin: pair.value.origin)
        entry.isShared = true
        draft.hasSharedEntries = true
        for field in fields {
          try field.apply(to: draft, creating: .mapping, origin: pair.value.origin) { (map) throws(BuildError) in
            guard map.kind == .mapping else {
              throw BuildError(map.origin, "an entry `\(pair.key)` is to be added here, but this is \(map.kind.title)")
            }
            map.set(pair.key, map[pair.key] == nil ? entry : entry.copy())
          }
        }
      }
    }
  }
}
