/// `replicas` (kustomize's ReplicaCountTransformer).
struct ReplicaTransformer {
  let replica: Kustomization.Replica
  let fields: [FieldSpec]

  /// - Returns: whether any resource is meant.
  func apply(to drafts: Drafts) throws(BuildError) -> Bool {
    var isMet = false
    for field in fields {
      for draft in drafts.matching({ $0.name == replica.name.value && $0.type.isSelected(by: field.type) }) {
        isMet = true
        try field.apply(to: draft.root, creating: .scalar, origin: replica.count.origin) { (element) throws(BuildError) in
          element.replaceText(replica.count.value, origin: replica.count.origin)
        }
      }
    }
    return isMet
  }
}
