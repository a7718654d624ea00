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
        try field.apply(to: draft, creating: .scalar, origin: replica.count.origin) {
          (element) throws(BuildError) in
          let isQuoted = element.isQuoted
          element.become(Element(replica.count.value, isQuoted ? .string : .int, origin: replica.count.origin))
          element.isQuoted = isQuoted
        }
      }
    }
    return isMet
  }
}
