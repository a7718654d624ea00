/// Fills an arena with one document, event by event, and counts what could hurt before it does.
struct TreeBuilder: ~Copyable {
  var tree: Tree
  /// What Kubernetes refuses though it parses, in document order.
  private(set) var problems: [Problem] = []
  /// `{{` where YAML sees a mapping as the key of a mapping: the mark of a template engine.
  private(set) var looksLikeTemplate = false

  private var open: [Frame] = []
  private var anchors: [String: UInt32] = [:]
  private var anchorWeights: [UInt32: Int] = [:]

  private struct Frame {
    var node: UInt32
    var last: UInt32
    var lastKey: UInt32 = 0
    var kind: NodeKind
    var style: NodeStyle
    /// In a mapping: whether the next child is a key.
    var expectsKey: Bool
    /// Nodes below, aliases followed.
    var weight: Int
  }

  init() { tree = Tree(symbols: Symbol.snapshot()) }

  /// Begins a new document. The arena is used again unless somebody still holds the last one.
  mutating func reset() {
    if isKnownUniquelyReferenced(&tree) {
      tree.nodeCount = 0
      tree.textCount = 0
      tree.mayRepeatKeys = false
      if !tree.localTags.isEmpty { tree.localTags = [:] }
      if !tree.aliases.isEmpty { tree.aliases = [] }
      tree.symbols = Symbol.snapshot()
      tree.forgetKeys()
    } else {
      tree = Tree(symbols: Symbol.snapshot())
    }
    open.removeAll(keepingCapacity: true)
    if !anchors.isEmpty { anchors = [:] }
    if !anchorWeights.isEmpty { anchorWeights = [:] }
    problems.removeAll(keepingCapacity: true)
    looksLikeTemplate = false
  }

  /// Hands the document out. It stays as it is while the receiver is held.
  mutating func finish(mayHavePlaceholders: Bool) -> Tree {
    tree.mayHavePlaceholders = mayHavePlaceholders
    return tree
  }

  // MARK: Events

  /// Takes one event; true when it ends a document, which can then be handed out.
  mutating func take(_ event: borrowing Event) throws(Problem) -> Bool {
    switch event.kind {
    case .documentStart: reset()
    case .documentEnd: return true
    case .scalar(let style):
      try scalar(event.value, style: style, tag: event.tag, anchor: event.anchor, range: event.range)
    case .alias: try alias(event.anchor ?? "", range: event.range)
    case .collectionStart(let kind, let style):
      try begin(kind, style: style, tag: event.tag, anchor: event.anchor, range: event.range)
    case .collectionEnd: try end(at: event.range.upperBound)
    }
    return false
  }

  mutating func scalar(
    _ value: UnsafeBufferPointer<UInt8>, style: NodeStyle, tag: String?, anchor: String?, range: Range<UInt32>
  ) throws(Problem) {
    let isKey = open.last?.expectsKey ?? false
    var node = Node(
      kind: .scalar, style: style, tag: .none, flags: isKey ? .isKey : [], start: range.lowerBound,
      end: range.upperBound)
    if let tag { node.tag = read(tag: tag) }
    if style == .plain, let first = value.first, Scalar.surelyString(startingWith: first) {
      node.flags.insert(.surelyString)
    }
    node.text = UInt32(tree.textCount)
    node.length = UInt32(value.count)
    tree.append(text: value)
    if node.tag != .none || (node.style == .plain && !node.flags.contains(.surelyString)) {
      settle(&node, isKey: isKey, range)
    }
    if isKey {
      node.symbol = tree.symbol(of: node)
      if node.symbol != 0 { tree.keys[Int(node.symbol) >> 6] |= 1 << (UInt64(node.symbol) & 63) }
      if node.flags.contains(.isMergeKey), let outer = open.last { tree.nodes[Int(outer.node)].flags.insert(.hasMerge) }
    }
    try add(node, weight: 1, anchor: anchor, localTag: node.tag == .local ? tag : nil)
  }

  mutating func begin(
    _ kind: NodeKind, style: NodeStyle, tag: String?, anchor: String?, range: Range<UInt32>
  ) throws(Problem) {
    guard open.count < Limits.depth else {
      throw Problem(.limit, "nested more than \(Limits.depth) levels deep", Range(range))
    }
    let isKey = open.last?.expectsKey ?? false
    if isKey, let outer = open.last {
      if kind == .mapping, style == .flow, outer.style == .flow, tree[outer.node].start + 1 == range.lowerBound {
        looksLikeTemplate = true
      }
      note(.notForKubernetes, "a \(kind == .mapping ? "mapping" : "list") is no key: Kubernetes takes text only", range)
    }
    var node = Node(
      kind: kind, style: style, tag: .none, flags: isKey ? .isKey : [], start: range.lowerBound,
      end: range.upperBound)
    if let tag { node.tag = read(tag: tag) }
    let index = UInt32(tree.nodeCount)
    try add(node, weight: 1, anchor: anchor, localTag: node.tag == .local ? tag : nil)
    open.append(
      Frame(node: index, last: 0, kind: kind, style: style, expectsKey: kind == .mapping, weight: 1))
  }

  /// Ends the innermost collection. A block collection ends with its last child: libyaml's mark is the next token's.
  mutating func end(at end: UInt32) throws(Problem) {
    guard let frame = open.popLast() else { return }
    let node = Int(frame.node)
    tree.nodes[node].end =
      frame.style == .flow || frame.last == 0 ? max(end, tree.nodes[node].start) : tree.nodes[Int(frame.last)].end
    if frame.kind == .mapping {
      findRepeatedKeys(in: frame.node)
      if tree.nodes[node].flags.contains(.hasMerge) { checkMerges(in: frame.node) }
    }
    if tree.nodes[node].flags.contains(.hasAnchor) { anchorWeights[frame.node] = frame.weight }
    try weigh(frame.weight, at: UInt32(node))
  }

  mutating func alias(_ name: String, range: Range<UInt32>) throws(Problem) {
    guard let target = anchors[name] else {
      throw Problem(.syntax, "no anchor `&\(name)` stands before the alias `*\(name)`", Range(range))
    }
    if open.contains(where: { $0.node == target }) {
      note(
        .notForKubernetes, "the value of anchor `&\(name)` contains itself", range,
        related: Int(tree[target].start)..<Int(tree[target].start))
      return try scalar(UnsafeBufferPointer(start: nil, count: 0), style: .plain, tag: nil, anchor: nil, range: range)
    }
    let isKey = open.last?.expectsKey ?? false
    if isKey, tree[target].kind != .scalar {
      note(.notForKubernetes, "an alias to a collection is no key: Kubernetes takes text only", range)
    }
    let node = Node(
      kind: .alias, style: .plain, tag: .none, flags: isKey ? .isKey : [], child: target, start: range.lowerBound,
      end: range.upperBound)
    if isKey { tree.mayRepeatKeys = true }
    tree.aliases.append(UInt32(tree.nodeCount))
    try add(node, weight: anchorWeights[target] ?? 1, anchor: nil, localTag: nil)
  }

  // MARK: Nodes

  private mutating func add(_ node: Node, weight: Int, anchor: String?, localTag: String?) throws(Problem) {
    let index = UInt32(tree.nodeCount)
    guard tree.nodeCount < Limits.nodes else {
      throw Problem(.limit, "a document of more than \(Limits.nodes) nodes", Int(node.start)..<Int(node.end))
    }
    var node = node
    if let anchor {
      anchors[anchor] = index
      node.flags.insert(.hasAnchor)
    }
    if let localTag { tree.localTags[index] = localTag }
    let top = open.count - 1
    if top >= 0 {
      node.parent = open[top].node
      if open[top].last == 0 {
        tree.nodes[Int(open[top].node)].child = index
      } else {
        tree.nodes[Int(open[top].last)].next = index
      }
      open[top].last = index
      if open[top].kind == .mapping {
        if open[top].expectsKey {
          tree.nodes[Int(open[top].node)].length += 1
          if open[top].lastKey != 0 { tree.nodes[Int(open[top].lastKey)].nextKey = index }
          open[top].lastKey = index
        }
        open[top].expectsKey.toggle()
      } else {
        tree.nodes[Int(open[top].node)].length += 1
      }
    }
    tree.append(node)
    if node.kind == .scalar || node.kind == .alias { try weigh(weight, at: index) }
  }

  /// Adds a finished node's weight to the collection around it.
  private mutating func weigh(_ weight: Int, at index: UInt32) throws(Problem) {
    guard let top = open.indices.last else { return }
    let (sum, overflow) = open[top].weight.addingReportingOverflow(weight)
    open[top].weight = overflow ? Int.max : sum
    if open[top].weight > Limits.expandedNodes, open[top].weight / 10 > tree.nodeCount {
      throw Problem(
        .limit, "aliases make more than \(Limits.expandedNodes) nodes of \(tree.nodeCount) written ones",
        Int(tree[index].start)..<Int(tree[index].end))
    }
  }

  mutating func note(
    _ kind: Problem.Kind, _ message: String, _ range: Range<UInt32>, related: Range<Int>? = nil
  ) {
    problems.append(Problem(kind, message, Range(range), related: related))
  }
}

extension Range<Int> {
  init(_ range: Range<UInt32>) { self = Int(range.lowerBound)..<Int(range.upperBound) }
}
