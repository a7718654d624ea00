import Kustomize
import Manifests
import YAML

/// A document that rules look at: as a file holds it, or a resource as a kustomization or a program makes it.
enum ReadDocument: Sendable {
  case written(RetainedDocument, FileName)
  case made(EffectiveResource)
  case rendered(RenderedResource)

  var tree: Tree? {
    switch self {
    case .written(let document, _): document.tree
    case .made(let resource): resource.tree
    case .rendered(let resource): resource.tree
    }
  }

  /// - Parameter part: of the node's text, in characters.
  func located(_ node: NodeID, part: Range<Int>? = nil) -> Located {
    switch self {
    case .written(let document, let file): document.located(node, part: part, in: file)
    case .made(let resource): resource.located(node, part: part)
    case .rendered(let resource): resource.located(node, part: part)
    }
  }

  /// Where the resource is written that something made; nil for what a file holds.
  var base: Located? {
    switch self {
    case .written: nil
    case .made(let resource): resource.base.located
    case .rendered(let resource): resource.base
    }
  }

  /// The identity of a resource of the document as its file writes it.
  func identity(of resource: Resource) -> ResourceIdentity {
    switch self {
    case .written(let document, _): resource.identity(in: document.unfilled)
    case .made(let made): made.writtenIdentity ?? resource.identity
    case .rendered(let rendered): rendered.writtenIdentity ?? resource.identity
    }
  }

  /// By which it is known that two deployments make the same object; nil for what a file holds.
  var writtenPlace: WrittenPlace? {
    switch self {
    case .written: nil
    case .made(let made):
      WrittenPlace(file: FileName(made.base.file), document: made.base.located.document, node: made.base.documentNode)
    case .rendered(let rendered): rendered.writtenPlace
    }
  }

  /// Whether no file of the repository holds the resource, so that nobody else counts it.
  var isMadeAnew: Bool { if case .rendered(let resource) = self { resource.isMadeAnew } else { false } }

  /// In nodes, of what is made without a program.
  var size: Int {
    switch self {
    case .made(let resource): resource.size
    case .written, .rendered: 0
    }
  }
}

extension Resource {
  /// What the same node of another tree calls it; what this one does where there is no such tree.
  func identity(in unfilled: Tree?) -> ResourceIdentity {
    guard let unfilled else { return identity }
    return Resource.resources(in: unfilled).first { $0.node == node }?.identity ?? identity
  }
}
