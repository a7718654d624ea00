import YAML

/// The trees that functions make of texts, such as a file that a ConfigMap holds: their nodes stand in the scalar with
/// the text.
struct TextTrees {
  private var numbers: [Source: UInt32] = [:]
  /// By the number of a tree; nil for the tree of a text that was computed.
  private var scalars: [UInt32: NodeRef?] = [:]

  private struct Source: Hashable {
    let scalar: NodeRef
    let function: String
  }

  var isEmpty: Bool { scalars.isEmpty }

  func number(of scalar: NodeRef, by function: String) -> UInt32? {
    numbers[Source(scalar: scalar, function: function)]
  }

  mutating func add(_ number: UInt32, of scalar: NodeRef?, by function: String) {
    scalars[number] = .some(scalar)
    if let scalar { numbers[Source(scalar: scalar, function: function)] = number }
  }

  /// The scalar whose text a tree was made of; nil for a text that was computed and, in the outer optional, for other
  /// trees.
  func scalar(ofTree number: UInt32) -> NodeRef?? { scalars[number] }

  mutating func forget(_ isGone: (UInt32) -> Bool) {
    if isEmpty { return }
    // A tree within a tree that is gone was made after it, and goes with it.
    var gone = Set(scalars.keys.filter(isGone))
    for number in scalars.keys.sorted() {
      if case .some(.some(let scalar)) = scalars[number], isGone(scalar.tree) || gone.contains(scalar.tree) {
        gone.insert(number)
      }
    }
    scalars = scalars.filter { !gone.contains($0.key) }
    numbers = numbers.filter { !gone.contains($0.value) }
  }
}

extension Evaluation {
  /// What a function makes of the text of a value, once for each scalar.
  ///
  /// - Parameters:
  ///   - function: its name.
  ///   - read: makes a tree whose ranges count the characters of the text; nil where there is nothing.
  /// - Returns: the root of the tree; nil where `value` is no text.
  public mutating func readText(
    _ value: Value, by function: String, _ read: (String) throws(Problem) -> Tree?
  ) -> Value? {
    let scalar = value.origin
    if let scalar, let known = textTrees.number(of: scalar, by: function) { return root(of: known) }
    let text: String
    switch value {
    case .string(let computed): text = computed
    case .node(let node) where tree(node).scalar(node.node) == .string: text = tree(node).string(node.node)
    default: return nil
    }
    do throws(Problem) {
      guard let tree = try read(text), tree.root != nil else { return .null }
      let number = trees.add(tree)
      textTrees.add(number, of: scalar, by: function)
      return root(of: number)
    } catch {
      return .error(EvaluationError(.invalidArgument, "\(function): \(error.message)", at: scalar))
    }
  }

  /// A node of a manifest or, with a part, characters of its text.
  public typealias Written = (node: NodeRef, part: Range<Int>?)

  private func root(of number: UInt32) -> Value { .node(NodeRef(tree: number, node: NodeID(index: 0))) }

  /// Where a node is written: itself or, for what a function made of a text, the scalar with the text and its characters
  /// there; nil for what is written nowhere.
  public func written(_ node: NodeRef) -> Written? {
    switch textTrees.scalar(ofTree: node.tree) {
    case .none: return (node, nil)
    case .some(.none): return nil
    case .some(.some(let scalar)):
      // Of a text in a text the inner one is the place.
      if textTrees.scalar(ofTree: scalar.tree) != nil { return written(scalar) }
      let tree = tree(node)
      let value = tree.isKey(node.node) ? tree.value(ofKey: node.node) ?? node.node : node.node
      let range = tree.range(value)
      let start = tree.key(ofValue: value).map { tree.range($0).lowerBound } ?? range.lowerBound
      return (scalar, start..<max(start, range.upperBound))
    }
  }
}
