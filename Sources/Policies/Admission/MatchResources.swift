import Manifests
import YAML

/// Which requests a policy or a binding is about (Kubernetes API, `MatchResources`). A document counts as the request
/// that creates it.
struct MatchResources: Sendable {
  private struct ResourceRule: Sendable {
    let groups: [String]
    let versions: [String]
    let operations: [String]
    let resources: [String]
    let scope: String
    let names: [String]

    init(_ node: NodeID, _ source: inout FieldReader) {
      groups = source.texts("apiGroups", of: node)
      versions = source.texts("apiVersions", of: node)
      operations = source.texts("operations", of: node)
      resources = source.texts("resources", of: node)
      scope = source.optional("scope", of: node) ?? "*"
      names = source.texts("resourceNames", of: node)
    }

    func covers(_ kind: ResourceKind) -> Bool {
      func holds(_ list: [String], _ wanted: String) -> Bool { list.contains("*") || list.contains(wanted) }
      guard holds(groups, kind.group), holds(versions, kind.version), holds(operations, "CREATE") else { return false }
      guard scope == "*" || (scope == "Cluster") == kind.isClusterScoped else { return false }
      return resources.contains { ["*", "*/*", kind.resource, kind.resource + "/*"].contains($0) }
    }
  }

  private let rules: [ResourceRule]
  private let excluded: [ResourceRule]
  private let objects: LabelSelector
  private let namespaces: LabelSelector

  init(_ node: NodeID?, _ source: inout FieldReader) {
    rules = node.map { node in source.list("resourceRules", of: node).map { ResourceRule($0, &source) } } ?? []
    excluded =
      node.map { node in source.list("excludeResourceRules", of: node).map { ResourceRule($0, &source) } } ?? []
    objects = LabelSelector(node.flatMap { source.field("objectSelector", of: $0) }, &source)
    namespaces = LabelSelector(node.flatMap { source.field("namespaceSelector", of: $0) }, &source)
  }

  /// Whether objects of a kind can be meant; a list without rules means all.
  func covers(_ kind: ResourceKind) -> Bool { rules.isEmpty || rules.contains { $0.covers(kind) } }

  /// Whether an object is meant; nil where that rests on what is not known here.
  func matches(_ object: AdmissionObject) -> Bool? {
    if exclusion(of: object) != nil { return false }
    return objects.selects(object.label) == nil || selectsNamespace(object) == nil ? nil : true
  }

  /// The field by which an object is not meant; nil where it is, or may be.
  func exclusion(of object: AdmissionObject) -> String? {
    func applies(_ rule: ResourceRule) -> Bool {
      rule.covers(object.kind) && (rule.names.isEmpty || rule.names.contains(object.name))
    }
    if !rules.isEmpty, !rules.contains(where: applies) { return "resourceRules" }
    if excluded.contains(where: applies) { return "excludeResourceRules" }
    if objects.selects(object.label) == false { return "objectSelector" }
    return selectsNamespace(object) == false ? "namespaceSelector" : nil
  }

  private func selectsNamespace(_ object: AdmissionObject) -> Bool? {
    namespaces.isEmpty ? true : namespaces.selects(object.namespaceLabel)
  }
}

/// A kind with the name that requests call it by.
struct ResourceKind: Sendable {
  let group: String
  let version: String
  let kind: String
  /// The plural in requests: `networkpolicies`.
  let resource: String

  init(_ identity: ResourceIdentity) {
    let parts = identity.apiVersion.split(separator: "/", maxSplits: 1).map(String.init)
    group = parts.count == 2 ? parts[0] : ""
    version = parts.last ?? ""
    kind = identity.kind
    resource = ResourceKind.plural(of: identity.kind.lowercased())
  }

  /// As Kubernetes derives it where no definition says.
  private static func plural(of kind: String) -> String {
    if kind == "endpoints" { return kind }
    if kind.hasSuffix("s") || kind.hasSuffix("x") || kind.hasSuffix("ch") { return kind + "es" }
    if kind.hasSuffix("y"), let before = kind.dropLast().last, !"aeiou".contains(before) {
      return kind.dropLast() + "ies"
    }
    return kind + "s"
  }

  /// The kinds of Kubernetes itself that have no namespace.
  private static let clusterScoped: Set<String> = [
    "/Namespace", "/Node", "/PersistentVolume", "/ComponentStatus", "rbac.authorization.k8s.io/ClusterRole",
    "rbac.authorization.k8s.io/ClusterRoleBinding", "storage.k8s.io/StorageClass", "storage.k8s.io/CSIDriver",
    "storage.k8s.io/CSINode", "storage.k8s.io/VolumeAttachment", "storage.k8s.io/VolumeAttributesClass",
    "networking.k8s.io/IngressClass", "networking.k8s.io/IPAddress", "networking.k8s.io/ServiceCIDR",
    "scheduling.k8s.io/PriorityClass", "node.k8s.io/RuntimeClass", "policy/PodSecurityPolicy",
    "apiextensions.k8s.io/CustomResourceDefinition", "apiregistration.k8s.io/APIService",
    "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
    "admissionregistration.k8s.io/MutatingWebhookConfiguration",
    "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
    "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
    "admissionregistration.k8s.io/MutatingAdmissionPolicy",
    "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding", "certificates.k8s.io/CertificateSigningRequest",
    "certificates.k8s.io/ClusterTrustBundle", "flowcontrol.apiserver.k8s.io/FlowSchema",
    "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration", "resource.k8s.io/DeviceClass",
    "resource.k8s.io/ResourceSlice",
  ]

  var isClusterScoped: Bool { ResourceKind.clusterScoped.contains("\(group)/\(kind)") }
}

/// An object of a manifest as an admission request has it.
struct AdmissionObject {
  let kind: ResourceKind
  let name: String
  /// nil: not written, so whoever applies it decides.
  let namespace: String?
  let tree: Tree
  let node: NodeID

  init(_ node: NodeID, in tree: Tree) {
    func text(_ path: FieldPath) -> String? {
      path.nodes(in: tree, from: node).first.flatMap { tree.scalar($0) == .string ? tree.string($0) : nil }
    }
    self.node = node
    self.tree = tree
    name = text(AdmissionObject.namePath) ?? ""
    namespace = text(AdmissionObject.namespacePath)
    kind = ResourceKind(
      ResourceIdentity(
        apiVersion: text(AdmissionObject.apiVersion) ?? "", kind: text(AdmissionObject.kind) ?? "",
        namespace: namespace, name: name))
  }

  private static let apiVersion = FieldPath("apiVersion")
  private static let kind = FieldPath("kind")
  private static let namePath = FieldPath("metadata.name")
  private static let namespacePath = FieldPath("metadata.namespace")
  private static let labels = FieldPath("metadata.labels")

  func label(_ key: String) -> LabelSelector.Label {
    guard let labels = AdmissionObject.labels.nodes(in: tree, from: node).first,
      let value = tree.value(of: key, in: labels), !tree.isNull(value)
    else { return .absent }
    return tree.isPlaceholder(value) ? .unknown : .text(tree.string(value))
  }

  /// A label of the object's namespace; objects without one are never left out by it.
  func namespaceLabel(_ key: String) -> LabelSelector.Label {
    if kind.kind == "Namespace" { return label(key) }
    if key == "kubernetes.io/metadata.name", let namespace { return .text(namespace) }
    return .unknown
  }
}
