import YAML

/// An instruction of a program's fast path: it computes one kind of result from nodes in place, without allocation.
///
/// Instructions come in lanes by what they compute: truth, a node, an integer, a quantity, the items of a list. A lane
/// that meets what it does not expect (an absent field, another type, a value not known yet) gives up, and the whole is
/// evaluated again by `Program.value`, which knows every case of the language. So the fast path needs no errors.
struct FastInstruction: Sendable {
  enum Operation: UInt8, Sendable {
    // Truth. Node operands are `a` unless said.
    /// a: 0 or 1.
    case isConstant
    case and, or, not, choose
    /// b: field.
    case has
    /// The optional holds something.
    case isPresent
    case isTrue
    /// b, c: a text of the pool.
    case equalsText, startsWithText, endsWithText, containsText
    /// b: 0 or 1.
    case equalsBool
    /// b: integer of the pool.
    case equalsInteger
    /// a, b: nodes.
    case equalsNode
    /// b: set of texts.
    case isInTexts
    /// b: regular expression.
    case matches
    /// a, b: integers.
    case integersEqual, integerLess, integerLessOrEqual, integerGreater, integerGreaterOrEqual
    /// a, b: quantities.
    case quantityLess
    /// a: items, b: slot, c: body.
    case all, exists, existsOne
    /// a: instruction of the program.
    case truth

    // Nodes.
    /// a: slot.
    case slot
    /// b: field, c: shape. Of an optional, an absent field is `absent`; else it gives up.
    case select, selectOptional
    /// b: place.
    case item
    /// a: node, b: place among what an evaluation shares.
    case shared

    // Integers.
    /// a: of the pool.
    case integer
    case integerOfSlot
    case integerOfNode
    /// a: items.
    case size
    /// b: the size where the node is absent; -1: it gives up.
    case sizeOfNode
    case add, subtract
    /// a, b: quantities.
    case compareQuantities
    case integerValue

    // Quantities.
    /// a: of the pool.
    case quantity
    case quantityOfNode

    // Items.
    /// Of a node; b: 1 where an absent one has none, 0: it gives up.
    case items
    /// a: items, b: slot, c: truth.
    case filter
    /// a: items, b: slot, c: instruction of the program.
    case map
    /// a: items, b: slot, c: integer.
    case mapToIntegers
    /// a: items, b: slot, c: node.
    case mapToNodes
    /// a: instruction of the program.
    case itemsOfValue
  }

  let operation: Operation
  /// What a truth over an absent optional is.
  var ifAbsent = Truth.givesUp
  /// Units more: of a question about an optional where it is absent, of `and` and `or` where the left side decides, of
  /// `mapToNodes` for each item.
  var extraCost: UInt16 = 0
  /// Units that it costs each time, with the instructions of the program that it stands for.
  var cost: Int32 = 0
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0
}

/// The result of a truth lane.
enum Truth: UInt8, Sendable {
  case no, yes, givesUp

  @inline(__always)
  init(_ value: Bool) { self = value ? .yes : .no }
}

/// Everything that a program's fast path is made of.
struct FastPath: Sendable {
  var instructions: [FastInstruction] = []
  var fields: [Symbol] = []
  /// The bytes of constant texts.
  var pool: [UInt8] = []
  var integers: [Int64] = []
  var quantities: [Quantity] = []
  var sets: [TextSet] = []
  /// Where the fast path of an instruction of the program begins; -1: it has none.
  var entries: [Entry] = []

  struct Entry: Sendable {
    var lane = Lane.none
    var start: Int32 = 0
    /// Units that a node costs, which its lane does not count.
    var cost: Int32 = 0
  }

  enum Lane: UInt8, Sendable { case none, truth, node, integer }
}
