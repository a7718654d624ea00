import Kustomize
import Manifests
import YAML

/// A document that rules look at: as a file holds it, or a resource as a kustomization makes it.
enum ReadDocument: Sendable {
  case written(RetainedDocument, FileName)
  case made(EffectiveResource)

  var tree: Tree? {
    switch self {
    case .written(let document, _): document.tree
    case .made(let resource): resource.tree
    }
  }

  func located(_ node: NodeID) -> Located {
    switch self {
    case .written(let document, let file): document.located(node, in: file)
    case .made(let resource): resource.located(node)
    }
  }

  /// The identity of a resource of the document as its file writes it.
  func identity(of resource: Resource) -> ResourceIdentity {
    guard case .made(let made) = self else { return resource.identity }
    return made.writtenIdentity ?? resource.identity
  }
}
