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

/// What a scalar is to Kubernetes, settled when the document is read.
@usableFromInline
struct ScalarType: Equatable {
  @usableFromInline let code: UInt8
  @inlinable init(code: UInt8) { self.code = code }

  @inlinable static var string: ScalarType { ScalarType(code: 0) }
  @inlinable static var null: ScalarType { ScalarType(code: 1) }
  @inlinable static var `false`: ScalarType { ScalarType(code: 2) }
  @inlinable static var `true`: ScalarType { ScalarType(code: 3) }
  /// Whole, of 64 bits with or without a sign.
  @inlinable static var integer: ScalarType { ScalarType(code: 4) }
  /// With a point, an exponent, or a tag that says so.
  @inlinable static var number: ScalarType { ScalarType(code: 5) }
}

/// One node of the arena: 48 bytes, no pointers.
@usableFromInline
struct Node {
  @usableFromInline var kind: NodeKind
  var style: NodeStyle
  var tag: NodeTag
  @usableFromInline var flags: Flags
  /// The symbol of a mapping key, or 0.
  @usableFromInline var symbol: UInt32 = 0
  /// Scalars: where the value's bytes lie in the tree's text. Collections: unused, number of children (entries count 1).
  @usableFromInline var text: UInt32 = 0
  @usableFromInline var length: UInt32 = 0
  /// Collections: the first child, keys and values in turn in a mapping. Aliases: the target. 0: none (0 is the root).
  @usableFromInline var child: UInt32 = 0
  /// The next sibling; 0: none.
  @usableFromInline var next: UInt32 = 0
  /// Keys: the key of the mapping's next entry; 0: none.
  @usableFromInline var nextKey: UInt32 = 0
  /// The collection this node stands in; the root's is itself.
  var parent: UInt32 = 0
  /// Offsets in characters from the start of the chunk that holds the document; `end` is exclusive.
  var start: UInt32
  var end: UInt32

  @inlinable
  var type: ScalarType {
    get { ScalarType(code: flags.rawValue >> 5) }
    set { flags = Flags(rawValue: flags.rawValue & 0x1f | newValue.code << 5) }
  }

  /// The highest three bits are the `ScalarType`.
  @usableFromInline
  struct Flags: OptionSet, Sendable {
    @usableFromInline let rawValue: UInt8
    @inlinable init(rawValue: UInt8) { self.rawValue = rawValue }
    @inlinable static var isKey: Flags { Flags(rawValue: 1) }
    /// A plain scalar that can only be a string: its first character begins no number, boolean or null.
    @inlinable static var surelyString: Flags { Flags(rawValue: 2) }
    @inlinable static var hasMerge: Flags { Flags(rawValue: 4) }
    @inlinable static var isMergeKey: Flags { Flags(rawValue: 8) }
    @inlinable static var hasAnchor: Flags { Flags(rawValue: 16) }
  }
}
