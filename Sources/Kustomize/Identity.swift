/// Group, version and kind of a Kubernetes type.
struct GroupVersionKind: Hashable, Sendable {
  let group: String
  let version: String
  let kind: String

  init(group: String, version: String, kind: String) {
    self.group = group
    self.version = version
    self.kind = kind
  }

  init(apiVersion: String, kind: String) {
    if let slash = apiVersion.firstIndex(of: "/") {
      group = String(apiVersion[..<slash])
      version = String(apiVersion[apiVersion.index(after: slash)...])
    } else {
      group = ""
      version = apiVersion
    }
    self.kind = kind
  }

  var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

  /// Whether Kubernetes certainly has no namespace for objects of it.
  var isClusterScoped: Bool { KustomizeTables.bundled.clusterScoped.contains("\(apiVersion) \(kind)") }

  /// Whether it is what another names; empty parts of the other name anything.
  func isSelected(by selector: GroupVersionKind) -> Bool {
    (selector.group.isEmpty || selector.group == group) && (selector.version.isEmpty || selector.version == version)
      && (selector.kind.isEmpty || selector.kind == kind)
  }
}

extension GroupVersionKind {
  private static let first = [
    "Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount", "PodSecurityPolicy",
    "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap", "Secret", "Endpoints", "Service",
    "LimitRange", "PriorityClass", "PersistentVolume", "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob",
    "PodDisruptionBudget",
  ]
  private static let last = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]

  /// The order in which kustomize keeps fields by their types: kinds that others need first, then by the alphabet.
  func precedes(_ other: GroupVersionKind) -> Bool { sortKey < other.sortKey }

  private var sortKey: (Int, String) {
    let rank =
      GroupVersionKind.first.firstIndex(of: kind).map { $0 - GroupVersionKind.first.count }
      ?? GroupVersionKind.last.firstIndex(of: kind).map { $0 + 1 } ?? 0
    let parts = [group.isEmpty ? "~G" : group, version.isEmpty ? "~V" : version, kind.isEmpty ? "~K" : kind]
    return (rank, parts.joined(separator: "_"))
  }
}

/// What tells the resources of a build apart.
struct ResourceIdentifier: Hashable, Sendable {
  let type: GroupVersionKind
  let name: String
  /// Empty where none is written.
  let namespace: String

  init(_ type: GroupVersionKind, name: String, namespace: String) {
    self.type = type
    self.name = name
    self.namespace = namespace
  }

  private static let clusterNamespace = "_non_namespaceable_"

  /// A namespace for every resource: `default` where none is written.
  var effectiveNamespace: String {
    if type.isClusterScoped { return ResourceIdentifier.clusterNamespace }
    return namespace.isEmpty ? "default" : namespace
  }

  func isInNamespace(of other: ResourceIdentifier) -> Bool { effectiveNamespace == other.effectiveNamespace }

  /// Whether both name one resource.
  func names(_ other: ResourceIdentifier) -> Bool {
    name == other.name && type == other.type && isInNamespace(of: other)
  }

  /// Whether it is what a selector names; empty parts name anything.
  func isSelected(by selector: ResourceIdentifier) -> Bool {
    (selector.name.isEmpty || selector.name == name)
      && (selector.namespace.isEmpty || selector.isInNamespace(of: self)) && type.isSelected(by: selector.type)
  }

  /// For messages.
  var text: String {
    "\(type.kind) \(name)" + (namespace.isEmpty ? "" : " in namespace \(namespace)")
  }
}
