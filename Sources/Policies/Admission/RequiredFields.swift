import CEL
import Manifests
import YAML

/// Fields that the API server always writes out, as null where a manifest leaves them out: those of its Go types without
/// `omitempty` (k8s.io/api). Everywhere else it drops nulls.
enum RequiredFields {
  private struct Field {
    let group: String
    let kinds: Set<String>
    let parent: FieldPath
    let name: String

    init(_ group: String, _ kinds: Set<String>, _ parent: String, _ name: String) {
      self.group = group
      self.kinds = kinds
      self.parent = FieldPath(parent)
      self.name = name
    }
  }

  private static let workloads: Set<String> = ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"]

  private static let fields: [Field] = [
    Field("rbac.authorization.k8s.io", ["Role", "ClusterRole"], "", "rules"),
    Field("rbac.authorization.k8s.io", ["Role", "ClusterRole"], "rules[]", "verbs"),
    Field("apps", workloads, "spec", "selector"),
    Field("apps", workloads, "spec.template.spec", "containers"),
    Field("batch", ["Job"], "spec.template.spec", "containers"),
    Field("batch", ["CronJob"], "spec.jobTemplate.spec.template.spec", "containers"),
    Field("", ["Pod"], "spec", "containers"),
    Field("", ["LimitRange"], "spec", "limits"),
    Field("networking.k8s.io", ["Ingress"], "spec.rules[].http", "paths"),
    Field("discovery.k8s.io", ["EndpointSlice"], "", "endpoints"),
    Field("discovery.k8s.io", ["EndpointSlice"], "", "ports"),
  ]

  /// Where the object has such a field: the mapping and the field's name.
  static func places(in object: AdmissionObject, tree: UInt32) -> [Evaluation.RequiredField] {
    fields.filter { $0.group == object.kind.group && $0.kinds.contains(object.kind.kind) }.flatMap { field in
      field.parent.nodes(in: object.tree, from: object.node).map {
        Evaluation.RequiredField(node: NodeRef(tree: tree, node: $0), name: field.name)
      }
    }
  }
}
