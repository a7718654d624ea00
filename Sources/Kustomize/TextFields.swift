import YAML

/// The fields of a kustomization that have to be text (kustomize's Go types): a version like `1.10` is none without
/// quotes.
enum TextFields {
  /// What stands in a field of the kustomization and is a number, a truth value or a date as Kubernetes reads it, or a
  /// collection, where text is wanted.
  static func others(in tree: Tree, of field: String, _ value: NodeID) -> [NodeID] {
    guard let paths = paths[field] else { return [] }
    return paths.flatMap { path in
      path.reduce([value]) { nodes, step in
        nodes.flatMap { node in
          switch step {
          case "[]": Array(tree.items(of: node))
          case "{}": tree.entries(of: node).map { $0.1 }
          default: tree.value(of: step, in: node).map { [$0] } ?? []
          }
        }
      }.filter { node in
        switch tree.scalar(node) {
        case .string, .null: false
        default: true
        }
      }
    }
  }

  private static let target = ["group", "version", "kind", "name", "namespace", "labelSelector", "annotationSelector"]
  private static let generator = [
    "name", "namespace", "behavior", "type", "env", "literals []", "files []", "envs []", "options labels {}",
    "options annotations {}",
  ]

  /// By the field with which they begin: the steps from there.
  private static let paths: [String: [[String]]] = Dictionary(
    grouping: ([
      "namespace", "namePrefix", "nameSuffix", "resources []", "bases []", "components []", "configurations []",
      "crds []",
      "commonLabels {}", "commonAnnotations {}", "labels [] pairs {}", "generatorOptions labels {}",
      "generatorOptions annotations {}", "patchesStrategicMerge []", "replicas [] name", "replacements [] path",
      "patches [] path", "patches [] patch", "patchesJson6902 [] path", "patchesJson6902 [] patch",
    ]
      + ["name", "newName", "newTag", "digest"].map { "images [] \($0)" }
      + target.flatMap { ["patches [] target \($0)", "patchesJson6902 [] target \($0)"] }
      + generator.flatMap { ["configMapGenerator [] \($0)", "secretGenerator [] \($0)"] })
      .map { $0.split(separator: " ").map(String.init) }, by: { $0[0] }
  ).mapValues { $0.map { Array($0.dropFirst()) } }
}
