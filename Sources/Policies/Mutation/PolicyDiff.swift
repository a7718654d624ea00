import YAML

/// A mutation as a change of the lines of the policy file.
public struct PolicyDiff: Sendable {
  /// Where the change begins.
  public let position: Position
  /// The lines that it touches, as they are.
  public let removed: [String]
  /// What they become; none where they go.
  public let added: [String]

  init(_ mutation: PolicyMutation, in source: FieldReader) {
    let scalars = Array(String(decoding: source.text.bytes, as: UTF8.self).unicodeScalars)
    var range: Range<Int>
    var text: [Unicode.Scalar] = []
    switch mutation.change {
    case .expression(let new):
      let (bytes, replacement) = PolicyDiff.difference(source.tree.string(mutation.node), new)
      let ends = [bytes.lowerBound, bytes.upperBound].map { byte in
        source.text.character(atValueByte: byte, of: mutation.node, in: source.tree)
      }
      range = ends[0]..<ends[1]
      text = Array(PolicyDiff.written(replacement, in: mutation.node, of: source).unicodeScalars)
    case .removal: range = PolicyDiff.item(mutation.node, in: source.tree)
    }
    let isWholeItem = mutation.isRemoval && !PolicyDiff.isInFlow(mutation.node, source.tree)
    // A block collection reaches to what follows it.
    while isWholeItem, range.count > 1, scalars[range.upperBound - 1].properties.isWhitespace {
      range = range.lowerBound..<range.upperBound - 1
    }
    position = source.text.position(of: range.lowerBound)
    let start = scalars[..<range.lowerBound].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    let end = scalars[range.upperBound...].firstIndex(of: "\n") ?? scalars.count
    removed = PolicyDiff.lines(scalars[start..<end])
    added =
      isWholeItem ? [] : PolicyDiff.lines(scalars[start..<range.lowerBound] + text + scalars[range.upperBound..<end])
  }

  private static func lines(_ scalars: ArraySlice<Unicode.Scalar>) -> [String] {
    scalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var text = String.UnicodeScalarView()
      text.append(contentsOf: line.last == "\r" ? line.dropLast() : line)
      return String(text)
    }
  }

  /// The bytes of the old text that differ, and what stands there in the new one.
  private static func difference(_ old: String, _ new: String) -> (Range<Int>, String) {
    let (old, new) = (Array(old.unicodeScalars), Array(new.unicodeScalars))
    let shorter = min(old.count, new.count)
    let tail = (0..<shorter).first { old[old.count - 1 - $0] != new[new.count - 1 - $0] } ?? shorter
    let start = (0..<shorter - tail).first { old[$0] != new[$0] } ?? shorter - tail
    func count(_ scalars: some Sequence<Unicode.Scalar>) -> Int { scalars.reduce(0) { $0 + UTF8.width($1) } }
    var inserted = String.UnicodeScalarView()
    inserted.append(contentsOf: new[start..<new.count - tail])
    return (count(old[..<start])..<count(old[..<(old.count - tail)]), String(inserted))
  }

  /// A part of a scalar's value in the scalar's style.
  private static func written(_ text: String, in node: NodeID, of source: FieldReader) -> String {
    switch source.tree.style(node) {
    case .singleQuoted: text.replacing("'", with: "''")
    case .doubleQuoted: text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    case .literal: text.replacing("\n", with: "\n" + String(repeating: " ", count: indentation(of: node, in: source)))
    default: text
    }
  }

  private static func indentation(of literal: NodeID, in source: FieldReader) -> Int {
    let first = source.text.character(atValueByte: 0, of: literal, in: source.tree)
    return source.text.position(of: first).column - 1
  }

  private static func isInFlow(_ node: NodeID, _ tree: Tree) -> Bool { tree.parent(node).map(tree.style) == .flow }

  /// An item of a list, in a flow list with the comma behind it, or before it for the last.
  private static func item(_ node: NodeID, in tree: Tree) -> Range<Int> {
    let range = tree.range(node)
    guard isInFlow(node, tree), let parent = tree.parent(node) else { return range }
    let items = Array(tree.items(of: parent))
    guard let index = items.firstIndex(of: node) else { return range }
    if index + 1 < items.count { return range.lowerBound..<tree.range(items[index + 1]).lowerBound }
    return (index > 0 ? tree.range(items[index - 1]).upperBound : range.lowerBound)..<range.upperBound
  }
}
