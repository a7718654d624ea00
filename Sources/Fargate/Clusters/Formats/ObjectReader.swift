import Manifests
import YAML

/// Reads a Kubernetes object, which names its cluster or the cluster's object.
struct ObjectReader {
  let resource: Resource
  let row: SourceRow

  private var tree: Tree { resource.tree }
  private var start: SourceCursor { SourceCursor(resource.node) }

  /// nil when the object says nothing of a cluster.
  func description() -> ClusterDescription? {
    let notation = PlainNotation(tree: tree)
    var description = DescriptionReader(row: row, notation: notation).description(
      from: start, object: resource.node, key: resource.identity.name)
    description.keys = ClusterKey.keys(of: description, ownName: nil) + objectKeys(FieldReader(notation, [:]))
    description.selectsLabels = labels(at: row.clusterLabels)
    if description.isCluster { description.labels = labels(at: [FieldPath("metadata.labels")]) }
    let tiesNames = row.objectSpace != nil && description.keys.count > 1
    return description.saysSomething || tiesNames ? description : nil
  }

  private func objectKeys(_ reader: FieldReader) -> [ClusterKey] {
    var keys: [ClusterKey] = []
    let namespace = resource.identity.namespace ?? ""
    if let space = row.objectSpace, !resource.identity.name.isEmpty {
      let name = reader.notation.text(of: SourceCursor(resource.namePlace))
      keys.append(key(space, namespace, resource.identity.name, isCertain: name.unresolved == nil))
    }
    if let object = row.clusterObject, let name = reader.text(at: object.name, from: start) {
      let other = reader.text(at: object.namespace, from: start)
      if let text = name.value ?? name.reference {
        keys.append(
          key(object.space, other?.value ?? other?.reference ?? namespace, text, isCertain: name.value != nil))
      }
    }
    return keys
  }

  private func key(_ space: String, _ namespace: String, _ name: String, isCertain: Bool) -> ClusterKey {
    ClusterKey(space: space, namespace: namespace, name: name, reach: isCertain ? .everywhere : .file)
  }

  private func labels(at paths: [FieldPath]) -> [String: String] {
    for path in paths {
      if let node = path.nodes(in: tree, from: resource.node).first {
        return Dictionary(tree.entries(of: node).map { (tree.string($0.key), tree.string($0.value)) }) { _, last in last
        }
      }
    }
    return [:]
  }
}
