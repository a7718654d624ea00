/// `namespace`: gives resources a namespace (kustomize's NamespaceTransformer).
struct NamespaceTransformer {
  let namespace: Kustomization.Text
  let fields: [FieldSpec]

  private static let metadata = FieldSpec(path: "metadata/namespace", creates: true)

  func apply(to drafts: Drafts) throws(BuildError) {
    for draft in drafts.all {
      draft.rememberIdentifier()
      let type = draft.identifier.type
      if !type.isClusterScoped {
        try NamespaceTransformer.metadata.apply(to: draft, creating: .scalar, origin: namespace.origin, set)
      }
      let isBinding = type.kind == "RoleBinding" || type.kind == "ClusterRoleBinding"
      if isBinding { setSubjects(of: draft.root) }
      for field in fields where field.path != "metadata/namespace" {
        if isBinding, field.path == "subjects/namespace",
          ["RoleBinding", "ClusterRoleBinding"].contains(field.type.kind)
        {
          continue
        }
        try field.apply(to: draft, creating: .scalar, origin: namespace.origin, set)
      }
      draft.forgetIdentifier()
    }
    try drafts.checkIdentities(namespace.origin)
  }

  private func set(_ element: Element) throws(BuildError) {
    guard element.kind == .scalar else {
      throw BuildError(element.origin, "a namespace is to be set here, but this is \(element.kind.title)")
    }
    element.become(Element(namespace.value, .string, origin: namespace.origin))
  }

  /// The account `default` is that of the namespace.
  private func setSubjects(of root: Element) {
    for subject in root["subjects"]?.items ?? [] where subject["name"]?.text == "default" {
      subject.set("namespace", Element(namespace.value, .string, origin: namespace.origin))
    }
  }
}
