import CEL

/// Makes expressions from the type that is wanted downwards, so that what it makes is well typed.
struct ExpressionGenerator {
  var random: SplitMix64
  /// Whether `dyn` and the manifest may appear, with which types are known only in part.
  let isGradual: Bool
  private let declarations: Declarations
  private let grammar: Grammar
  /// Variables of macros, the innermost last.
  private var locals: [(name: String, type: Type)] = []
  private var isConstant = false

  init(_ grammar: Grammar, seed: UInt64, isGradual: Bool) {
    random = SplitMix64(seed: seed)
    declarations = grammar.declarations
    self.grammar = grammar
    self.isGradual = isGradual
  }

  /// An expression of any type.
  mutating func expression() -> String {
    expression(random.chance(40) ? .bool : type(depth: 2), depth: 2 + random.below(4))
  }

  mutating func expression(_ type: Type, depth: Int) -> String {
    if depth <= 0 { return leaf(type) }
    switch random.below(100) {
    case 0..<12: return leaf(type)
    case 12..<20: return literal(type, depth: depth - 1)
    case 20..<38: return macro(type, depth: depth - 1) ?? produced(type, depth: depth - 1)
    case 38..<42 where isGradual: return "dyn(\(expression(type, depth: depth - 1)))"
    case 42..<50 where type == .dyn:
      var conditions = ConditionGenerator(seed: random.next())
      return conditions.condition(depth: depth - 1)
    default: return produced(type, depth: depth - 1)
    }
  }

  /// An expression of a type that names no variable.
  mutating func constant(_ type: Type) -> String {
    isConstant = true
    if type == .list(.dyn) { return "[1, 2u, 'a', null, [1.5], {'first': true}, dyn(b'x')]" }
    if case .type = type { return random.pick(["int", "string", "type(1u)", "list", "type(null)", "bool"]) }
    return literal(type, depth: 2)
  }

  // MARK: Types

  static let scalars: [Type] = [
    .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .quantity, .ip, .cidr, .url, .semver, .format,
  ]

  mutating func type(depth: Int) -> Type {
    switch random.below(depth > 0 ? 20 : 12) {
    case 0..<9: return random.pick([.bool, .int, .int, .uint, .double, .string, .string, .bytes])
    case 9..<12: return isGradual && random.chance(30) ? .dyn : random.pick(ExpressionGenerator.scalars)
    case 12..<16: return .list(type(depth: depth - 1))
    case 16..<18: return .map(random.pick([.string, .string, .int, .uint, .bool]), type(depth: depth - 1))
    case 18: return .type(type(depth: 0))
    default: return .optional(type(depth: depth - 1))
    }
  }

  private mutating func closed(_ parameters: [Type]) -> [Type] {
    var bindings: [String: Type] = [:]
    func names(_ type: Type) -> [String] {
      if case .parameter(let name) = type { return [name] }
      return type.parameters.flatMap(names)
    }
    for name in parameters.flatMap(names) where bindings[name] == nil { bindings[name] = type(depth: 1) }
    func fill(_ type: Type) -> Type {
      if case .parameter(let name) = type { return bindings[name] ?? .int }
      return type.mapping(fill)
    }
    return parameters.map(fill)
  }

  // MARK: Leaves

  /// A variable that is seen here, or a literal.
  private mutating func leaf(_ type: Type) -> String {
    let near = locals.indices.filter { place in
      locals[place].type == type && !locals[(place + 1)...].contains { $0.name == locals[place].name }
    }
    if !near.isEmpty, random.chance(70) { return locals[random.pick(Array(near))].name }
    let known = (grammar.variables[type] ?? []).filter { name in
      !locals.contains { $0.name == name.prefix { $0 != "." } }
    }
    if !known.isEmpty, !isConstant, random.chance(50) { return random.pick(known) }
    return literal(type, depth: 0)
  }

  mutating func literal(_ type: Type, depth: Int, for function: String = "") -> String {
    switch type {
    case .bool: return random.chance(50) ? "true" : "false"
    case .int: return random.pick(Vocabulary.integers)
    case .uint: return random.pick(Vocabulary.unsigned)
    case .double: return random.pick(Vocabulary.doubles)
    case .string:
      let topic = Vocabulary.topics.first { !function.isEmpty && function.hasPrefix($0.prefix) }
      if let topic, random.chance(75) { return random.pick(topic.texts) }
      return random.pick(Vocabulary.texts)
    case .bytes: return random.pick(Vocabulary.bytes)
    case .null: return "null"
    case .list(let item):
      return "[" + (0..<size()).map { _ in expression(item, depth: depth) }.joined(separator: ", ") + "]"
    case .map(let key, let value):
      let entries = (0..<size()).map { _ in "\(expression(key, depth: 0)): \(expression(value, depth: depth))" }
      return "{" + entries.joined(separator: ", ") + "}"
    case .wrapper(let inner): return leaf(inner)
    case .type(let inner): return "type(\(expression(inner, depth: depth)))"
    case .dyn, .any:
      return random.chance(50) ? random.pick(["object", "mixed", "anything"]) : "dyn(\(leaf(self.type(depth: 1))))"
    case .opaque, .timestamp, .duration:
      if let wrapped = type.wrapped {
        return random.chance(15) ? "optional.none()" : "optional.of(\(expression(wrapped, depth: depth)))"
      }
      return produced(type, depth: 0)
    default: return "null"
    }
  }

  private mutating func size() -> Int { random.chance(8) ? 0 : 1 + random.below(random.chance(5) ? 12 : 3) }

  // MARK: Calls

  private mutating func produced(_ type: Type, depth: Int) -> String {
    var choices = grammar.productions(making: type)
    // At the end, what makes a value from texts and numbers alone.
    if depth <= 0 { choices = choices.filter { $0.parameters.allSatisfy(\.isLiteral) && !$0.production.name.isEmpty } }
    guard !choices.isEmpty else { return depth <= 0 ? "dyn(null)" : leaf(type) }
    let choice = random.pick(choices)
    var result = choice.production.pieces[0]
    for (place, parameter) in closed(choice.parameters).enumerated() {
      let name = choice.production.name
      if parameter == .string, !name.isEmpty, depth <= 0 || random.chance(50) {
        result += literal(.string, depth: 0, for: name)
      } else if parameter == .dyn {
        let open = self.type(depth: 1)
        result += expression(open, depth: depth)
      } else if parameter == .list(.dyn) {
        let item = self.type(depth: 1)
        result += expression(.list(item), depth: depth)
      } else {
        result += expression(parameter, depth: depth)
      }
      result += choice.production.pieces[place + 1]
    }
    return result
  }

  // MARK: Macros

  private mutating func name() -> String { random.pick(["x", "y", "z", "item", "number", "text", "object", "k"]) }

  private mutating func within(_ variables: [(String, Type)], _ type: Type, _ depth: Int) -> String {
    locals += variables
    defer { locals.removeLast(variables.count) }
    return expression(type, depth: depth)
  }

  private mutating func macro(_ type: Type, depth: Int) -> String? {
    if random.chance(15) { return binding(type, depth) }
    let item = self.type(depth: 1)
    let x = name()
    let y = random.pick(["i", "key", "v"])
    switch type {
    case .bool:
      let form = random.pick(["all", "exists", "exists_one", "existsOne"])
      if random.chance(60) {
        return "\(expression(.list(item), depth: depth)).\(form)(\(x), \(within([(x, item)], .bool, depth)))"
      }
      let (range, first, second) = twoVariables(item, depth)
      return "\(range).\(form)(\(x), \(y), \(within([(x, first), (y, second)], .bool, depth)))"
    case .list(let made):
      switch random.below(6) {
      case 0, 1: return "\(expression(type, depth: depth)).filter(\(x), \(within([(x, made)], .bool, depth)))"
      case 2:
        let range = random.chance(50) ? Type.list(item) : .map(item.isKey ? item : .string, .int)
        let first = range.parameters[0]
        return "\(expression(range, depth: depth)).map(\(x), \(within([(x, first)], made, depth)))"
      case 3:
        let range = expression(.list(item), depth: depth)
        return "\(range).map(\(x), \(within([(x, item)], .bool, depth)), \(within([(x, item)], made, depth)))"
      case 4:
        let key = random.pick([Type.int, .string, .double, .bool, .uint, .timestamp, .duration, .bytes])
        return "\(expression(type, depth: depth)).sortBy(\(x), \(within([(x, made)], key, depth)))"
      default:
        let (range, first, second) = twoVariables(item, depth)
        let filter = random.chance(50) ? within([(x, first), (y, second)], .bool, depth) + ", " : ""
        return "\(range).transformList(\(x), \(y), \(filter)\(within([(x, first), (y, second)], made, depth)))"
      }
    case .map(let key, let made):
      if random.chance(50) {
        let range = expression(.map(key, item), depth: depth)
        let filter = random.chance(30) ? within([(x, key), (y, item)], .bool, depth) + ", " : ""
        return "\(range).transformMap(\(x), \(y), \(filter)\(within([(x, key), (y, item)], made, depth)))"
      }
      let (range, first, second) = twoVariables(item, depth)
      return "\(range).transformMapEntry(\(x), \(y), \(within([(x, first), (y, second)], type, depth)))"
    default:
      guard let wrapped = type.wrapped else { return nil }
      let receiver = expression(.optional(item), depth: depth)
      if random.chance(50) { return "\(receiver).optMap(\(x), \(within([(x, item)], wrapped, depth)))" }
      return "\(receiver).optFlatMap(\(x), \(within([(x, item)], type, depth)))"
    }
  }

  /// A list or a map, and the types of the two variables of a macro over it.
  private mutating func twoVariables(_ item: Type, _ depth: Int) -> (String, Type, Type) {
    if random.chance(50) { return (expression(.list(item), depth: depth), .int, item) }
    let key = random.pick([Type.string, .int, .bool, .uint])
    return (expression(.map(key, item), depth: depth), key, item)
  }

  private mutating func binding(_ type: Type, _ depth: Int) -> String {
    let bound = self.type(depth: 1)
    if random.chance(70) {
      let x = name()
      return "cel.bind(\(x), \(expression(bound, depth: depth)), \(within([(x, bound)], type, depth)))"
    }
    let other = self.type(depth: 1)
    let first = expression(bound, depth: depth)
    let second = within([("cel.index(0)", bound)], other, depth)
    return "cel.block([\(first), \(second)], "
      + within([("cel.index(0)", bound), ("cel.index(1)", other)], type, depth) + ")"
  }
}

extension Type {
  /// Written without a call.
  fileprivate var isLiteral: Bool { [.bool, .int, .uint, .double, .string, .bytes].contains(self) }

  fileprivate var isKey: Bool { [.bool, .int, .uint, .string].contains(self) }
}
