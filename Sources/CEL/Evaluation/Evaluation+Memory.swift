import RE2
import YAML

extension Evaluation {
  /// What is made once as long as not too much is asked for. It stands behind a reference for the same reason as the steps.
  final class Memory {
    fileprivate var values: [String: [String: Value]] = [:]
    /// The last of them, as several expressions in a row ask for the same.
    fileprivate var last: (function: String, text: String, value: Value) = ("", "", .null)
    fileprivate var expressions: [String: RegularExpression] = [:]
    fileprivate var made: [NodeRef: AnyObject] = [:]
    /// By where the items lie, which stay there as long as the list is held.
    fileprivate var madeOfLists: [UInt: (list: [Value], made: AnyObject)] = [:]
    /// With the programs, so that none other takes the place of one.
    private var constants: [ObjectIdentifier: (program: Program, value: Value)] = [:]
    fileprivate static let most = 1_024

    /// The value of a program that has one for all subjects; nil as long as it is not known.
    func constant(_ program: Program) -> Value? { constants[ObjectIdentifier(program)]?.value }

    func keep(_ value: Value, of program: Program) { constants[ObjectIdentifier(program)] = (program, value) }
  }

  /// The tree of what the host says of the world, which is the same for all subjects.
  public static let lastingTree: UInt32 = 0

  /// The value that a function of a text alone gives.
  public func remembered(_ function: String, _ text: String, _ make: () -> Value) -> Value {
    if memory.last.text == text, memory.last.function == function { return memory.last.value }
    let value = memory.values[function]?[text] ?? make()
    if memory.values[function]?.count ?? 0 >= Memory.most { memory.values[function] = nil }
    memory.values[function, default: [:]][text] = value
    memory.last = (function, text, value)
    return value
  }

  /// What is made of a node of the lasting tree, once.
  public func made<Made: AnyObject>(of node: NodeRef, _ make: () -> Made) -> Made {
    if let known = memory.made[node] as? Made { return known }
    let made = make()
    memory.made[node] = made
    return made
  }

  /// What is made of a list, once as long as it is the same in memory, as constants are; nil where nothing is.
  public func made<Made: AnyObject>(of list: [Value], _ make: () -> Made?) -> Made? {
    // The address only tells lists apart: nothing is read through it.
    let address = list.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    if let known = memory.madeOfLists[address], known.list.count == list.count, let made = known.made as? Made {
      return made
    }
    guard let made = make() else { return nil }
    if memory.madeOfLists.count >= Memory.most { memory.madeOfLists = [:] }
    memory.madeOfLists[address] = (list, made)
    return made
  }

  /// The regular expression of a pattern.
  func expression(_ pattern: String) throws(RegularExpression.PatternError) -> RegularExpression {
    if let known = memory.expressions[pattern] { return known }
    let expression = try RegularExpression(pattern)
    if memory.expressions.count >= Memory.most { memory.expressions = [:] }
    memory.expressions[pattern] = expression
    return expression
  }
}
