import YAML

/// Reads the fields of a kustomization.
struct KustomizationReader {
  private let source: Source
  private let tree: Tree

  init(_ source: Source) {
    self.source = source
    tree = source.tree
  }

  private static let plain: Set<String> = [
    "apiVersion", "kind", "metadata", "buildMetadata", "generatorOptions", "sortOptions", "inventory", "bases", "crds",
    "imageTags", "validators", "helmGlobals",
  ]

  /// - Parameter node: the mapping that holds the fields.
  func kustomization(at node: NodeID) -> Kustomization {
    var result = Kustomization(root: Origin(source, node))
    let options = field("generatorOptions", node).map { self.options($0) }
    for (key, value) in tree.entries(of: node) {
      let name = tree.string(key)
      result.mistakes += wrongTypes(of: name, value)
      switch name {
      case "kind": break
      case "resources": result.resources += texts(value)
      case "components": result.components += texts(value)
      case "namespace": result.namespace = text(value)
      case "namePrefix": result.namePrefix = text(value)
      case "nameSuffix": result.nameSuffix = text(value)
      case "labels": result.labels = items(value).map(label)
      case "commonLabels": result.commonLabels = pairs(value)
      case "commonAnnotations": result.commonAnnotations = pairs(value)
      case "patches": readPatches(value, into: &result)
      case "patchesStrategicMerge": result.strategicMergePatches += texts(value)
      case "patchesJson6902": result.jsonPatches = items(value).map(patch)
      case "images": result.images = items(value).compactMap(image)
      case "replicas": result.replicas = items(value).compactMap(replica)
      case "replacements": result.replacements = items(value).map { Origin(source, $0) }
      case "configMapGenerator": result.configMaps = items(value).map { generator($0, options) }
      case "secretGenerator": result.secrets = items(value).map { generator($0, options) }
      case "vars": result.variables = items(value).compactMap(variable)
      case "configurations": result.configurations = texts(value)
      case "openapi": result.openAPI = field("path", value).flatMap(text)
      case "generators", "transformers", "helmCharts", "helmChartInflationGenerator":
        if !items(value).isEmpty { result.external.append((name, Origin(source, key))) }
      case "targetNamespace": result.targetNamespace = text(value)
      case "commonMetadata":
        result.commonMetadata = (
          field("labels", value).map(pairs) ?? [], field("annotations", value).map(pairs) ?? [], Origin(source, value)
        )
      case "labelWithoutSelector": result.labelsWithoutSelectors = flag(name, node)
      case "labelIncludeTemplates": result.labelsInTemplates = flag(name, node)
      case let known where KustomizationReader.plain.contains(known): break
      default: result.mistakes.append(BuildError(Origin(source, key), "kustomize knows no field `\(name)`"))
      }
    }
    result.resources += field("bases", node).map(texts) ?? []
    result.images += field("imageTags", node).map { items($0).compactMap(image) } ?? []
    result.isComponent = field("kind", node).map { tree.string($0) } == "Component"
    return result
  }

  private func wrongTypes(of field: String, _ value: NodeID) -> [BuildError] {
    TextFields.others(in: tree, of: field, value).map { node in
      let found = tree.kind(node) == .scalar ? "`\(tree.string(node))` is none without quotes" : "this is none"
      return BuildError(Origin(source, node), "text is wanted here, and \(found)")
    }
  }

  private func readPatches(_ list: NodeID, into result: inout Kustomization) {
    // Before there were targets, `patches` held what is `patchesStrategicMerge` now.
    if items(list).contains(where: { tree.kind($0) == .scalar }) {
      result.strategicMergePatches += texts(list)
    } else {
      result.patches = items(list).map(patch)
    }
  }

  // MARK: Parts

  private func label(_ node: NodeID) -> Kustomization.Label {
    Kustomization.Label(
      pairs: field("pairs", node).map(pairs) ?? [], includesSelectors: flag("includeSelectors", node),
      includesTemplates: flag("includeTemplates", node),
      fields: field("fields", node).map { items($0).map { FieldSpec($0, in: tree) } } ?? [],
      origin: Origin(source, node))
  }

  private func patch(_ node: NodeID) -> Kustomization.Patch {
    let options = field("options", node)
    return Kustomization.Patch(
      path: field("path", node).flatMap(text), text: field("patch", node).flatMap(text),
      target: field("target", node).map { selector($0) },
      allowsNameChange: options.map { flag("allowNameChange", $0) } ?? false,
      allowsKindChange: options.map { flag("allowKindChange", $0) } ?? false, origin: Origin(source, node))
  }

  func selector(_ node: NodeID) -> Kustomization.Selector {
    func text(_ name: String) -> String { field(name, node).map { tree.string($0) } ?? "" }
    return Kustomization.Selector(
      group: text("group"), version: text("version"), kind: text("kind"), name: text("name"),
      namespace: text("namespace"), labelSelector: text("labelSelector"),
      annotationSelector: text("annotationSelector"))
  }

  /// Argo CD writes an image as text: `NAME=NEWNAME:TAG@DIGEST`, of which only the name must be there.
  private func image(_ node: NodeID) -> Kustomization.Image? {
    guard tree.kind(node) == .mapping else {
      guard let text = text(node) else { return nil }
      func part(_ value: Substring) -> Kustomization.Text? {
        value.isEmpty ? nil : Kustomization.Text(value: String(value), origin: text.origin)
      }
      let halves = text.value.split(separator: "=", maxSplits: 1)
      let (name, tag, digest) = ImageTransformer.parts(of: String(halves.last ?? ""))
      guard let old = part(halves.count == 2 ? halves[0] : name[...]) else { return nil }
      return Kustomization.Image(
        name: old, newName: halves.count == 2 ? part(name[...]) : nil, newTag: part(tag[...]),
        digest: part(digest[...]),
        tagSuffix: nil)
    }
    guard let name = field("name", node).flatMap(text) else { return nil }
    return Kustomization.Image(
      name: name, newName: field("newName", node).flatMap(text), newTag: field("newTag", node).flatMap(text),
      digest: field("digest", node).flatMap(text), tagSuffix: field("tagSuffix", node).flatMap(text))
  }

  private func replica(_ node: NodeID) -> Kustomization.Replica? {
    guard let name = field("name", node).flatMap(text), let count = field("count", node).flatMap(text) else {
      return nil
    }
    return Kustomization.Replica(name: name, count: count)
  }

  private func variable(_ node: NodeID) -> Kustomization.Variable? {
    guard let name = field("name", node).flatMap(text), let object = field("objref", node) else { return nil }
    func part(_ name: String) -> String { field(name, object).map { tree.string($0) } ?? "" }
    var type = GroupVersionKind(apiVersion: part("apiVersion"), kind: part("kind"))
    if part("apiVersion").isEmpty {
      type = GroupVersionKind(group: part("group"), version: part("version"), kind: part("kind"))
    }
    let path = field("fieldref", node).flatMap { field("fieldpath", $0) ?? field("fieldPath", $0) }
    return Kustomization.Variable(
      name: name, object: ResourceIdentifier(type, name: part("name"), namespace: part("namespace")),
      fieldPath: path.map { tree.string($0) } ?? "metadata.name")
  }

  private func generator(_ node: NodeID, _ common: Kustomization.GeneratorOptions?) -> Kustomization.Generator {
    var options = field("options", node).map { self.options($0) } ?? Kustomization.GeneratorOptions()
    if let common {
      func adding(_ pairs: [Kustomization.Pair], to own: [Kustomization.Pair]) -> [Kustomization.Pair] {
        own + pairs.filter { pair in !own.contains { $0.key == pair.key } }
      }
      options.labels = adding(common.labels, to: options.labels)
      options.annotations = adding(common.annotations, to: options.annotations)
      options.disablesHash = options.disablesHash || common.disablesHash
      options.isImmutable = options.isImmutable ?? common.isImmutable
    }
    return Kustomization.Generator(
      name: field("name", node).flatMap(text), namespace: field("namespace", node).flatMap(text),
      behavior: field("behavior", node).map { tree.string($0) } ?? "", type: field("type", node).flatMap(text),
      literals: field("literals", node).map(texts) ?? [], files: field("files", node).map(texts) ?? [],
      environments: (field("envs", node).map(texts) ?? []) + [field("env", node).flatMap(text)].compactMap { $0 },
      options: options, origin: Origin(source, node))
  }

  private func options(_ node: NodeID) -> Kustomization.GeneratorOptions {
    Kustomization.GeneratorOptions(
      labels: field("labels", node).map(pairs) ?? [], annotations: field("annotations", node).map(pairs) ?? [],
      disablesHash: flag("disableNameSuffixHash", node),
      isImmutable: flag("immutable", node) ? field("immutable", node).flatMap(text) : nil)
  }

  // MARK: Values

  private func field(_ name: String, _ node: NodeID) -> NodeID? {
    guard let value = tree.value(of: name, in: node), !tree.isNull(value) else { return nil }
    return value
  }

  private func items(_ node: NodeID) -> [NodeID] { Array(tree.items(of: node)) }

  private func text(_ node: NodeID) -> Kustomization.Text? {
    guard tree.kind(node) == .scalar, !tree.isNull(node), tree.utf8Count(node) > 0 else { return nil }
    return Kustomization.Text(value: tree.string(node), origin: Origin(source, node))
  }

  private func texts(_ node: NodeID) -> [Kustomization.Text] { items(node).compactMap(text) }

  /// Sorted by their keys, as kustomize goes through them.
  private func pairs(_ node: NodeID) -> [Kustomization.Pair] {
    tree.entries(of: node).map { key, value in
      Kustomization.Pair(
        key: tree.string(key), value: Kustomization.Text(value: tree.string(value), origin: Origin(source, value)))
    }.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  private func flag(_ name: String, _ node: NodeID) -> Bool {
    field(name, node).flatMap { tree.scalar($0) } == .bool(true)
  }
}
