/// A function that expressions call: its overloads for the checker, and what it does.
public struct Function: Sendable {
  public struct Overload: Sendable {
    /// The receiver first when `isMember`.
    public let parameters: [Type]
    public let result: Type
    public let isMember: Bool

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
  /// `keepsNodes`.
  public typealias Body = @Sendable (_ arguments: [Value], _ evaluation: inout Evaluation) -> Value

  /// Dots separate namespaces: `fargate.unsatisfied`.
  public let name: String
  public let overloads: [Overload]
  /// Whether arguments stay nodes, for functions that look at places.
  public let keepsNodes: Bool
  public let body: Body

  public init(_ name: String, _ overloads: [Overload], keepsNodes: Bool = false, body: @escaping Body) {
    self.name = name
    self.overloads = overloads
    self.keepsNodes = keepsNodes
    self.body = body
  }
}

/// What expressions may name: variables and functions.
public struct Environment: Sendable {
  public private(set) var variables: [String: (slot: Int, type: Type)] = [:]
  private(set) var functions: [String: Function] = [:]

  /// The standard library and its extensions, without variables.
  public init() {
    for library in [
      Library.standard, Library.conversions, Library.strings, Library.lists, Library.math, Library.optionals,
      Library.kubernetes,
    ] {
      for function in library { add(function) }
    }
  }

  public mutating func add(_ function: Function) { functions[function.name] = function }

  /// Declares a variable and gives the slot in which an evaluation finds its value. The name may have dots.
  @discardableResult
  public mutating func declare(_ name: String, _ type: Type = .dyn) -> Int {
    if let known = variables[name] { return known.slot }
    let slot = variables.count
    variables[name] = (slot, type)
    return slot
  }
}

/// The functions that every expression may call, by subject.
enum Library {}
