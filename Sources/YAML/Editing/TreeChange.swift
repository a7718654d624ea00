/// What a tree must read like after an edit: the old tree, but for these nodes.
struct TreeChange {
  /// Items, and values of entries, that go; by node.
  var removed: Set<UInt32> = []
  /// What values become; by node.
  var values: [UInt32: EditValue] = [:]
  /// What keys become; by the key's node.
  var keys: [UInt32: String] = [:]
  /// What comes behind the last entry of a mapping; by the mapping's node.
  var entries: [UInt32: [EditValue.Entry]] = [:]
  /// What comes behind the last item of a sequence; by the sequence's node.
  var items: [UInt32: [EditValue]] = [:]

  /// The nodes that it speaks of.
  var nodes: Set<UInt32> {
    removed.union(values.keys).union(keys.keys).union(entries.keys).union(items.keys)
  }

  /// Adds the changes of another, which speaks of other nodes.
  mutating func merge(_ other: TreeChange) {
    removed.formUnion(other.removed)
    values.merge(other.values) { $1 }
    keys.merge(other.keys) { $1 }
    entries.merge(other.entries) { $1 }
    items.merge(other.items) { $1 }
  }
}

/// Holds the tree of an edited text against the one before.
///
/// Trees are compared as written: aliases must lead to the same anchors, keys and tags stay as they are.
struct TreeComparison {
  private let old: Tree
  private let new: Tree
  private let change: TreeChange
  /// The new nodes of old anchors.
  private var anchors: [UInt32: UInt32] = [:]

  init(_ old: Tree, _ new: Tree, _ change: TreeChange) {
    self.old = old
    self.new = new
    self.change = change
  }

  /// Whether the trees differ by the change and by nothing else.
  /// - Complexity: O(nodes).
  mutating func holds() -> Bool {
    guard old.nodeCount > 0, new.nodeCount > 0 else { return false }
    return isSame(0, 0)
  }

  private mutating func isSame(_ left: UInt32, _ right: UInt32) -> Bool {
    if let value = change.values[left] { return new.node(NodeID(index: right), has: value) }
    let (before, after) = (old[left], new[right])
    if before.flags.contains(.hasAnchor) { anchors[left] = right }
    guard before.kind == after.kind, before.tag == after.tag, old.localTags[left] == new.localTags[right] else {
      return false
    }
    switch before.kind {
    case .alias: return anchors[before.child].map { $0 == after.child } ?? false
    case .scalar: return isSameScalar(left, right)
    case .sequence: return areSameItems(left, right)
    case .mapping: return areSameEntries(left, right)
    }
  }

  private func isSameScalar(_ left: UInt32, _ right: UInt32) -> Bool {
    old[left].style == new[right].style && old[left].type == new[right].type
      && old.sameText(NodeID(index: left), new, NodeID(index: right))
  }

  private mutating func areSameItems(_ left: UInt32, _ right: UInt32) -> Bool {
    var item = new[right].child
    var here = old[left].child
    while here != 0 {
      if !change.removed.contains(here) {
        guard item != 0, isSame(here, item) else { return false }
        item = new[item].next
      }
      here = old[here].next
    }
    for value in change.items[left] ?? [] {
      guard item != 0, new.node(NodeID(index: item), has: value) else { return false }
      item = new[item].next
    }
    return item == 0
  }

  private mutating func areSameEntries(_ left: UInt32, _ right: UInt32) -> Bool {
    var key = new[right].child
    var here = old[left].child
    while here != 0 {
      let value = old[here].next
      if !change.removed.contains(value) {
        guard key != 0, isSameKey(here, key), isSame(value, new[key].next) else { return false }
        key = new[new[key].next].next
      }
      here = old[value].next
    }
    for entry in change.entries[left] ?? [] {
      guard key != 0, new.text(NodeID(index: key), equals: entry.key),
        new.node(NodeID(index: new[key].next), has: entry.value)
      else { return false }
      key = new[new[key].next].next
    }
    return key == 0
  }

  private mutating func isSameKey(_ left: UInt32, _ right: UInt32) -> Bool {
    if let name = change.keys[left] { return new.text(NodeID(index: right), equals: name) }
    return isSame(left, right)
  }
}
