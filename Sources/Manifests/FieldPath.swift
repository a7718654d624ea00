import YAML

/// A path to fields of a document: names with dots between them; `[]` every item of a list, `*` every value of a map,
/// `[example.com/key]` a name with dots.
public struct FieldPath: Sendable, Hashable {
  public enum Segment: Sendable, Hashable {
    case field(Symbol)
    case items
    case values
  }

  public let segments: [Segment]

  /// Reads `spec.workerGroupSpecs[].template`; the empty path leads to the node itself.
  public init(_ text: String) {
    var segments: [Segment] = []
    for part in FieldPath.parts(of: text) {
      if part == "*" {
        segments.append(.values)
      } else if part.hasSuffix("[]") {
        segments.append(.field(Symbol(String(part.dropLast(2)))))
        segments.append(.items)
      } else if part.hasPrefix("["), part.hasSuffix("]") {
        segments.append(.field(Symbol(String(part.dropFirst().dropLast()))))
      } else {
        segments.append(.field(Symbol(String(part))))
      }
    }
    self.segments = segments
  }

  /// The texts between dots that stand outside brackets.
  private static func parts(of text: String) -> [Substring] {
    var inBrackets = false
    return text.split { character in
      if character == "[" { inBrackets = true }
      if character == "]" { inBrackets = false }
      return character == "." && !inBrackets
    }
  }

  /// Every node that the path leads to from `node`, in document order; null counts as absent.
  public func nodes(in tree: Tree, from node: NodeID) -> [NodeID] {
    var found = [node]
    for segment in segments {
      switch segment {
      case .field(let symbol): found = found.compactMap { tree.field(symbol, in: $0) }
      case .items: found = found.flatMap { Array(tree.items(of: $0)) }
      case .values: found = found.flatMap { tree.entries(of: $0).map(\.value) }
      }
      if found.isEmpty { return found }
    }
    return found.filter { !tree.isNull($0) }
  }
}

extension Tree {
  /// A field as the API server decodes it: null is absent.
  @inline(__always)
  public func field(_ symbol: Symbol, in node: NodeID) -> NodeID? {
    guard let value = value(of: symbol, in: node), !isNull(value) else { return nil }
    return value
  }

  /// The text of a field that is a string; nil when it is absent or something else.
  public func text(of symbol: Symbol, in node: NodeID) -> String? {
    guard let value = field(symbol, in: node), scalar(value) == .string else { return nil }
    return string(value)
  }
}
