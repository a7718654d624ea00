import YAML

/// What an object must have before an expression over it can come out in some way: all of one of several alternatives.
public struct Needs: Sendable, Equatable {
  public struct Alternative: Sendable, Equatable {
    /// Keys that all stand somewhere in the object's document.
    public let keys: KeySet
    /// The kinds that the object may be of; nil: any.
    public let kinds: Set<String>?

    /// Whether whatever has the other has this.
    fileprivate func isImplied(by other: Alternative) -> Bool {
      guard keys.isSubset(of: other.keys) else { return false }
      guard let kinds else { return true }
      return other.kinds?.isSubset(of: kinds) ?? false
    }

    fileprivate func and(_ other: Alternative) -> Alternative {
      var common = kinds ?? other.kinds
      if let kinds, let others = other.kinds { common = kinds.intersection(others) }
      return Alternative(keys: keys.union(other.keys), kinds: common)
    }

    /// What both have in common.
    fileprivate func or(_ other: Alternative) -> Alternative {
      var all: Set<String>?
      if let kinds, let others = other.kinds { all = kinds.union(others) }
      return Alternative(keys: keys.intersection(other.keys), kinds: all)
    }
  }

  /// Not empty.
  public private(set) var alternatives: [Alternative] = []

  public static let nothing = Needs()

  public init(keys: Set<Symbol> = [], kinds: Set<String>? = nil) {
    alternatives = [Alternative(keys: KeySet(keys), kinds: kinds)]
  }

  /// More alternatives than these are no help to what asks.
  private static let most = 8

  private init(_ all: [Alternative]) {
    for alternative in all where !alternatives.contains(where: { $0.isImplied(by: alternative) }) {
      alternatives.removeAll { alternative.isImplied(by: $0) }
      alternatives.append(alternative)
    }
    if alternatives.count > Needs.most {
      alternatives = [alternatives.dropFirst().reduce(alternatives[0]) { $0.or($1) }]
    }
  }

  /// Both must come out.
  public static func both(_ left: Needs?, _ right: Needs?) -> Needs? {
    guard let left, let right else { return nil }
    return Needs(left.alternatives.flatMap { one in right.alternatives.map { one.and($0) } })
  }

  /// One of the two must.
  public static func either(_ left: Needs?, _ right: Needs?) -> Needs? {
    guard let left, let right else { return left ?? right }
    return Needs(left.alternatives + right.alternatives)
  }

  /// Whether an object may have what is needed.
  public func mayBeMet(by tree: Tree, kind: String) -> Bool {
    alternatives.contains { tree.holds($0.keys) && $0.kinds?.contains(kind) ?? true }
  }
}

/// Where the variables of an expression come from, as far as the needs of the expression rest on them.
public struct NeedsContext {
  /// Slots whose values are read from the object's document.
  public var document: Set<Int>
  /// Slots that other programs fill.
  public var programs: [Int: Program]
  /// The slot of the object, whose `kind` tells what it is; -1: none.
  public var object: Int
  /// Fields of variables that are always there, by slot.
  public var certain: [Int: Set<String>]
  /// Slots whose values are known beforehand, and stand in `evaluation`.
  public var constants: Set<Int>
  public var evaluation: Evaluation

  public init(
    document: Set<Int>, programs: [Int: Program] = [:], object: Int = -1, certain: [Int: Set<String>] = [:],
    constants: Set<Int> = [], evaluation: Evaluation = Evaluation()
  ) {
    self.document = document
    self.programs = programs
    self.object = object
    self.certain = certain
    self.constants = constants
    self.evaluation = evaluation
  }
}

extension Program {
  /// What an object must have for the expression to be anything but true: an error counts, a value of a type that no
  /// schema allows does not, nor one that is substituted later. nil: it is always true.
  public func needsToFail(_ context: NeedsContext) -> Needs? {
    NeedsFinder(plan, context).notTrue(plan.root)
  }

  /// What an object must have for the expression to be anything but false.
  public func needsToHold(_ context: NeedsContext) -> Needs? {
    NeedsFinder(plan, context).notFalse(plan.root)
  }

  /// Whether what it gives is read from the object's document.
  public func isFromDocument(_ context: NeedsContext) -> Bool { NeedsFinder(plan, context).isFromDocument(plan.root) }

  /// What an object must have for a list to have items, or its evaluation to fail.
  public func needsToHaveItems(_ context: NeedsContext) -> Needs? {
    let finder = NeedsFinder(plan, context)
    return Needs.either(finder.items(plan.root), finder.error(plan.root))
  }
}
