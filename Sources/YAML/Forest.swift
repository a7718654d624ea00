/// Trees side by side, each read by its number.
///
/// Reading touches no reference count, so that an evaluation pays for what it looks at and nothing else.
public struct Forest: Sendable {
  /// Keep alive what `pointers` lead to: a tree does not change once it is handed out.
  private var trees: [Tree] = []
  @usableFromInline var pointers: [Pointers] = []

  @usableFromInline
  struct Pointers: @unchecked Sendable {
    @usableFromInline let nodes: UnsafePointer<Node>
    @usableFromInline let text: UnsafePointer<UInt8>
    @usableFromInline let count: UInt32
    /// Symbols above this are none of the tree's.
    @usableFromInline let symbolCount: UInt32
    @usableFromInline let mayRepeatKeys: Bool
    @usableFromInline let mayHavePlaceholders: Bool

    init(_ tree: Tree) {
      nodes = UnsafePointer(tree.nodes)
      text = UnsafePointer(tree.text)
      count = UInt32(tree.nodeCount)
      symbolCount = tree.symbols.count
      mayRepeatKeys = tree.mayRepeatKeys
      mayHavePlaceholders = tree.mayHavePlaceholders
    }

    @inlinable
    subscript(index: UInt32) -> Node {
      unsafeAddress {
        precondition(index < count, "node of another tree")
        return nodes + Int(index)
      }
    }
  }

  public init() {}

  public var count: Int { trees.count }

  public subscript(number: UInt32) -> Tree { trees[Int(number)] }

  /// - Returns: the tree's number.
  public mutating func add(_ tree: Tree) -> UInt32 {
    trees.append(tree)
    pointers.append(Pointers(tree))
    return UInt32(trees.count - 1)
  }

  /// Puts another tree in the place of one.
  public mutating func replace(_ number: UInt32, with tree: Tree) {
    trees[Int(number)] = tree
    pointers[Int(number)] = Pointers(tree)
  }

  /// Forgets the trees from a number on.
  public mutating func removeAll(from number: Int) {
    trees.removeSubrange(number...)
    pointers.removeSubrange(number...)
  }

  public mutating func removeAll() {
    trees.removeAll(keepingCapacity: true)
    pointers.removeAll(keepingCapacity: true)
  }
}

/// A node of the tree at this place among those of a forest.
public struct NodeRef: Hashable, Sendable {
  public let tree: UInt32
  public let node: NodeID

  @inlinable
  public init(tree: UInt32, node: NodeID) {
    self.tree = tree
    self.node = node
  }
}

// MARK: Reading

extension Forest {
  /// What there is at a node.
  public enum Content: Sendable {
    case null
    case bool(Bool)
    /// A number; `integer` reads it where it is whole.
    case integer, number
    case string
    /// Text that is substituted later.
    case placeholder
    case sequence, mapping
  }

  @inlinable
  public func content(_ node: NodeRef) -> Content {
    let tree = pointers[Int(node.tree)]
    let raw = tree[node.node.index]
    switch raw.kind {
    case .sequence: return .sequence
    case .mapping, .alias: return .mapping
    case .scalar:
      if tree.mayHavePlaceholders, self[node.tree].isPlaceholder(node.node) { return .placeholder }
      switch raw.type {
      case .string: return .string
      case .null: return .null
      case .true: return .bool(true)
      case .false: return .bool(false)
      case .integer: return .integer
      default: return .number
      }
    }
  }

  /// A field, null counting as absent.
  public enum Field: Sendable {
    case found(NodeRef)
    case absent
    /// The node is no mapping.
    case notHere
  }

  @inlinable
  public func field(_ symbol: Symbol, of node: NodeRef) -> Field {
    let tree = pointers[Int(node.tree)]
    let raw = tree[node.node.index]
    guard raw.kind == .mapping else { return .notHere }
    if tree.mayRepeatKeys || raw.flags.contains(.hasMerge) || symbol.id > tree.symbolCount {
      return slowField(symbol, of: node)
    }
    let id = symbol.id
    var key = raw.child
    while key != 0 {
      if tree[key].symbol == id { return found(tree[key].next, node, tree) }
      key = tree[key].nextKey
    }
    return .absent
  }

  @inlinable
  func found(_ value: UInt32, _ mapping: NodeRef, _ tree: Pointers) -> Field {
    var value = value
    while tree[value].kind == .alias { value = tree[value].child }
    if tree[value].kind == .scalar, tree[value].type == .null { return .absent }
    return .found(NodeRef(tree: mapping.tree, node: NodeID(index: value)))
  }

  @usableFromInline
  func slowField(_ symbol: Symbol, of node: NodeRef) -> Field {
    guard let value = self[node.tree].value(of: symbol, in: node.node), !self[node.tree].isNull(value) else {
      return .absent
    }
    return .found(NodeRef(tree: node.tree, node: value))
  }

  /// The number of items of a sequence or, null values left out, of entries of a mapping; nil for a scalar.
  @inlinable
  public func count(_ node: NodeRef) -> Int? {
    let tree = pointers[Int(node.tree)]
    let raw = tree[node.node.index]
    switch raw.kind {
    case .sequence: return Int(raw.length)
    case .mapping: return entryCount(node)
    case .scalar, .alias: return nil
    }
  }

  @usableFromInline
  func entryCount(_ node: NodeRef) -> Int {
    let tree = self[node.tree]
    return tree.entries(of: node.node).count { !tree.isNull($0.value) }
  }

  /// The first item of a sequence, aliases not followed; nil at its end or for other kinds.
  @inlinable
  public func firstItem(of node: NodeRef) -> UInt32? {
    let raw = pointers[Int(node.tree)][node.node.index]
    return raw.kind == .sequence && raw.child != 0 ? raw.child : nil
  }

  /// What the item at a place of a sequence stands for, and the place of the next one; nil at the end.
  @inlinable
  public func item(_ place: UInt32, of sequence: NodeRef) -> (item: NodeRef, next: UInt32?) {
    let tree = pointers[Int(sequence.tree)]
    let next = tree[place].next
    var item = place
    while tree[item].kind == .alias { item = tree[item].child }
    return (NodeRef(tree: sequence.tree, node: NodeID(index: item)), next == 0 ? nil : next)
  }

  /// Lends the bytes of a scalar's text; none for a collection.
  @inlinable
  @inline(__always)
  public func withText<Result>(_ node: NodeRef, _ body: (Span<UInt8>) -> Result) -> Result {
    let tree = pointers[Int(node.tree)]
    let raw = tree[node.node.index]
    let length = raw.kind == .scalar ? Int(raw.length) : 0
    return body(Span(_unsafeElements: UnsafeBufferPointer(start: tree.text + Int(raw.text), count: length)))
  }

  /// The value of an integer that fits 64 bits with sign; nil for another scalar.
  @inlinable
  public func integer(_ node: NodeRef) -> Int64? {
    let short = withText(node) { text -> Int64? in
      guard text.count <= 18, text.count > 0, text[0] != 0x30 || text.count == 1 else { return nil }
      var value: Int64 = 0
      for index in 0..<text.count {
        guard text[index] >= 0x30, text[index] <= 0x39 else { return nil }
        value = value * 10 + Int64(text[index] - 0x30)
      }
      return value
    }
    return short ?? longInteger(node)
  }

  @usableFromInline
  func longInteger(_ node: NodeRef) -> Int64? {
    if case .int(let value) = self[node.tree].scalar(node.node) { return value }
    return nil
  }
}
