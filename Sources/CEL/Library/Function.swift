/// A function that expressions call: its overloads for the checker, and what it does.
public struct Function: Sendable {
  public struct Overload: Sendable {
    /// The receiver first when `isMember`.
    public let parameters: [Type]
    public let result: Type
    public let isMember: Bool

    /// Whether type parameters are among its types.
    var isGeneric: Bool {
      func holds(_ type: Type) -> Bool {
        if case .parameter = type { true } else { type.parameters.contains(where: holds) }
      }
      return (parameters + [result]).contains(where: holds)
    }

    /// `x.f(y)`.
    public static func member(_ parameters: [Type], _ result: Type) -> Overload {
      Overload(parameters: parameters, result: result, isMember: true)
    }

    /// `f(x, y)`.
    public static func global(_ parameters: [Type], _ result: Type) -> Overload {
      Overload(parameters: parameters, result: result, isMember: false)
    }
  }

  /// Called with values that are neither errors nor unknown; scalars that are nodes arrive typed, except where
  /// `keepsNodes`. Gives nil for values that no overload takes.
  public typealias Body = @Sendable (_ arguments: [Value], _ evaluation: inout Evaluation) -> Value?

  /// What to do for a receiver that is known before the expression runs; nil: as for any other.
  typealias Preparation = @Sendable (_ receiver: Value) -> Body?

  /// What to do where this result type is known before the expression runs; nil: as for any other.
  typealias Typing = @Sendable (_ result: Type) -> Body?

  /// What is wrong with literal arguments, the receiver first, beyond their types; nil: nothing.
  typealias Refusal = @Sendable (_ arguments: [Expression.ID], _ tree: Expression) -> String?

  /// Dots separate namespaces: `fargate.unsatisfied`.
  public let name: String
  public let overloads: [Overload]
  /// Whether arguments stay nodes, for functions that look at places.
  public let keepsNodes: Bool
  /// Whether what it gives rests on more than its arguments, which the host of the evaluation tells.
  public private(set) var asksHost = false
  public let cost: CallCost
  private(set) public var body: Body
  private(set) var refusal: Refusal
  private var preparation: Preparation?
  private var typed: Typing?

  public init(
    _ name: String, _ overloads: [Overload], cost: CallCost = .fixed(1), keepsNodes: Bool = false, body: @escaping Body
  ) {
    self.name = name
    self.overloads = overloads
    self.cost = cost
    self.keepsNodes = keepsNodes
    self.body = body
    refusal = { _, _ in nil }
  }

  /// The same function as one that asks the host.
  public func askingHost() -> Function {
    var result = self
    result.asksHost = true
    return result
  }

  /// The same function with a look at literal arguments.
  func refusing(_ refusal: @escaping Refusal) -> Function {
    var result = self
    result.refusal = refusal
    return result
  }

  /// The same function with work that is done once for a receiver that is constant.
  func preparing(_ preparation: @escaping Preparation) -> Function {
    var result = self
    result.preparation = preparation
    return result
  }

  /// The same function where what it does rests on the type of its result.
  func typing(_ typed: @escaping Typing) -> Function {
    var result = self
    result.typed = typed
    return result
  }

  /// The function for this result type.
  func typed(for type: Type) -> Function {
    guard let body = typed?(type) else { return self }
    var result = self
    result.body = body
    return result
  }

  /// The function for this receiver.
  func prepared(for receiver: Value) -> Function {
    guard let body = preparation?(receiver) else { return self }
    var result = self
    result.body = body
    return result
  }

  /// Both functions' overloads under one name, which costs the same for both.
  func joined(_ other: Function) -> Function {
    var both = Function(name, overloads + other.overloads, cost: cost) { self.body($0, &$1) ?? other.body($0, &$1) }
    both.asksHost = asksHost || other.asksHost
    return both.refusing { self.refusal($0, $1) ?? other.refusal($0, $1) }
  }

  /// A function that is declared, with nothing behind it: expressions that call it can be checked only.
  public init(declared name: String, _ overloads: [Overload]) {
    self.init(name, overloads) { _, _ in .invalid("the function `\(name)` is declared only") }
  }
}

/// What expressions may name: variables and functions.
public struct Environment: Sendable {
  public private(set) var variables: [String: (slot: Int, type: Type)] = [:]
  package private(set) var functions: [String: Function] = [:]
  /// The object types that variables are declared with.
  public var objectTypes = ObjectTypes.none
  /// The names of variables that have the same values in all evaluations of one host.
  public var constants: Set<String> = []
  /// The namespace in which names are looked for first, `a.b`; empty: none.
  public var container = ""

  /// The standard library and its extensions, without variables.
  public init() {
    for library in [
      Library.standard, Library.conversions, Library.time, Library.optionals, Library.strings, Library.lists,
      Library.math, Library.encoders, Library.regex, Library.network, Library.kubernetes, Library.urls, Library.formats,
    ] {
      for function in library { add(function) }
    }
  }

  /// Adds a function; one of the same name gets further overloads.
  public mutating func add(_ function: Function) {
    functions[function.name] = functions[function.name].map { $0.joined(function) } ?? function
  }

  /// Units that each variable costs, by slot: a name with dots is a variable with fields.
  var variableCosts: [Int] {
    var costs = [Int](repeating: 1, count: variables.count)
    for (name, variable) in variables { costs[variable.slot] = 1 + name.utf8.count { $0 == UInt8(ascii: ".") } }
    return costs
  }

  /// The full names that a name may stand for, nearest first; a leading dot asks for the outermost alone.
  func candidates(_ name: String) -> [String] {
    if name.hasPrefix(".") { return [String(name.dropFirst())] }
    guard !container.isEmpty else { return [name] }
    var parts = container.split(separator: ".")
    var result: [String] = []
    while !parts.isEmpty {
      result.append(parts.joined(separator: ".") + "." + name)
      parts.removeLast()
    }
    return result + [name]
  }

  /// Declares a variable and gives the slot in which an evaluation finds its value. The name may have dots.
  @discardableResult
  public mutating func declare(_ name: String, _ type: Type = .dyn) -> Int {
    if let known = variables[name] { return known.slot }
    let slot = variables.count
    variables[name] = (slot, type)
    return slot
  }

  /// Gives a declared variable another type.
  public mutating func retype(_ name: String, _ type: Type) {
    if let slot = variables[name]?.slot { variables[name] = (slot, type) }
  }
}

/// The functions that every expression may call, by subject.
enum Library {}
