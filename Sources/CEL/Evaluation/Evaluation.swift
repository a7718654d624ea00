import YAML

/// What one evaluation reads and spends. One thread uses it; it is used again from subject to subject.
public struct Evaluation {
  /// The trees that nodes belong to.
  public internal(set) var trees = Forest()
  /// Those among them that functions made of texts.
  var textTrees = TextTrees()
  /// The values of declared variables, by slot, then those of the expression's own variables.
  public var slots: [Value] = []
  /// By slot, what gives the value of a variable that nothing has read yet.
  var waiting: [Program?] = []
  /// Units spent by the expression, as `CostModel` counts them.
  public internal(set) var cost = 0
  var budget = Int.max
  /// Units that the expressions of the rule may still cost on its subject; the most there is where no rule is judged.
  var ruleBudget = Int.max
  /// Steps and bytes of the expression that cost does not see.
  var work = 0
  /// How often the fast path gave up in the expression. Macros within each other may each try it, and begin again with
  /// all that is in them: a few times help, more may never end.
  var givenUp = 0
  var usesFastPath: Bool { !isTraced && requiredFields.isEmpty && givenUp < 16 }

  /// Fields that are null, not absent, where nothing is written.
  public var requiredFields: [RequiredField] = []

  public struct RequiredField: Hashable, Sendable {
    let node: NodeRef
    let name: String

    public init(node: NodeRef, name: String) {
      self.node = node
      self.name = name
    }
  }

  /// Whether the value of every part is kept in `trace`.
  public var isTraced = false
  /// The parts of the last expressions in the order in which they were evaluated; of the rounds of a macro that one
  /// round decided, that round alone.
  public internal(set) var trace: [Step] {
    get { log.steps }
    _modify { yield &log.steps }
  }

  private let log = Log()
  let memory = Memory()

  /// The steps stand behind a reference: an evaluation that is read while one of its parts is evaluated is copied, and
  /// they would be with it.
  private final class Log {
    var steps: [Step] = []
  }

  /// A part of an expression that was evaluated.
  public struct Step: Sendable {
    let instruction: Int
    public let value: Value
    /// The number from 0 of the round that decided a macro, on the last step of that round; nil everywhere else.
    var decidingRound: Int?
  }

  public init() {}

  /// Runs `body` with a trace of what it evaluates.
  public mutating func tracing<Result>(_ body: (inout Evaluation) -> Result) -> Result {
    isTraced = true
    trace = []
    defer { isTraced = false }
    return aside(body)
  }

  /// Runs `body` as a second look, which is none of the rule's expressions: it costs the rule nothing.
  public mutating func aside<Result>(_ body: (inout Evaluation) -> Result) -> Result {
    let ruleBudget = ruleBudget
    self.ruleBudget = .max
    defer { self.ruleBudget = ruleBudget }
    return body(&self)
  }

  /// Forgets all trees.
  public mutating func reset() {
    trees.removeAll()
    textTrees = TextTrees()
  }

  /// Adds a tree; nodes name it by the number returned.
  public mutating func add(_ tree: Tree) -> UInt32 { trees.add(tree) }

  /// Puts another tree in the place of one.
  public mutating func replace(_ number: UInt32, with tree: Tree) {
    trees.replace(number, with: tree)
    textTrees.forget { $0 == number }
  }

  /// Forgets the trees from a number on.
  public mutating func forgetTrees(from number: Int) {
    trees.removeAll(from: number)
    textTrees.forget { Int($0) >= number }
  }

  /// What functions that look beyond their arguments look at. CEL knows nothing of it.
  public var host: AnyObject?

  // MARK: Shared nodes

  /// What paths that stand more than once in the expression lead to, found once.
  private var sharedNodes: [(generation: UInt64, node: NodeRef)] = []
  /// Counts evaluations, so that nothing is shared between two.
  var generation: UInt64 = 0
  var lastGeneration: UInt64 = 0

  func shared(_ place: Int) -> NodeRef? {
    guard place < sharedNodes.count, sharedNodes[place].generation == generation else { return nil }
    return sharedNodes[place].node
  }

  mutating func share(_ node: NodeRef, _ place: Int) {
    while sharedNodes.count <= place { sharedNodes.append((0, node)) }
    sharedNodes[place] = (generation, node)
  }

  // MARK: Nodes

  @inline(__always)
  public func tree(_ node: NodeRef) -> Tree { trees[node.tree] }

  @inline(__always)
  func ref(_ node: NodeID, like other: NodeRef) -> Value { .node(NodeRef(tree: other.tree, node: node)) }

  /// The value of a scalar node; unknown where it is substituted later; collections stay nodes.
  @inline(__always)
  public func typed(_ value: Value) -> Value {
    guard case .node(let node) = value else { return value }
    return typed(node)
  }

  func typed(_ node: NodeRef) -> Value {
    let tree = tree(node)
    guard let scalar = tree.scalar(node.node) else { return .node(node) }
    if tree.isPlaceholder(node.node) { return .unknown(node) }
    switch scalar {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .uint(let value): return .double(Double(value))
    case .double(let value): return .double(value)
    case .string: return .string(tree.string(node.node))
    }
  }

  /// The entries of a mapping as the API server decodes it: null is absent.
  func entries(_ node: NodeRef) -> [Tree.Entry] {
    let tree = tree(node)
    return tree.entries(of: node.node).filter { !tree.isNull($0.value) }
  }

  // MARK: Shapes

  /// The items of a list, nodes staying nodes; nil for anything else.
  func items(_ value: Value) -> [Value]? {
    switch value {
    case .list(let items): return items
    case .node(let node):
      let tree = tree(node)
      guard tree.kind(node.node) == .sequence else { return nil }
      return tree.items(of: node.node).map { ref($0, like: node) }
    default: return nil
    }
  }

  /// The entries of a map, keys as text where they come from a manifest; nil for anything else.
  func mapEntries(_ value: Value) -> [(key: Value, value: Value)]? {
    switch value {
    case .map(let map): return map.entries
    case .node(let node):
      guard tree(node).kind(node.node) == .mapping else { return nil }
      return entries(node).map { (key: ref($0.key, like: node), value: ref($0.value, like: node)) }
    default: return nil
    }
  }

  public func isMap(_ value: Value) -> Bool {
    switch value {
    case .map: true
    case .node(let node): tree(node).kind(node.node) == .mapping
    default: false
    }
  }

  /// A field or the value under a text key; nil when it is absent, null, or `value` is no map.
  public func field(_ name: String, of value: Value) -> Value? {
    switch value {
    case .map(let map): return map[name]
    case .node(let node):
      let tree = tree(node)
      guard let found = tree.value(of: name, in: node.node), !tree.isNull(found) else { return nil }
      return ref(found, like: node)
    default: return nil
    }
  }

  /// What CEL calls the type of a value.
  func typeName(_ value: Value) -> String {
    switch typed(value) {
    case .null: return "null_type"
    case .bool: return "bool"
    case .int: return "int"
    case .uint: return "uint"
    case .double: return "double"
    case .string: return "string"
    case .bytes: return "bytes"
    case .list: return "list"
    case .map: return "map"
    case .type: return "type"
    case .optional: return "optional_type"
    case .quantity: return "kubernetes.Quantity"
    case .semver: return "kubernetes.Semver"
    case .timestamp: return "google.protobuf.Timestamp"
    case .duration: return "google.protobuf.Duration"
    case .ip: return "net.IP"
    case .cidr: return "net.CIDR"
    case .url: return "kubernetes.URL"
    case .format: return "kubernetes.NamedFormat"
    case .node(let node): return tree(node).kind(node.node) == .sequence ? "list" : "map"
    case .error: return "error"
    case .unknown: return "unknown"
    }
  }

  // MARK: Text

  /// A value as text, for messages: strings as they are, numbers in decimal, collections as JSON.
  public func text(_ value: Value) -> String {
    switch typed(value) {
    case .string(let text): return text
    case .unknown(let node): return tree(node).string(node.node)
    case .optional(let optional): return optional.value.map { text($0) } ?? ""
    case let other: return literal(other)
    }
  }

  private func literal(_ value: Value) -> String {
    switch typed(value) {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .uint(let value): return String(value)
    case .double(let value): return Evaluation.text(of: value)
    case .string(let text): return quoted(text)
    case .bytes(let bytes): return quoted(String(decoding: bytes, as: UTF8.self))
    case .list(let items): return "[" + items.map { literal($0) }.joined(separator: ", ") + "]"
    case .map(let map):
      return "{" + map.entries.map { literal($0.key) + ": " + literal($0.value) }.joined(separator: ", ") + "}"
    case .type(let type): return type.name
    case .optional(let optional): return optional.value.map { literal($0) } ?? "none"
    case .quantity(let box): return box.content.text
    case .semver(let box): return box.content.text
    case .timestamp(let value): return value.text
    case .duration(let value): return value.text
    case .ip(let box): return box.content.text
    case .cidr(let box): return box.content.text
    case .url(let box): return box.content.text
    case .format(let format): return format.rawValue
    case .node(let node):
      var out = ""
      tree(node).appendJSON(of: node.node, to: &out)
      return out
    case .error(let error): return error.message
    case .unknown(let node): return tree(node).string(node.node)
    }
  }

  private func quoted(_ text: String) -> String {
    var out = ""
    JSONWriter.append(text, to: &out)
    return out
  }

  /// A double in the fewest digits that read back as the same number; without a point where it is whole.
  static func text(of value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return value.description
  }
}

extension Evaluation {
  /// The items of a list or the keys of a map, nodes staying nodes; none for anything else.
  public func elements(of value: Value) -> [Value] {
    items(value) ?? mapEntries(value)?.map(\.key) ?? []
  }

  /// The first node that a value is made of; nil for what is computed.
  public func firstNode(of value: Value) -> NodeRef? {
    switch value {
    case .node(let node): node
    case .map(let map): map.entries.lazy.compactMap { firstNode(of: $0.value) }.first
    case .list(let items): items.lazy.compactMap { firstNode(of: $0) }.first
    default: nil
    }
  }

  /// The entries of a map, keys and values as nodes where they were read; nil for anything else.
  public func entries(of value: Value) -> [(key: Value, value: Value)]? { mapEntries(value) }
}
