/// The place of a node in its tree. Valid for the tree that gave it.
public struct NodeID: Hashable, Comparable, Sendable {
  public let index: UInt32
  public init(index: UInt32) { self.index = index }
  public static func < (left: NodeID, right: NodeID) -> Bool { left.index < right.index }
}

public enum NodeKind: UInt8, Sendable {
  case scalar, sequence, mapping
  /// Stands for another node; accessors that return children have already followed it.
  case alias
}

public enum NodeStyle: UInt8, Sendable {
  case plain, singleQuoted, doubleQuoted, literal, folded
  /// Collections.
  case block, flow
}

/// An explicit tag, as far as it changes how a value is read.
enum NodeTag: UInt8 {
  case none, string, integer, float, boolean, null, binary, timestamp, sequence, mapping, merge
  /// A tag of somebody's own, such as CloudFormation's `!Ref`; its text is in `Tree.localTags`.
  case local
}

/// One node of the arena: 44 bytes, no pointers.
struct Node {
  var kind: NodeKind
  var style: NodeStyle
  var tag: NodeTag
  var flags: Flags
  /// The symbol of a mapping key, or 0.
  var symbol: UInt32 = 0
  /// Scalars: where the value's bytes lie in the tree's text. Collections: unused, number of children (entries count 1).
  var text: UInt32 = 0
  var length: UInt32 = 0
  /// Collections: the first child, keys and values in turn in a mapping. Aliases: the target. 0: none (0 is the root).
  var child: UInt32 = 0
  /// The next sibling; 0: none.
  var next: UInt32 = 0
  /// The collection this node stands in; the root's is itself.
  var parent: UInt32 = 0
  /// Offsets in characters from the start of the chunk that holds the document; `end` is exclusive.
  var start: UInt32
  var end: UInt32

  struct Flags: OptionSet {
    let rawValue: UInt8
    static let isKey = Flags(rawValue: 1)
    /// A plain scalar that can only be a string: its first character begins no number, boolean or null.
    static let surelyString = Flags(rawValue: 2)
    static let hasMerge = Flags(rawValue: 4)
    static let isMergeKey = Flags(rawValue: 8)
    static let hasAnchor = Flags(rawValue: 16)
  }
}
