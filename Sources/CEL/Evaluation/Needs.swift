import YAML

/// What an object must have before an expression over it can come out in some way.
public struct Needs: Sendable, Equatable {
  /// Keys that all stand somewhere in the object's document.
  public var keys: Set<Symbol>
  /// The kinds that the object may be of; nil: any.
  public var kinds: Set<String>?

  static let nothing = Needs()

  public init(keys: Set<Symbol> = [], kinds: Set<String>? = nil) {
    self.keys = keys
    self.kinds = kinds
  }

  /// Both must come out.
  public static func both(_ left: Needs?, _ right: Needs?) -> Needs? {
    guard let left, let right else { return nil }
    var result = Needs(keys: left.keys.union(right.keys), kinds: left.kinds ?? right.kinds)
    if let one = left.kinds, let other = right.kinds { result.kinds = one.intersection(other) }
    return result
  }

  /// One of the two must.
  public static func either(_ left: Needs?, _ right: Needs?) -> Needs? {
    guard let left, let right else { return left ?? right }
    var result = Needs(keys: left.keys.intersection(right.keys))
    if let one = left.kinds, let other = right.kinds { result.kinds = one.union(other) }
    return result
  }
}

/// Where the variables of an expression come from, as far as the needs of the expression rest on them.
public struct NeedsContext: Sendable {
  /// Slots whose values are read from the object's document.
  public var document: Set<Int>
  /// Slots that other programs fill.
  public var programs: [Int: Program]
  /// The slot of the object, whose `kind` tells what it is; -1: none.
  public var object: Int

  public init(document: Set<Int>, programs: [Int: Program] = [:], object: Int = -1) {
    self.document = document
    self.programs = programs
    self.object = object
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
