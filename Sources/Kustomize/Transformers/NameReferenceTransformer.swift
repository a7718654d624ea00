/// Gives references the names that resources have come to bear (kustomize's nameReferenceTransformer).
struct NameReferenceTransformer {
  private let rows: [TransformerConfiguration.NameReferences]
  private let drafts: Drafts
  /// Resources by names that they had.
  private var byEarlierName: [String: [Draft]] = [:]

  init(_ rows: [TransformerConfiguration.NameReferences], _ drafts: Drafts) {
    self.rows = rows
    self.drafts = drafts
    for draft in drafts.all {
      for name in Set(draft.previous.map(\.name)) { byEarlierName[name, default: []].append(draft) }
    }
  }

  func apply() throws(BuildError) {
    if byEarlierName.isEmpty { return }
    for referrer in drafts.all {
      let type = referrer.originalIdentifier.type
      let bindingNamespaces = NameReferenceTransformer.namespacesOfSubjects(referrer)
      for row in rows {
        for field in row.fields where type.isSelected(by: field.type) {
          try field.apply(toAny: referrer) { (element) throws(BuildError) in
            try update(element, referrer, row.target, field.path, bindingNamespaces)
          }
        }
      }
      referrer.forgetIdentifier()
    }
  }

  /// A RoleBinding may speak of accounts of other namespaces.
  private static func namespacesOfSubjects(_ draft: Draft) -> Set<String> {
    guard draft.identifier.type.kind == "RoleBinding", let subjects = draft.root["subjects"],
      subjects.kind == .sequence
    else { return [] }
    return Set(
      subjects.items.compactMap { $0["kind"]?.text == "ServiceAccount" ? $0["namespace"]?.text : nil })
  }

  private func update(
    _ element: Element, _ referrer: Draft, _ target: GroupVersionKind, _ path: String, _ namespaces: Set<String>
  ) throws(BuildError) {
    if element.isNull { return }
    switch element.kind {
    case .scalar: try updateScalar(element, referrer, target, path, namespaces)
    case .mapping: try updateMapping(element, referrer, target, path, namespaces)
    case .sequence:
      for item in element.items where !item.isNull {
        switch item.kind {
        case .scalar: try updateScalar(item, referrer, target, path, namespaces)
        case .mapping: try updateMapping(item, referrer, target, path, namespaces)
        case .sequence: break
        }
      }
    }
  }

  private func updateScalar(
    _ element: Element, _ referrer: Draft, _ target: GroupVersionKind, _ path: String, _ namespaces: Set<String>
  ) throws(BuildError) {
    let candidates = self.candidates(named: element.text, referrer, namespaces)
    guard let found = try select(candidates, referrer, target, path, element, namespacesCount: false) else { return }
    let name = found.identifier.name
    if name != element.text { element.replaceText(name, origin: element.origin) }
  }

  private func updateMapping(
    _ element: Element, _ referrer: Draft, _ target: GroupVersionKind, _ path: String, _ namespaces: Set<String>
  ) throws(BuildError) {
    guard let name = element["name"] else {
      throw BuildError(element.origin, "a reference needs a `name`")
    }
    var candidates = self.candidates(named: name.text, referrer, namespaces)
    if let namespace = element["namespace"]?.text {
      let all = self.all(referrer, namespaces)
      let original = all.contains {
        !$0.originalIdentifier.type.isClusterScoped && $0.originalIdentifier.effectiveNamespace == namespace
      }
      candidates.removeAll {
        let identifier = original ? $0.originalIdentifier : $0.identifier
        return identifier.type.isClusterScoped || identifier.effectiveNamespace != namespace
      }
    }
    guard let found = try select(candidates, referrer, target, path, element, namespacesCount: true) else { return }
    let identifier = found.identifier
    if identifier.name == name.text, identifier.namespace.isEmpty { return }
    element.set("name", Element(identifier.name, .untagged, origin: name.origin))
    if identifier.namespace.isEmpty { return }
    let origin = found.root.value(at: "metadata", "namespace")?.origin ?? element["namespace"]?.origin
    element.set("namespace", Element(identifier.namespace, .untagged, origin: origin))
  }

  // MARK: Candidates

  /// Those that a resource could refer to at all.
  private func couldBeReferred(_ draft: Draft, by referrer: Draft, _ namespaces: Set<String>) -> Bool {
    let own = referrer.identifier
    let other = draft.identifier
    return own.type.isClusterScoped || other.type.isClusterScoped || other.isInNamespace(of: own)
      || namespaces.contains(other.namespace)
  }

  private func all(_ referrer: Draft, _ namespaces: Set<String>) -> [Draft] {
    drafts.all.filter { couldBeReferred($0, by: referrer, namespaces) }
  }

  private func candidates(named name: String, _ referrer: Draft, _ namespaces: Set<String>) -> [Draft] {
    (byEarlierName[name] ?? []).filter { couldBeReferred($0, by: referrer, namespaces) }
  }

  private func select(
    _ named: [Draft], _ referrer: Draft, _ target: GroupVersionKind, _ path: String, _ element: Element,
    namespacesCount: Bool
  ) throws(BuildError) -> Draft? {
    var candidates = named.filter { $0.previousIdentifiers.contains { $0.type.isSelected(by: target) } }
    if candidates.isEmpty { return nil }
    if path.hasSuffix("roleRef/name"), let role = referrer.root["roleRef"], let group = role["apiGroup"],
      let kind = role["kind"]
    {
      let type = GroupVersionKind(group: group.text, version: "", kind: kind.text)
      candidates.removeAll { !$0.previousIdentifiers.contains { $0.type.isSelected(by: type) } }
    }
    let own = referrer.identifier
    if !own.type.isClusterScoped {
      candidates.removeAll {
        let other = $0.identifier
        return !(other.type.isClusterScoped || other.type.kind == "ServiceAccount" || other.isInNamespace(of: own))
      }
    }
    if candidates.count == 1 { return candidates[0] }
    for orNone in [true, false] {
      candidates.removeAll { !$0.hasPrefixesAndSuffixes(of: referrer, orNone: orNone) }
      if candidates.count == 1 { return candidates[0] }
    }
    guard let first = candidates.first else { return nil }
    let alike = candidates.allSatisfy {
      $0.identifier.name == first.identifier.name
        && (!namespacesCount || $0.identifier.namespace == first.identifier.namespace)
    }
    guard alike else {
      throw BuildError(
        element.origin,
        "\(candidates.count) resources may be meant here: \(candidates.map(\.identifier.text).joined(separator: ", "))")
    }
    return first
  }
}
