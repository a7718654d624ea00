/// `patches`, `patchesStrategicMerge` and `patchesJson6902`.
struct PatchTransformer {
  let folder: String
  let loader: Loader
  /// Whether resources are missing that only a run can tell.
  let isIncomplete: Bool

  // MARK: Patches with a target

  /// - Returns: whether the patch meets a resource.
  func apply(_ patch: Kustomization.Patch, to drafts: inout Drafts) throws(BuildError) -> Bool {
    var patch = patch
    patch.text = patch.text?.trimmed
    let documents = try documents(of: patch)
    guard let first = documents.first, let root = first.tree.root else { return true }
    let element = Element(reading: Origin(first, root))
    if element.kind == .sequence { return try applyJSON(patch, element, to: drafts) }
    let patches = try loader.drafts(of: documents)
    guard let target = patch.target else {
      var isMet = true
      for one in patches where try !applyToNamed(one, patch, to: &drafts) { isMet = false }
      return isMet
    }
    guard patches.count == 1 else {
      throw BuildError(patch.origin, "\(patches.count) patches have one `target`: give each an entry of its own")
    }
    let selected = try ResourceSelection(target, at: patch.origin).selected(in: drafts)
    for draft in selected {
      let copy = patches[0].root.copy()
      copy.settleMetadata()
      copy.set("apiVersion", Element(draft.identifier.type.apiVersion, .string, origin: nil))
      try merge(copy, into: draft, patch)
    }
    drafts.dropEmpty()
    if !selected.isEmpty { try drafts.checkIdentities(patch.origin) }
    return !selected.isEmpty
  }

  /// A patch without a target is for the resource that it names.
  private func applyToNamed(
    _ one: Draft, _ patch: Kustomization.Patch?, to drafts: inout Drafts
  ) throws(BuildError) -> Bool {
    let wanted = one.originalIdentifier
    let found = drafts.matching { $0.names(wanted) }
    guard found.count == 1, let draft = found.first else {
      if found.isEmpty, isIncomplete { return false }
      throw BuildError(
        one.base,
        found.isEmpty
          ? "no resource is \(wanted.text), which this patches"
          : "\(found.count) resources are \(wanted.text), which this patches")
    }
    let copy = one.root.copy()
    if patch == nil { copy.settleMetadata() }
    try merge(copy, into: draft, patch)
    drafts.dropEmpty()
    return true
  }

  /// Kind, name and namespace stay what they are, unless the patch may change them.
  private func merge(_ copy: Element, into draft: Draft, _ patch: Kustomization.Patch?) throws(BuildError) {
    let before = draft.identifier
    let root = draft.root
    let places = (
      kind: root["kind"], name: root.value(at: "metadata", "name"), namespace: root.value(at: "metadata", "namespace")
    )
    let mayRename = patch?.allowsNameChange ?? false
    let mayChangeKind = patch?.allowsKindChange ?? false
    if mayRename || mayChangeKind { draft.rememberIdentifier() }
    defer { draft.forgetIdentifier() }
    guard let merged = try StrategicMerge().merge(copy, into: root) else {
      return root.become(.mapping, origin: root.origin)
    }
    // A patch that would replace a resource as a whole leaves it as it is.
    if merged === root, root.fields.isEmpty { return }
    if !mayChangeKind, let kind = places.kind { root.set("kind", kind) }
    let metadata = root.mapping("metadata", origin: root.origin)
    if !mayRename {
      metadata.set("name", Element(before.name, .untagged, origin: places.name?.origin))
    }
    if before.namespace.isEmpty {
      metadata.remove("namespace")
    } else {
      metadata.set("namespace", Element(before.namespace, .untagged, origin: places.namespace?.origin))
    }
  }

  private func applyJSON(
    _ patch: Kustomization.Patch, _ list: Element, to drafts: Drafts, remembers: Bool = true
  ) throws(BuildError) -> Bool {
    guard let target = patch.target else {
      throw BuildError(patch.origin, "a JSON patch needs a `target`")
    }
    let operations = try JSONPatch(list)
    let selected = try ResourceSelection(target, at: patch.origin).selected(in: drafts)
    for draft in selected {
      if remembers { draft.rememberIdentifier() }
      draft.separateEntries()
      draft.showAnnotations()
      try operations.apply(to: draft.root)
      draft.forgetIdentifier()
    }
    return !selected.isEmpty
  }

  private func documents(of patch: Kustomization.Patch) throws(BuildError) -> [Source] {
    if let text = patch.text, patch.path == nil { return try loader.documents(in: text) }
    guard let path = patch.path, patch.text == nil else {
      throw BuildError(patch.origin, "a patch needs one of `patch` and `path`")
    }
    return try file(path)
  }

  private func file(_ path: Kustomization.Text) throws(BuildError) -> [Source] {
    guard let documents = try loader.documents(BuildPath.join(folder, path.value)) else {
      throw BuildError(path.origin, "there is no file `\(path.value)`")
    }
    return documents
  }

  // MARK: Older fields

  /// An entry of `patchesStrategicMerge`: a path, or the patch itself.
  func apply(strategicMerge text: Kustomization.Text, to drafts: inout Drafts) throws(BuildError) -> Bool {
    let isInline = text.value.contains("\n") || text.value.contains(": ")
    let documents = isInline ? try loader.documents(in: text) : try file(text)
    var isMet = true
    for one in try loader.drafts(of: documents) where try !applyToNamed(one, nil, to: &drafts) { isMet = false }
    return isMet
  }

  /// An entry of `patchesJson6902`.
  func apply(json patch: Kustomization.Patch, to drafts: Drafts) throws(BuildError) -> Bool {
    let documents = try documents(of: patch)
    guard let first = documents.first, let root = first.tree.root else { return true }
    return try applyJSON(patch, Element(reading: Origin(first, root)), to: drafts, remembers: false)
  }
}

extension Kustomization.Text {
  /// Without the line breaks at its end, which `patches` drops: they may be a literal's.
  fileprivate var trimmed: Kustomization.Text {
    var value = value[...]
    while let last = value.last, last.isWhitespace { value.removeLast() }
    return Kustomization.Text(value: String(value), origin: origin)
  }
}

extension Element {
  /// Labels and annotations of a patch are read as text and written again, unless the patch is for one resource that it
  /// names: what is null there becomes the word.
  fileprivate func settleMetadata() {
    guard let metadata = self["metadata"], metadata.kind == .mapping else { return }
    for name in ["labels", "annotations"] {
      guard let map = metadata[name] else { continue }
      if map.isEmpty {
        metadata.remove(name)
      } else if map.kind == .mapping {
        for field in map.fields where field.value.kind == .scalar && field.value.tag != .string {
          map.set(field.name, Element(field.value.text, .string, origin: field.value.origin))
        }
      }
    }
  }
}
