import Manifests
import YAML

/// A document that was read again, and its objects by their nodes, which are found once for all of them.
final class OpenDocument {
  let document: ReadDocument
  let tree: Tree
  private lazy var resources = Dictionary(
    Resource.resources(in: tree).map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })

  /// nil where it holds nothing.
  init?(_ document: ReadDocument?) {
    guard let document, let tree = document.tree else { return nil }
    self.document = document
    self.tree = tree
  }

  /// The object that stands at a node.
  func resource(_ node: NodeID) -> Resource? { resources[node] }
}
