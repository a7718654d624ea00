import Kustomize
import Manifests
import YAML

extension EffectiveResource {
  /// Where a node was written; what only a tool made stands where the collection around it does.
  func located(_ node: NodeID) -> Located {
    var node = node
    while origin(of: node) == nil, let parent = tree.parent(node) { node = parent }
    return (origin(of: node) ?? base).located
  }

  /// The resource's identity as its file writes it; a generated one's by the generator's name.
  var writtenIdentity: ResourceIdentity? {
    let document = base.document.tree
    if let document, let written = Resource.resources(in: document).first(where: { $0.node == base.documentNode }) {
      return written.identity
    }
    guard let made = Resource.resources(in: tree).first?.identity else { return nil }
    let name = document.flatMap { $0.value(of: "name", in: base.documentNode).map($0.string) }
    return ResourceIdentity(
      apiVersion: made.apiVersion, kind: made.kind, namespace: nil, name: name ?? made.name)
  }
}

extension Origin {
  var located: Located {
    let place = entry
    return Located(
      file: FileName(file), start: place.start, end: place.end, document: document.chunk.index,
      pointer: document.tree?.pointer(to: documentNode))
  }
}
