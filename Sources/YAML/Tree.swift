/// One YAML document as an arena of positioned nodes.
///
/// A tree is filled by one `TreeBuilder` and frozen when it is handed out: from then on it only answers questions, from
/// any thread. Node 0 is the root. Aliases and merge keys are followed by the accessors, so that a reader sees what
/// Kubernetes sees while every node keeps the place of the text that a person must change.
public final class Tree: @unchecked Sendable {
  var nodes: UnsafeMutablePointer<Node>
  var capacity: Int
  public internal(set) var nodeCount = 0
  var text: UnsafeMutablePointer<UInt8>
  var textCapacity: Int
  var textCount = 0
  var symbols: SymbolTable
  /// The symbols that are keys somewhere in the document, a bit each.
  var keys: [UInt64] = []
  /// Tags that are none of YAML's own, by node.
  var localTags: [UInt32: String] = [:]
  /// Alias nodes, in document order.
  var aliases: [UInt32] = []
  /// Whether any scalar may hold a mark of a later substitution, such as `${NAME}`.
  public internal(set) var mayHavePlaceholders = false
  /// Whether some mapping holds a key twice (the last one counts), or as an alias.
  var mayRepeatKeys = false

  init(symbols: SymbolTable) {
    self.symbols = symbols
    keys = [UInt64](repeating: 0, count: Int(symbols.count) / 64 + 1)
    capacity = 64
    nodes = .allocate(capacity: capacity)
    textCapacity = 1024
    text = .allocate(capacity: textCapacity)
  }

  deinit {
    nodes.deallocate()
    text.deallocate()
  }

  @inline(__always)
  subscript(index: UInt32) -> Node {
    unsafeAddress {
      precondition(index < nodeCount, "node of another tree")
      return UnsafePointer(nodes + Int(index))
    }
  }

  /// Whether every one of these symbols is a key somewhere in the document, or was made after it was read.
  public func holds(_ wanted: KeySet) -> Bool {
    wanted.words.allSatisfy { word in
      let known = word.number < keys.count ? keys[word.number] : 0
      return word.bits & ~known == 0 || wanted.isNewer(than: symbols, word, known)
    }
  }

  // MARK: Structure

  /// The document's root; nil only for a tree without a document.
  public var root: NodeID? { nodeCount == 0 ? nil : NodeID(index: 0) }

  /// Follows an alias to what it stands for.
  @inline(__always)
  func resolved(_ index: UInt32) -> UInt32 {
    var index = index
    while self[index].kind == .alias { index = self[index].child }
    return index
  }

  public func kind(_ node: NodeID) -> NodeKind { self[node.index].kind }
  public func style(_ node: NodeID) -> NodeStyle { self[node.index].style }

  /// The collection that a node stands in as written; nil for the root.
  public func parent(_ node: NodeID) -> NodeID? { node.index == 0 ? nil : NodeID(index: self[node.index].parent) }

  /// The tag of a node when it is none of YAML's own (`!Ref`).
  public func localTag(_ node: NodeID) -> String? { localTags[node.index] }

  /// Number of items of a sequence or entries of a mapping (after merging); 0 for a scalar.
  public func count(_ node: NodeID) -> Int {
    let raw = self[node.index]
    switch raw.kind {
    case .sequence: return Int(raw.length)
    case .mapping where !raw.flags.contains(.hasMerge) && !mayRepeatKeys: return Int(raw.length)
    case .mapping: return entries(of: node).count
    case .scalar, .alias: return 0
    }
  }

  /// The items of a sequence, aliases followed; nothing for other kinds.
  public func items(of node: NodeID) -> Items {
    let raw = self[node.index]
    guard raw.kind == .sequence, raw.length > 0 else { return Items(tree: self, position: 0) }
    return Items(tree: self, position: raw.child)
  }

  public struct Items: Sequence, IteratorProtocol {
    let tree: Tree
    var position: UInt32
    public mutating func next() -> NodeID? {
      guard position != 0 else { return nil }
      let here = position
      position = tree[here].next
      return NodeID(index: tree.resolved(here))
    }
  }

  /// Item `index` of a sequence, nil out of its bounds. Cost: linear in `index`.
  public func item(_ index: Int, of node: NodeID) -> NodeID? {
    let raw = self[node.index]
    guard raw.kind == .sequence, index >= 0, index < Int(raw.length) else { return nil }
    var position = raw.child
    for _ in 0..<index { position = self[position].next }
    return NodeID(index: resolved(position))
  }

  public typealias Entry = (key: NodeID, value: NodeID)

  /// The entries of a mapping in document order, merge keys applied, each key once; empty for other kinds.
  public func entries(of node: NodeID) -> [Entry] {
    var result: [Entry] = []
    let raw = self[node.index]
    guard raw.kind == .mapping else { return result }
    if !raw.flags.contains(.hasMerge) && !mayRepeatKeys {
      result.reserveCapacity(Int(raw.length))
      forEachWrittenEntry(of: node) { result.append(($0, $1)) }
      return result
    }
    var places: [String: Int] = [:]
    collectEntries(of: node.index) { key, value in
      let name = string(key)
      if let place = places[name] {
        result[place] = (key, value)
      } else {
        places[name] = result.count
        result.append((key, value))
      }
    }
    return result
  }

  /// Calls `body` for each entry as it is written in this mapping, merge keys left out, repeated keys included.
  @inline(__always)
  public func forEachWrittenEntry(of node: NodeID, _ body: (_ key: NodeID, _ value: NodeID) -> Void) {
    var key = self[node.index].child
    guard self[node.index].kind == .mapping else { return }
    while key != 0 {
      let value = self[key].next
      if !self[key].flags.contains(.isMergeKey) {
        body(NodeID(index: resolved(key)), NodeID(index: resolved(value)))
      }
      key = self[value].next
    }
  }

  /// Entries in the order in which they take effect: a later one of the same key replaces an earlier one.
  private func collectEntries(of mapping: UInt32, _ body: (NodeID, NodeID) -> Void) {
    var key = self[mapping].child
    while key != 0 {
      let value = self[key].next
      if self[key].flags.contains(.isMergeKey) {
        forEachMerged(value) { collectEntries(of: $0, body) }
      } else {
        body(NodeID(index: resolved(key)), NodeID(index: resolved(value)))
      }
      key = self[value].next
    }
  }

  /// The mappings that a merge key brings in, the least important first: earlier ones of a list win.
  private func forEachMerged(_ value: UInt32, _ body: (UInt32) -> Void) {
    let target = resolved(value)
    switch self[target].kind {
    case .mapping: body(target)
    case .sequence:
      var items: [UInt32] = []
      var position = self[target].child
      while position != 0 {
        items.append(resolved(position))
        position = self[position].next
      }
      for item in items.reversed() where self[item].kind == .mapping { body(item) }
    case .scalar, .alias: break
    }
  }

  // MARK: Fields

  /// The value of a field; nil when the mapping lacks it or `node` is no mapping. No allocation.
  @inline(__always)
  public func value(of symbol: Symbol, in node: NodeID) -> NodeID? {
    entry(of: symbol, in: node)?.value
  }

  /// A field's key and value.
  @inline(__always)
  public func entry(of symbol: Symbol, in node: NodeID) -> Entry? {
    guard symbol.id <= symbols.count else { return entry(of: symbol.text, in: node) }
    return find(in: node.index) { self[$0].symbol == symbol.id }
  }

  /// The value under `key`, compared as text; nil when absent or `node` is no mapping.
  public func value(of key: String, in node: NodeID) -> NodeID? {
    entry(of: key, in: node)?.value
  }

  public func entry(of key: String, in node: NodeID) -> Entry? {
    find(in: node.index) { self.text(NodeID(index: $0), equals: key) }
  }

  /// The value under a key whose bytes are those of the scalar `key` of another (or this) tree.
  public func value(ofKeyLike key: NodeID, of other: Tree, in node: NodeID) -> NodeID? {
    find(in: node.index) { self.sameText(NodeID(index: $0), other, key) }?.value
  }

  @inline(__always)
  private func find(in mapping: UInt32, _ matches: (UInt32) -> Bool) -> Entry? {
    let raw = self[mapping]
    guard raw.kind == .mapping else { return nil }
    var found: Entry?
    var key = raw.child
    while key != 0 {
      let value = self[key].next
      if self[key].flags.contains(.isMergeKey) {
        if let merged = findMerged(value, matches) { found = merged }
      } else if matches(resolved(key)) {
        found = (NodeID(index: resolved(key)), NodeID(index: resolved(value)))
        if !mayRepeatKeys && !raw.flags.contains(.hasMerge) { return found }
      }
      key = self[value].next
    }
    return found
  }

  @inline(never)
  private func findMerged(_ value: UInt32, _ matches: (UInt32) -> Bool) -> Entry? {
    var found: Entry?
    forEachMerged(value) { if let entry = find(in: $0, matches) { found = entry } }
    return found
  }

  // MARK: Text

  /// The value of a scalar as text: what the quotes or the block hold; the canonical spelling of a key that is a number.
  public func string(_ node: NodeID) -> String {
    withUTF8(node) { span in
      span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// Lends the UTF-8 bytes of a scalar's text; none for a collection.
  @inline(__always)
  public func withUTF8<Result: ~Copyable>(_ node: NodeID, _ body: (borrowing Span<UInt8>) -> Result) -> Result {
    let raw = self[node.index]
    let length = raw.kind == .scalar ? Int(raw.length) : 0
    let buffer = UnsafeBufferPointer(start: text + Int(raw.text), count: length)
    return body(Span(_unsafeElements: buffer))
  }

  /// Number of bytes of a scalar's text.
  public func utf8Count(_ node: NodeID) -> Int { self[node.index].kind == .scalar ? Int(self[node.index].length) : 0 }

  public func text(_ node: NodeID, equals other: String) -> Bool {
    var other = other
    let raw = self[node.index]
    guard raw.kind == .scalar, Int(raw.length) == other.utf8.count else { return false }
    return other.withUTF8 { memoryIsEqual(text + Int(raw.text), $0.baseAddress, Int(raw.length)) }
  }

  /// Whether two scalars, of this and of another tree, have the same text.
  public func sameText(_ node: NodeID, _ other: Tree, _ otherNode: NodeID) -> Bool {
    let left = self[node.index]
    let right = other[otherNode.index]
    guard left.kind == .scalar, right.kind == .scalar, left.length == right.length else { return false }
    return memoryIsEqual(text + Int(left.text), other.text + Int(right.text), Int(left.length))
  }

  // MARK: Ranges

  /// Where a node stands, in characters from the start of its chunk.
  public func range(_ node: NodeID) -> Range<Int> {
    Int(self[node.index].start)..<Int(self[node.index].end)
  }

  /// The key of the entry whose value `node` is, as written; nil for items, keys and the root.
  public func key(ofValue node: NodeID) -> NodeID? {
    guard node.index > 0 else { return nil }
    let parent = self[node.index].parent
    guard self[parent].kind == .mapping, !self[node.index].flags.contains(.isKey) else { return nil }
    var key = self[parent].child
    while key != 0 {
      let value = self[key].next
      if value == node.index { return NodeID(index: key) }
      key = self[value].next
    }
    return nil
  }

  /// The aliases, in document order, through which `node` can be reached from inside `ancestor` though it is written
  /// elsewhere.
  public func aliases(from ancestor: NodeID, to node: NodeID) -> [NodeID] {
    guard !aliases.isEmpty, !isInside(node.index, ancestor.index) else { return [] }
    return aliases.filter { isInside($0, ancestor.index) && isInside(node.index, resolved($0)) }
      .map { NodeID(index: $0) }
  }

  private func isInside(_ node: UInt32, _ ancestor: UInt32) -> Bool {
    var node = node
    while node != ancestor {
      if node == 0 { return false }
      node = self[node].parent
    }
    return true
  }
}
