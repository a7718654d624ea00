import Kustomize
import Manifests
import YAML

extension EffectiveResource {
  /// Where a node was written; what only a tool made stands where the collection around it does.
  /// - Parameter part: of the node's text, in characters.
  func located(_ node: NodeID, part: Range<Int>? = nil) -> Located {
    if let part, let origin = origin(of: node), let found = origin.located(part, of: tree.string(node)) { return found }
    var around = node
    while origin(of: around) == nil, let parent = tree.parent(around) { around = parent }
    var place = (origin(of: around) ?? base).located
    if around == node, let origin = origin(of: node), isPlain(node, origin) {
      place.source = WrittenNode(chunk: origin.document.chunk, node: origin.documentNode)
    }
    return place
  }

  /// Whether a value stands in the resource's own file just as it is deployed, so that it can be edited there.
  private func isPlain(_ node: NodeID, _ origin: Origin) -> Bool {
    guard origin.file == base.file, origin.document === base.document, let written = origin.document.tree else {
      return false
    }
    var (made, own) = (node, origin.documentNode)
    guard tree.kind(made) == written.kind(own),
      tree.kind(made) != .scalar
        || (tree.scalar(made) == written.scalar(own) && tree.sameText(made, written, own))
    else { return false }
    while own != base.documentNode {
      guard let around = tree.parent(made), let outer = written.parent(own) else { return false }
      switch (tree.key(ofValue: made), written.key(ofValue: own)) {
      case (nil, nil): break
      case (let left?, let right?): if !tree.sameText(left, written, right) { return false }
      default: return false
      }
      (made, own) = (around, outer)
    }
    return made == tree.root
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
  var located: Located { located(at: entry) }

  /// Where a part of a text stands; nil where the file holds another text. One with as many lines is the same but for
  /// marks of substitution, or with the name that a generator gives to it.
  fileprivate func located(_ part: Range<Int>, of text: String) -> Located? {
    guard let tree = document.tree, tree.kind(documentNode) == .scalar,
      let part = tree.part(part, of: text, writtenAs: documentNode)
    else { return nil }
    return located(at: document.withDocument { $0.place(of: documentNode, part: part) })
  }

  private func located(at place: (start: Position, end: Position)) -> Located {
    Located(
      file: FileName(file), start: place.start, end: place.end, document: document.chunk.index,
      pointer: document.tree?.pointer(to: documentNode))
  }
}
