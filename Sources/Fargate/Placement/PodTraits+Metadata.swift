import Manifests
import YAML

extension PodTraits {
  /// Reads labels and annotation of a pod's `metadata`, as written there.
  ///
  /// A label that is no text is one that the API server refuses; what was meant is not known.
  /// - Parameter metadata: nil when the pod has none.
  public init(metadata: NodeID?, in tree: Tree, namespace: Namespace, owner: Owner = .other) {
    self.init(namespace: namespace, owner: owner)
    guard let metadata else { return }
    if let written = tree.field(Names.labels, in: metadata) {
      for (key, value) in tree.entries(of: written) where !tree.isNull(value) {
        if tree.isPlaceholder(key) {
          laterLabels = "`\(tree.string(key))` is filled in later"
        } else {
          labels.updateValue(Self.text(value, tree), forKey: tree.string(key))
        }
      }
    }
    if let written = tree.field(Names.annotations, in: metadata),
      let value = tree.field(Names.computeType, in: written)
    {
      computeType = Self.text(value, tree).map { .value($0) } ?? .unknown
    }
  }

  private static func text(_ node: NodeID, _ tree: Tree) -> String? {
    tree.isPlaceholder(node) || tree.scalar(node) != .string ? nil : tree.string(node)
  }

  private enum Names {
    static let labels = Symbol("labels")
    static let annotations = Symbol("annotations")
    static let computeType = Symbol(computeTypeAnnotation)
  }
}
