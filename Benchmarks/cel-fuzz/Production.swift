import CEL

/// One way to write a value: a text with holes, each for a value of a type.
struct Production {
  /// The function that is called; an operator has none.
  let name: String
  /// One more than there are holes.
  let pieces: [String]
  let parameters: [Type]
  let result: Type

  /// - Parameter text: `%` marks the holes.
  init(_ text: String, _ parameters: [Type], _ result: Type, name: String = "") {
    self.name = name
    pieces = text.split(separator: "%", omittingEmptySubsequences: false).map(String.init)
    self.parameters = parameters
    self.result = result
  }

  /// Calls of every overload of every function of an environment.
  static func calls(of environment: Environment) -> [Production] {
    environment.functions.keys.sorted().flatMap { name in
      (environment.functions[name]?.overloads ?? []).map { overload in
        let holes = Array(repeating: "%", count: overload.parameters.count)
        let text =
          overload.isMember
          ? "%.\(name)(\(holes.dropFirst().joined(separator: ", ")))" : "\(name)(\(holes.joined(separator: ", ")))"
        return Production(text, overload.parameters, overload.result, name: name)
      }
    }
  }

  private static let a = Type.parameter("A")
  private static let b = Type.parameter("B")

  /// The operators, and what is written like one (cel-spec, "List of Standard Definitions").
  static let operators: [Production] = {
    let numbers: [Type] = [.int, .uint, .double]
    let ordered: [Type] = numbers + [.bool, .string, .bytes, .timestamp, .duration]
    var all = [
      Production("(% && %)", [.bool, .bool], .bool), Production("(% || %)", [.bool, .bool], .bool),
      Production("!%", [.bool], .bool), Production("(% ? % : %)", [.bool, a, a], a),
      Production("(% == %)", [a, a], .bool), Production("(% != %)", [a, a], .bool),
      Production("(% in %)", [a, .list(a)], .bool), Production("(% in %)", [a, .map(a, b)], .bool),
      Production("%[%]", [.list(a), .int], a), Production("%[%]", [.map(a, b), a], b),
      Production("%[?%]", [.list(a), .int], .optional(a)), Production("%[?%]", [.map(a, b), a], .optional(b)),
      Production("%[%]", [.optional(.list(a)), .int], .optional(a)),
      Production("%[?%]", [.optional(.map(a, b)), a], .optional(b)),
      Production("%.first", [.map(.string, a)], a), Production("%.?first", [.map(.string, a)], .optional(a)),
      Production("%.?first", [.optional(.map(.string, a))], .optional(a)),
      Production("has(%.first)", [.map(.string, a)], .bool),
      Production("%.or(%)", [.optional(a), .optional(a)], .optional(a)),
      Production("%.orValue(%)", [.optional(a), a], a),
      Production("[%, ?%]", [a, .optional(a)], .list(a)),
      Production("{%: %, ?%: %}", [b, a, b, .optional(a)], .map(b, a)),
      Production("(-%)", [.int], .int), Production("(-%)", [.double], .double),
      Production("(% - %)", [.timestamp, .timestamp], .duration),
      Production("(% + %)", [.timestamp, .duration], .timestamp),
      Production("(% + %)", [.duration, .timestamp], .timestamp),
      Production("(% - %)", [.timestamp, .duration], .timestamp),
    ]
    for type in numbers + [.string, .bytes, .list(a), .duration] {
      all.append(Production("(% + %)", [type, type], type))
    }
    for type in numbers + [.duration] { all.append(Production("(% - %)", [type, type], type)) }
    for type in numbers { all += ["(% * %)", "(% / %)"].map { Production($0, [type, type], type) } }
    // A hole is marked by the sign of this operator.
    for type in [Type.int, .uint] { all.append(Production(remainder: type)) }
    for sign in ["<", "<=", ">", ">="] {
      for type in ordered { all.append(Production("(% \(sign) %)", [type, type], .bool)) }
      for left in numbers { all.append(Production("(% \(sign) %)", [left, numbers[(sign.count + 1) % 3]], .bool)) }
    }
    return all
  }()

  private init(remainder type: Type) {
    name = ""
    pieces = ["(", " % ", ")"]
    parameters = [type, type]
    result = type
  }

  /// The types of the holes where a value of this type is asked, with parameters still open; nil where it makes another.
  func parameters(making wanted: Type) -> [Type]? {
    var bindings: [String: Type] = [:]
    func matches(_ pattern: Type, _ type: Type) -> Bool {
      switch (pattern, type) {
      case (.parameter(let name), _):
        if let bound = bindings[name] { return bound == type }
        bindings[name] = type
        return true
      case (.list, .list), (.map, .map), (.type, .type):
        return zip(pattern.parameters, type.parameters).allSatisfy(matches)
      case (.opaque(let name, let parts), .opaque(let other, let others)):
        return name == other && parts.count == others.count && zip(parts, others).allSatisfy(matches)
      default: return pattern == type
      }
    }
    guard matches(result, wanted) else { return nil }
    func filled(_ type: Type) -> Type {
      if case .parameter(let name) = type { return bindings[name] ?? type }
      return type.mapping(filled)
    }
    return parameters.map(filled)
  }
}
