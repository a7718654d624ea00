import YAML

/// The syntax tree of one expression, flat: nodes name each other by index.
package struct Expression: Sendable {
  typealias ID = Int

  enum Kind: Sendable {
    case constant(Value)
    case identifier(String)
    /// `a.b`; `optional` is `a.?b`, `test` is `has(a.b)`.
    case select(ID, field: String, optional: Bool, test: Bool)
    case call(String, target: ID?, [ID])
    /// `a[b]`; `optional` is `a[?b]`.
    case index(ID, ID, optional: Bool)
    case list([Element])
    case map([Entry])
    case comprehension(Comprehension)
    /// `cel.bind(name, value, body)` and what expands to it.
    case bind(String, ID, ID)
    /// `list.sortBy(name, key)`.
    case sortBy(ID, String, ID)
    /// `optional.optMap(name, body)`; `flat` is `optFlatMap`.
    case optionalMap(ID, String, ID, flat: Bool)
  }

  struct Element: Sendable {
    let value: ID
    let optional: Bool
  }

  struct Entry: Sendable {
    let key: ID
    let value: ID
    let optional: Bool
  }

  /// A macro over a list or a map (cel-spec, "Macros", and the two-variable comprehensions).
  struct Comprehension: Sendable {
    enum Form: Sendable {
      case all, exists, existsOne, filter
      /// `map`, `transformList`: values where the filter holds.
      case map
      case transformMap, transformMapEntry
    }

    let form: Form
    let range: ID
    /// The item of a list or the key of a map; with two variables the index or the key.
    let first: String
    /// The item or the value, in the forms with two variables.
    let second: String?
    let filter: ID?
    let body: ID
  }

  struct Node: Sendable {
    let kind: Kind
    /// Offset in bytes of what names the node: an operator, a function, a literal.
    let offset: Int
    /// What it covers of the text, in bytes, parentheses around it included.
    var range: Range<Int>
    /// The same without the parentheses around it.
    fileprivate(set) var inside: Range<Int>
    let depth: Int
  }

  private(set) var nodes: [Node] = []
  var root: ID = 0

  subscript(id: ID) -> Node { nodes[id] }

  /// Collections and calls within each other; deeper expressions are refused rather than risked on a thread's stack.
  static let maximumDepth = 200

  /// - Parameter range: what the node covers by itself; it grows over its children.
  mutating func add(_ kind: Kind, at offset: Int, _ range: Range<Int>, over children: [ID]) -> ID {
    let depth = 1 + (children.map { nodes[$0].depth }.max() ?? 0)
    let start = children.map { nodes[$0].range.lowerBound }.min() ?? range.lowerBound
    let end = children.map { nodes[$0].range.upperBound }.max() ?? range.upperBound
    let whole = min(start, range.lowerBound)..<max(end, range.upperBound)
    nodes.append(Node(kind: kind, offset: offset, range: whole, inside: whole, depth: depth))
    return nodes.count - 1
  }

  /// Takes the parentheses around a node into what it covers.
  mutating func enclose(_ id: ID, in range: Range<Int>) { nodes[id].range = range }

  /// Says what a macro covers whose text begins before what it is made of.
  mutating func cover(_ id: ID, by range: Range<Int>) {
    nodes[id].range = range
    nodes[id].inside = range
  }
}

/// One thing that keeps an expression from compiling.
public struct Issue: Error, Sendable, Equatable {
  /// Lower case, what was found, what was expected.
  public let message: String
  /// Offset in bytes of UTF-8 from the start of the expression.
  public let offset: Int

  public init(_ message: String, at offset: Int) {
    self.message = message
    self.offset = offset
  }

  /// Where it stands in the text of the expression, columns in UTF-16 units.
  public func position(in source: String) -> Position {
    let before = source.utf8.prefix(offset)
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { source.utf8.index(after: $0) } ?? source.startIndex
    return Position(line: line, column: source.utf16.distance(from: start, to: before.endIndex) + 1)
  }
}

/// Everything that keeps an expression from compiling, in the order of the text.
public struct CompileErrors: Error, Sendable {
  public let issues: [Issue]
}
