import Manifests
import YAML

/// A resource of the repository that a rendered one was made from: each value of the one is looked for in the other, by
/// its path with list items by their merge key.
struct Likeness: Sendable {
  let file: FileName
  let document: RetainedDocument
  /// As the file holds it.
  let resource: Resource

  var base: Located { document.located(resource.node, in: file) }

  /// Where a node of the rendered tree is written; the resource's name where it is not, or with another value.
  ///
  /// - Parameter part: of the node's text, in characters.
  func located(_ node: NodeID, part: Range<Int>? = nil, of rendered: Tree) -> Located {
    guard let found = written(node, of: rendered) else { return document.located(resource.namePlace, in: file) }
    return document.located(found, part: part, in: file)
  }

  private func written(_ node: NodeID, of rendered: Tree) -> NodeID? {
    let value = rendered.isKey(node) ? rendered.value(ofKey: node) ?? node : node
    guard let found = counterpart(of: value, of: rendered), hasSameValue(found, value, of: rendered) else {
      return nil
    }
    return found
  }

  private func hasSameValue(_ found: NodeID, _ value: NodeID, of rendered: Tree) -> Bool {
    let tree = resource.tree
    guard tree.kind(found) == rendered.kind(value) else { return false }
    return tree.kind(found) != .scalar || tree.scalar(found) == rendered.scalar(value)
  }

  private func counterpart(of node: NodeID, of rendered: Tree) -> NodeID? {
    var way: [NodeID] = []
    var current = node
    while let parent = rendered.parent(current) {
      way.append(current)
      current = parent
    }
    var found = resource.node
    for step in way.reversed() {
      guard let next = child(like: step, of: rendered, in: found) else { return nil }
      found = next
    }
    return found
  }

  private func child(like step: NodeID, of rendered: Tree, in parent: NodeID) -> NodeID? {
    let tree = resource.tree
    if let key = rendered.key(ofValue: step) {
      return tree.kind(parent) == .mapping ? tree.value(of: rendered.string(key), in: parent) : nil
    }
    guard tree.kind(parent) == .sequence, let list = rendered.parent(step) else { return nil }
    let items = Array(tree.items(of: parent))
    if let merge = Fingerprint.mergeEntry(of: step, in: rendered) {
      let alike = items.filter { Fingerprint.mergeEntry(of: $0, in: tree).map { $0 == merge } ?? false }
      return alike.count == 1 ? alike[0] : nil
    }
    // Without a key only the place tells items apart, and only while none came or went.
    guard items.count == rendered.count(list) else { return nil }
    return rendered.items(of: list).enumerated().first { $0.element == step }.map { items[$0.offset] }
  }
}
