import YAML

/// Puts together what a kustomization makes, its bases first (kustomize's KustTarget and ResAccumulator).
final class Accumulator {
  private let loader: Loader
  private(set) var drafts = Drafts()
  private var configuration = TransformerConfiguration()
  private var variables: [Kustomization.Variable] = []
  private(set) var problems: [BuildProblem] = []
  /// The folders that are being worked on, the outermost first.
  private var open: [String]
  private var isIncomplete = false

  init(_ loader: Loader, open: [String] = []) {
    self.loader = loader
    self.open = open
  }

  // MARK: Folders

  /// Adds what the kustomization of a folder makes.
  /// - Parameter edits: of the kustomization itself, none of those that it builds upon.
  func add(
    folder: String, isComponent: Bool, from cause: Origin?, _ edits: BuildEdits? = nil
  ) throws(BuildError) {
    guard let path = loader.kustomization(in: folder), let source = try loader.documents(path)?.first,
      let root = source.tree.root
    else { throw BuildError(cause, "`\(folder)` holds no kustomization that can be read") }
    if open.contains(folder) { throw BuildError(cause, "`\(folder)` is part of itself") }
    guard open.count < 100 else { throw BuildError(cause, "kustomizations are nested more than 100 deep") }
    var kustomization = KustomizationReader(source).kustomization(at: root)
    edits?.add(to: &kustomization)
    guard kustomization.isComponent == isComponent else {
      throw BuildError(
        cause, isComponent ? "`\(folder)` is no Component" : "`\(folder)` is a Component, which belongs in `components`"
      )
    }
    open.append(folder)
    try add(kustomization, in: folder)
    open.removeLast()
  }

  /// Adds what a kustomization makes whose paths start in a folder.
  func add(_ kustomization: Kustomization, in folder: String) throws(BuildError) {
    problems += kustomization.mistakes.map { BuildProblem(kind: .refused, message: $0.message, origin: $0.origin) }
    try checkPaths(of: kustomization, in: folder)
    for resource in kustomization.resources { try add(resource, in: folder) }
    var own = KustomizeTables.bundled.standard
    if !kustomization.configurations.isEmpty {
      var custom = TransformerConfiguration()
      for path in kustomization.configurations {
        guard let source = try loader.documents(BuildPath.join(folder, path.value))?.first, let root = source.tree.root
        else { throw BuildError(path.origin, "there is no file `\(path.value)`") }
        custom.merge(TransformerConfiguration(root, in: source.tree))
      }
      own = KustomizeTables.bundled.fields
      own.merge(custom)
    }
    configuration.merge(own)
    for (field, origin) in kustomization.external {
      isIncomplete = true
      problems.append(
        BuildProblem(
          kind: .external, message: "what `\(field)` makes, only a run can tell", origin: origin,
          mayChangeOthers: field == "transformers"))
    }
    for (kind, generators) in [
      (DataGenerator.Kind.configMap, kustomization.configMaps), (.secret, kustomization.secrets),
    ] {
      for generator in generators {
        let made = DataGenerator(kind: kind, generator: generator, folder: folder, loader: loader)
        try absorb(try made.draft(), generator)
      }
    }
    for component in kustomization.components {
      try add(component: component, in: folder)
      let merged = configuration
      configuration = TransformerConfiguration()
      configuration.merge(merged)
    }
    try transform(kustomization, folder)
    try add(kustomization.variables)
  }

  /// Looks for the files that are named before any of them is read: nothing is made where one is missing.
  private func checkPaths(of kustomization: Kustomization, in folder: String) throws(BuildError) {
    for resource in kustomization.resources where !Accumulator.isRemote(resource.value) {
      let path = BuildPath.join(folder, resource.value)
      if !loader.isKnownFolder(path), !loader.holds(path), loader.kustomization(in: path) == nil {
        throw BuildError(resource.origin, "there is no file `\(resource.value)`, and no folder with a kustomization")
      }
    }
    for patch in kustomization.patches + kustomization.jsonPatches {
      if let path = patch.path, patch.text == nil, !loader.holds(BuildPath.join(folder, path.value)) {
        throw BuildError(path.origin, "there is no file `\(path.value)`")
      }
    }
  }

  private func add(_ resource: Kustomization.Text, in folder: String) throws(BuildError) {
    let path = BuildPath.join(folder, resource.value)
    if !Accumulator.isRemote(resource.value) || loader.kustomization(in: path) != nil {
      if !loader.isKnownFolder(path), let documents = try loader.documents(path) {
        return try drafts.append(try loader.drafts(of: documents))
      }
      guard loader.kustomization(in: path) != nil else {
        throw BuildError(resource.origin, "there is no file `\(resource.value)`, and no folder with a kustomization")
      }
      return try addBase(path, from: resource.origin)
    }
    isIncomplete = true
    problems.append(
      BuildProblem(
        kind: .external, message: "`\(resource.value)` is fetched from elsewhere: what it holds is not known here",
        origin: resource.origin))
  }

  /// Adds what the kustomization of another folder makes by itself.
  private func addBase(_ folder: String, from cause: Origin?) throws(BuildError) {
    let inner = Accumulator(loader, open: open)
    do throws(BuildError) { try inner.add(folder: folder, isComponent: false, from: cause) } catch {
      loader.refused.insert(folder)
      throw error
    }
    try drafts.append(inner.drafts.all)
    configuration.merge(inner.configuration)
    variables += inner.variables
    problems += inner.problems
    isIncomplete = isIncomplete || inner.isIncomplete
  }

  private func add(component: Kustomization.Text, in folder: String) throws(BuildError) {
    let path = BuildPath.join(folder, component.value)
    if Accumulator.isRemote(component.value), loader.kustomization(in: path) == nil {
      isIncomplete = true
      problems.append(
        BuildProblem(
          kind: .external, message: "`\(component.value)` is fetched from elsewhere: what it changes is not known here",
          origin: component.origin, mayChangeOthers: true))
      return
    }
    try add(folder: path, isComponent: true, from: component.origin)
  }

  /// Whether a path is a URL, or an address that git takes.
  static func isRemote(_ path: String) -> Bool {
    path.contains("://") || path.contains("?ref=") || path.hasPrefix("git@") || path.hasPrefix("git::")
      || path.hasPrefix("github.com/") || path.hasPrefix("github.com:") || path.hasPrefix("bitbucket.org/")
      || path.hasPrefix("gitlab.com/")
  }

  // MARK: Generators

  /// Adds a generated resource, or lets it change the one that is there.
  private func absorb(_ draft: Draft, _ generator: Kustomization.Generator) throws(BuildError) {
    let wanted = draft.identifier
    let found = drafts.matching { $0.names(wanted) }
    guard let old = found.first else {
      guard generator.behavior != "merge", generator.behavior != "replace" else {
        if isIncomplete { return }
        throw BuildError(generator.origin, "there is no \(wanted.text) to \(generator.behavior)")
      }
      return try drafts.append([draft])
    }
    guard found.count == 1, generator.behavior == "merge" || generator.behavior == "replace" else {
      throw BuildError(
        generator.origin, "\(wanted.text) is there already: say `behavior: merge` or `behavior: replace`")
    }
    draft.takeMetadata(of: old)
    if generator.behavior == "merge" { draft.takeData(of: old) }
    drafts.replace(old, with: draft)
  }

  // MARK: Transformers

  private func transform(_ kustomization: Kustomization, _ folder: String) throws(BuildError) {
    let patches = PatchTransformer(folder: folder, loader: loader, isIncomplete: isIncomplete)
    for text in kustomization.strategicMergePatches {
      note(try patches.apply(strategicMerge: text, to: &drafts), text.origin)
    }
    for patch in kustomization.patches { note(try patches.apply(patch, to: &drafts), patch.origin) }
    drafts.dropEmpty()
    if let namespace = kustomization.namespace {
      try NamespaceTransformer(namespace: namespace, fields: configuration.namespace).apply(to: drafts)
    }
    if let prefix = kustomization.namePrefix {
      try NameTransformer(affix: prefix, side: .prefix, fields: configuration.namePrefix).apply(to: drafts)
    }
    if let suffix = kustomization.nameSuffix {
      try NameTransformer(affix: suffix, side: .suffix, fields: configuration.nameSuffix).apply(to: drafts)
    }
    for label in kustomization.labels {
      var fields = label.fields.adding(configuration.labels)
      if label.includesSelectors {
        fields = fields.adding(configuration.commonLabels)
      } else {
        if label.includesTemplates { fields = fields.adding(configuration.templateLabels) }
        fields = fields.adding([FieldSpec(path: "metadata/labels", creates: true)])
      }
      try LabelTransformer(pairs: label.pairs, fields: fields).apply(to: drafts)
    }
    try LabelTransformer(pairs: kustomization.commonLabels, fields: configuration.commonLabels).apply(to: drafts)
    try LabelTransformer(pairs: kustomization.commonAnnotations, fields: configuration.commonAnnotations)
      .apply(to: drafts)
    try LabelTransformer(
      pairs: kustomization.metadataAnnotations, fields: [FieldSpec(path: "metadata/annotations", creates: true)]
    ).apply(to: drafts)
    for patch in kustomization.jsonPatches { note(try patches.apply(json: patch, to: drafts), patch.origin) }
    for replica in kustomization.replicas {
      let isMet = try ReplicaTransformer(replica: replica, fields: configuration.replicas).apply(to: drafts)
      if !isMet, !isIncomplete {
        throw BuildError(
          replica.name.origin, "no workload is called `\(replica.name.value)`, whose replicas are to be set")
      }
    }
    for image in kustomization.images {
      try ImageTransformer(image, fields: configuration.images).apply(to: drafts)
    }
    for origin in kustomization.replacements { try replace(origin, folder) }
  }

  private func replace(_ origin: Origin, _ folder: String) throws(BuildError) {
    let tree = origin.source.tree
    guard let path = tree.value(of: "path", in: origin.node) else {
      return try ReplacementTransformer(origin).apply(to: drafts)
    }
    guard let source = try loader.documents(BuildPath.join(folder, tree.string(path)))?.first,
      let root = source.tree.root
    else { throw BuildError(origin, "there is no file `\(tree.string(path))`") }
    let nodes = source.tree.kind(root) == .sequence ? Array(source.tree.items(of: root)) : [root]
    for node in nodes { try ReplacementTransformer(Origin(source, node)).apply(to: drafts) }
  }

  private func note(_ isMet: Bool, _ origin: Origin) {
    guard !isMet, !isIncomplete else { return }
    problems.append(BuildProblem(kind: .unmatched, message: "this patch meets no resource", origin: origin))
  }

  // MARK: Variables

  private func add(_ more: [Kustomization.Variable]) throws(BuildError) {
    for variable in more {
      let wanted = variable.object
      let found = drafts.matching { identifier in
        if !wanted.namespace.isEmpty || wanted.type.isClusterScoped { return identifier.names(wanted) }
        return identifier.name == wanted.name && identifier.type == wanted.type
      }
      guard found.count <= 1 else {
        throw BuildError(variable.name.origin, "\(found.count) resources may hold `\(variable.name.value)`")
      }
      found.first?.variables.append(variable.name.value)
      variables.append(variable)
    }
  }

  /// Adds files, and folders with a kustomization, as if a kustomization named them.
  func add(files: [String], in folder: String, _ edits: BuildEdits?) throws(BuildError) {
    for file in files {
      if loader.kustomization(in: file) != nil {
        try addBase(file, from: nil)
      } else if let documents = try loader.documents(file) {
        try drafts.append(try loader.drafts(of: documents))
      }
    }
    configuration.merge(KustomizeTables.bundled.standard)
    guard let edits, var kustomization = edits.empty else { return }
    edits.add(to: &kustomization)
    try add(kustomization, in: folder)
  }

  // MARK: The end

  /// Resources with this annotation are for kustomize alone.
  private static let localConfiguration = "config.kubernetes.io/local-config"

  /// What is done once, when all is there: hashes in names, references to names, variables.
  /// - Parameter fill: fills in what `edits` leave of a text that a file holds.
  func finish(
    _ edits: BuildEdits? = nil, filling fill: ((_ text: String, _ file: String?) -> String)? = nil
  ) throws(BuildError) {
    for draft in drafts.all where draft.needsHash {
      if !ContentHash.isKnown(of: draft) {
        problems.append(
          BuildProblem(
            kind: .external,
            message: "a patch makes something else of a generated resource: only a run can tell its name",
            origin: draft.base, mayChangeOthers: false))
      }
      draft.rememberIdentifier()
      draft.set(name: "\(draft.identifier.name)-\(ContentHash.suffix(of: draft))")
    }
    try NameReferenceTransformer(configuration.nameReference, drafts).apply()
    if let transformer = try VariableTransformer(variables, drafts) {
      try transformer.apply(to: drafts, configuration.varReference)
    }
    drafts.remove { draft in
      draft.metadataMap("annotations")[Accumulator.localConfiguration].map { $0 != "false" } ?? false
    }
    for draft in drafts.all {
      draft.settleAnnotations()
      if let substitute = edits?.substitute, !draft.refusesSubstitution {
        draft.root.substitute { text, _ in substitute(text) }
      }
      if let fill { draft.root.substitute(fill) }
    }
  }
}

extension Draft {
  /// Whether Flux leaves its `${NAME}` as they stand (Flux, Kustomization, `postBuild`).
  fileprivate var refusesSubstitution: Bool {
    let name = "kustomize.toolkit.fluxcd.io/substitute"
    return metadataMap("annotations")[name] == "disabled" || metadataMap("labels")[name] == "disabled"
  }

  /// Annotations are text, and none are no field: kustomize writes its own beside them and takes those out at the end.
  fileprivate func settleAnnotations() {
    guard let metadata = root["metadata"], metadata.kind == .mapping, let annotations = metadata["annotations"] else {
      return
    }
    if annotations.isEmpty { return metadata.remove("annotations") }
    guard annotations.kind == .mapping else { return }
    for field in annotations.fields where field.value.kind != .scalar || field.value.settledTag != .string {
      annotations.set(field.name, Element(field.value.text, .string, origin: field.value.origin))
    }
  }

  /// Labels, annotations, name and namespace of a resource that this one replaces; its own entries stay.
  fileprivate func takeMetadata(of old: Draft) {
    let metadata = root.mapping("metadata", origin: base)
    for name in ["labels", "annotations"] {
      guard let map = old.root.value(at: "metadata", name), map.kind == .mapping else { continue }
      let own = metadata.mapping(name, origin: map.origin)
      for field in map.fields where own[field.name] == nil {
        own.set(field.name, Element(field.value.textOrNone, .string, origin: field.value.origin))
      }
    }
    for name in ["name", "namespace"] {
      guard let value = old.root.value(at: "metadata", name) else { continue }
      metadata.set(name, Element(value.text, .untagged, origin: value.origin))
    }
    takeHistory(of: old)
    needsHash = needsHash && old.needsHash
    forgetIdentifier()
  }

  /// The data of a resource that this one is merged with; its own entries stay.
  fileprivate func takeData(of old: Draft) {
    for name in ["data", "binaryData"] {
      guard let map = old.root[name], map.kind == .mapping else { continue }
      let own = root.mapping(name, origin: map.origin)
      for field in map.fields where own[field.name] == nil {
        own.set(field.name, Element(field.value.textOrNone, .string, origin: field.value.origin))
      }
    }
  }
}
