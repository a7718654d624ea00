import YAML

/// What kustomize knows of Kubernetes' types: how lists merge, which kinds have no namespace, which fields transformers
/// touch. Data: `kustomize-tables.json`, from kustomize 5.5.
struct KustomizeTables: Sendable {
  /// `apiVersion kind` of kinds without namespace.
  let clusterScoped: Set<String>
  let merging: MergeSchema
  /// As the table has them.
  let fields: TransformerConfiguration
  /// As a build begins with them.
  let standard: TransformerConfiguration

  static let bundled: KustomizeTables = {
    // The table is built in and the tests read it.
    guard let tree = try? Tree.parse(json: EmbeddedFiles.all[0].text), let root = tree.root else {
      return KustomizeTables(
        clusterScoped: [], merging: MergeSchema(), fields: TransformerConfiguration(), standard: .init())
    }
    let scoped = tree.value(of: "clusterScoped", in: root).map { tree.items(of: $0).map { tree.string($0) } } ?? []
    var fields = TransformerConfiguration()
    if let node = tree.value(of: "fields", in: root) { fields = TransformerConfiguration(node, in: tree) }
    fields.namePrefix = [FieldSpec(path: "metadata/name", creates: false)]
    fields.nameSuffix = fields.namePrefix
    return KustomizeTables(
      clusterScoped: Set(scoped), merging: MergeSchema(root, in: tree), fields: fields, standard: .standard(fields))
  }()
}
