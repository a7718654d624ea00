import Manifests
import YAML

/// `cluster-sources.json`: the kinds and types of resources that say something of a cluster.
struct SourceTable: Sendable {
  /// By kind, then by apiVersion.
  private(set) var objects: [String: [String: SourceRow]] = [:]
  /// By the type of a CloudFormation or Terraform resource.
  private(set) var types: [String: SourceRow] = [:]
  /// Rows that nothing in a document shows.
  private(set) var others: [ClusterFormat: SourceRow] = [:]

  /// Where a CloudFormation resource that is a cluster has its name.
  private(set) var clusterNames: [String: [FieldPath]] = [:]

  init(table tree: Tree) {
    guard let root = tree.root, let rows = tree.value(of: "rows", in: root) else { return }
    for node in tree.items(of: rows) {
      let reader = Reader(tree: tree)
      guard let row = reader.row(at: node) else { continue }
      let kinds = reader.texts("kind", in: node)
      let type = reader.texts("type", in: node).first
      for kind in kinds {
        for version in reader.texts("apiVersion", in: node) { objects[kind, default: [:]][version] = row }
      }
      if let type, row.parts.contains(where: { $0.subject == .cluster }) { clusterNames[type] = row.cluster }
      if let type { types[type] = row } else if kinds.isEmpty { others[row.format] = row }
    }
  }

  private struct Reader {
    let tree: Tree

    func texts(_ key: String, in node: NodeID) -> [String] {
      guard let value = tree.value(of: key, in: node) else { return [] }
      return texts(at: value)
    }

    private func texts(at value: NodeID) -> [String] {
      tree.kind(value) == .scalar ? [tree.string(value)] : tree.items(of: value).map { tree.string($0) }
    }

    private func paths(_ key: String, in node: NodeID) -> [FieldPath] { texts(key, in: node).map { FieldPath($0) } }

    private func entries(_ key: String, in node: NodeID) -> [Tree.Entry] {
      tree.value(of: key, in: node).map { tree.entries(of: $0) } ?? []
    }

    func row(at node: NodeID) -> SourceRow? {
      guard let format = texts("format", in: node).first.flatMap(ClusterFormat.init(rawValue:)),
        let parts = tree.value(of: "parts", in: node)
      else { return nil }
      let object = tree.value(of: "cluster_object", in: node)
      return SourceRow(
        format: format, cluster: paths("cluster", in: node),
        clusterObject: object.map {
          SourceRow.ObjectReference(
            space: texts("space", in: $0).first ?? "", name: paths("name", in: $0),
            namespace: paths("namespace", in: $0))
        },
        clusterLabels: paths("cluster_labels", in: node), objectSpace: texts("object_space", in: node).first,
        parts: tree.items(of: parts).compactMap(part))
    }

    private func part(at node: NodeID) -> SourcePart? {
      guard let subject = texts("describes", in: node).first.flatMap(SourcePart.Subject.init(rawValue:)) else {
        return nil
      }
      var fields: [SourcePart.Field: [FieldPath]] = [:]
      for (key, value) in entries("fields", in: node) {
        if let field = SourcePart.Field(rawValue: tree.string(key)) {
          fields[field] = texts(at: value).map { FieldPath($0) }
        }
      }
      return SourcePart(
        subject: subject, items: paths("items", in: node), title: texts("what", in: node).first ?? "",
        required: entries("require", in: node).map { (FieldPath(tree.string($0.key)), texts(at: $0.value)) },
        unresolved: texts("unresolved", in: node).first,
        poolsWhenAbsent: tree.value(of: "pools_when_absent", in: node).flatMap(tree.scalar) == .bool(true),
        fields: fields)
    }
  }
}
