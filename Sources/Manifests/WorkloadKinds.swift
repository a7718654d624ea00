import YAML

/// Which kinds hold pods, and where. Data: the catalogue's table, extended by configuration.
public struct WorkloadKinds: Sendable {
  /// How the pod is written at the end of a path.
  public enum Shape: String, Sendable, CaseIterable {
    /// An object with `metadata` and `spec`.
    case podTemplate
    /// A PodSpec.
    case podSpec
    /// The object is the pod.
    case pod
    /// A template of an Argo Workflow.
    case argoTemplate
    /// A Tekton Task's spec.
    case tektonTask
    /// An OpenKruise SidecarSet's spec: containers that join other pods.
    case sidecarSet
    /// The driver or executor of a Spark application.
    case sparkRole
  }

  public struct Kind: Sendable {
    public let paths: [FieldPath]
    public let shape: Shape
    /// One pod a node, as a DaemonSet.
    public let daemon: Bool
    /// Its pods come to an end, as a Job's.
    public let finishes: Bool
    /// The templates of the claims that each pod brings.
    public let claims: FieldPath?
    /// Where pod-level fields stand that are not in the template (Tekton runs).
    public let podTemplates: [FieldPath]
    /// The keys of the labels that its controller adds to each pod; nil where nobody can tell.
    public let generatedLabels: [String]?
  }

  private var kinds: [String: [String: Kind]] = [:]

  /// Reads the rows of `workload_kinds.core` and `.custom` of the tables.
  public init(table: Tree) {
    guard let root = table.root, let section = table.value(of: "workload_kinds", in: root) else { return }
    for list in ["core", "custom"] {
      guard let rows = table.value(of: list, in: section) else { continue }
      for row in table.items(of: rows) { add(row, of: table) }
    }
  }

  private mutating func add(_ row: NodeID, of table: Tree) {
    func texts(_ key: String) -> [String] {
      guard let node = table.value(of: key, in: row) else { return [] }
      return table.kind(node) == .scalar ? [table.string(node)] : table.items(of: node).map { table.string($0) }
    }
    func flag(_ key: String) -> Bool {
      table.value(of: key, in: row).flatMap { table.scalar($0) } == .bool(true)
    }
    guard let shape = texts("shape").first.flatMap(Shape.init(rawValue:)) else { return }
    let kind = Kind(
      paths: texts("path").map { FieldPath($0) }, shape: shape, daemon: flag("daemon"), finishes: flag("finishes"),
      claims: texts("claims").first.map { FieldPath($0) }, podTemplates: texts("pod_template").map { FieldPath($0) },
      generatedLabels: table.value(of: "generated_labels", in: row) == nil ? nil : texts("generated_labels"))
    for name in texts("kind") {
      for version in texts("apiVersion") { kinds[name, default: [:]][version] = kind }
    }
  }

  /// Adds a kind of somebody's own, or says anew where the pods of a known one stand.
  public mutating func add(apiVersion: String, kind: String, path: FieldPath, shape: Shape) {
    kinds[kind, default: [:]][apiVersion] = Kind(
      paths: [path], shape: shape, daemon: false, finishes: false, claims: nil, podTemplates: [],
      generatedLabels: nil)
  }

  /// The row of a kind; nil when it is none that holds pods.
  public func kind(_ apiVersion: String, _ kind: String) -> Kind? { kinds[kind]?[apiVersion] }
}
