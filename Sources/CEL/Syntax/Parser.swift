/// Reads an expression into a tree, macros expanded (cel-spec, "Syntax").
struct Parser {
  private let tokens: [Token]
  private var index = 0
  private var tree = Expression()
  private var depth = 0
  private let expandsMacros: Bool

  /// Longer texts are refused: they cost more to read than any rule is worth.
  static let maximumLength = 100_000

  static func parse(_ source: String, expandingMacros: Bool = true) throws(Issue) -> Expression {
    guard source.utf8.count <= maximumLength else {
      throw Issue("an expression of more than \(maximumLength) bytes", at: 0)
    }
    var parser = Parser(tokens: try Lexer.tokens(of: source), expandsMacros: expandingMacros)
    let root = try parser.expression()
    guard parser.here.kind == .end else { throw parser.unexpected("the end of the expression") }
    parser.tree.root = root
    return parser.tree
  }

  private init(tokens: [Token], expandsMacros: Bool) {
    self.tokens = tokens
    self.expandsMacros = expandsMacros
  }

  // MARK: Tokens

  private var here: Token { tokens[index] }

  private mutating func accept(_ sign: String) -> Bool {
    guard here.kind == .sign(sign) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ sign: String) throws(Issue) {
    if !accept(sign) { throw unexpected("`\(sign)`") }
  }

  private func unexpected(_ expected: String) -> Issue {
    let found: String
    switch here.kind {
    case .end: found = "the end of the expression"
    case .identifier(let name), .quotedIdentifier(let name), .sign(let name): found = "`\(name)`"
    case .int(let digits), .uint(let digits): found = "the number \(digits)"
    case .double(let value): found = "the number \(value)"
    case .string, .bytes: found = "a string"
    }
    return Issue("found \(found), expected \(expected)", at: here.offset)
  }

  // MARK: Nodes

  /// - Parameter end: where the node ends in the text; nil: with the token before this place.
  private mutating func add(
    _ kind: Expression.Kind, at offset: Int, over children: [Expression.ID], to end: Int? = nil
  ) throws(Issue) -> Expression.ID {
    let id = tree.add(kind, at: offset, offset..<max(offset, end ?? tokens[index - 1].end), over: children)
    guard tree[id].depth <= Expression.maximumDepth else {
      throw Issue("nested more than \(Expression.maximumDepth) levels deep", at: offset)
    }
    return id
  }

  private mutating func call(_ name: String, at offset: Int, _ arguments: [Expression.ID]) throws(Issue)
    -> Expression.ID
  {
    try add(.call(name, target: nil, arguments), at: offset, over: arguments)
  }

  /// Runs `body` one level deeper, so that nesting in the text cannot exhaust the stack.
  private mutating func deeper(_ body: (inout Parser) throws(Issue) -> Expression.ID) throws(Issue) -> Expression.ID {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Expression.maximumDepth else {
      throw Issue("nested more than \(Expression.maximumDepth) levels deep", at: here.offset)
    }
    return try body(&self)
  }

  // MARK: Operators

  private mutating func expression() throws(Issue) -> Expression.ID {
    try deeper { parser throws(Issue) in
      let condition = try parser.chain("||")
      let offset = parser.here.offset
      guard parser.accept("?") else { return condition }
      let yes = try parser.chain("||")
      try parser.expect(":")
      let no = try parser.expression()
      return try parser.call("_?_:_", at: offset, [condition, yes, no])
    }
  }

  /// `a || b || …`, or `&&` below it: a balanced tree, so that a long chain is not deep.
  private mutating func chain(_ sign: String) throws(Issue) -> Expression.ID {
    var terms: [Expression.ID] = []
    var offsets: [Int] = []
    repeat {
      terms.append(sign == "||" ? try chain("&&") : try relation())
      offsets.append(here.offset)
    } while accept(sign)
    return try balanced("_\(sign)_", terms[...], offsets[...])
  }

  private mutating func balanced(_ name: String, _ terms: ArraySlice<Expression.ID>, _ offsets: ArraySlice<Int>)
    throws(Issue) -> Expression.ID
  {
    if terms.count == 1, let only = terms.first { return only }
    let middle = terms.startIndex + terms.count / 2
    let left = try balanced(name, terms[..<middle], offsets[..<middle])
    let right = try balanced(name, terms[middle...], offsets[middle...])
    let end = tree[right].range.upperBound
    return try add(.call(name, target: nil, [left, right]), at: offsets[middle - 1], over: [left, right], to: end)
  }

  private mutating func relation() throws(Issue) -> Expression.ID {
    var left = try addition()
    while case .sign(let sign) = here.kind, ["<", "<=", ">", ">=", "==", "!=", "in"].contains(sign) {
      let offset = here.offset
      index += 1
      left = try call(sign == "in" ? "@in" : "_\(sign)_", at: offset, [left, try addition()])
    }
    return left
  }

  private mutating func addition() throws(Issue) -> Expression.ID {
    var left = try multiplication()
    while case .sign(let sign) = here.kind, sign == "+" || sign == "-" {
      let offset = here.offset
      index += 1
      left = try call("_\(sign)_", at: offset, [left, try multiplication()])
    }
    return left
  }

  private mutating func multiplication() throws(Issue) -> Expression.ID {
    var left = try unary()
    while case .sign(let sign) = here.kind, ["*", "/", "%"].contains(sign) {
      let offset = here.offset
      index += 1
      left = try call("_\(sign)_", at: offset, [left, try unary()])
    }
    return left
  }

  /// Pairs of the same sign cancel out, as in cel-go.
  private mutating func unary() throws(Issue) -> Expression.ID {
    let offset = here.offset
    var count = 0
    if here.kind == .sign("!") {
      while accept("!") { count += 1 }
      let operand = try member()
      return count % 2 == 0 ? operand : try call("!_", at: offset, [operand])
    }
    guard here.kind == .sign("-") else { return try member() }
    while here.kind == .sign("-"), !startsNumber(index + 1) {
      index += 1
      count += 1
    }
    let operand = try member()
    return count % 2 == 0 ? operand : try call("-_", at: offset, [operand])
  }

  private func startsNumber(_ at: Int) -> Bool {
    guard at < tokens.count else { return false }
    switch tokens[at].kind {
    case .int, .double: return true
    default: return false
    }
  }

  // MARK: Members

  private mutating func member() throws(Issue) -> Expression.ID {
    var operand = try primary()
    while true {
      let offset = here.offset
      if accept(".") {
        let optional = accept("?")
        let fieldOffset = here.offset
        let name: String
        switch here.kind {
        case .identifier(let word): name = word
        case .quotedIdentifier(let word): name = word
        default: throw unexpected("the name of a field")
        }
        let quoted = here.kind == .quotedIdentifier(name)
        index += 1
        if !optional, !quoted, accept("(") {
          operand = try memberCall(operand, name, at: fieldOffset)
        } else {
          operand = try add(
            .select(operand, field: name, optional: optional, test: false), at: fieldOffset, over: [operand])
        }
      } else if accept("[") {
        let optional = accept("?")
        let key = try expression()
        try expect("]")
        operand = try add(.index(operand, key, optional: optional), at: offset, over: [operand, key])
      } else {
        return operand
      }
    }
  }

  private mutating func arguments() throws(Issue) -> [Expression.ID] {
    var result: [Expression.ID] = []
    if accept(")") { return result }
    repeat { result.append(try expression()) } while accept(",")
    try expect(")")
    return result
  }

  private mutating func memberCall(_ target: Expression.ID, _ name: String, at offset: Int) throws(Issue)
    -> Expression.ID
  {
    let arguments = try arguments()
    if expandsMacros, let expanded = try expand(name, target: target, arguments, at: offset) { return expanded }
    return try add(.call(name, target: target, arguments), at: offset, over: [target] + arguments)
  }

  private static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
    "namespace", "return", "var", "void", "while",
  ]

  private mutating func primary() throws(Issue) -> Expression.ID {
    let token = here
    index += 1
    switch token.kind {
    case .int(let digits): return try constant(integer(digits, negative: false, token.offset), token.offset)
    case .uint(let digits):
      let hex = digits.lowercased().hasPrefix("0x")
      guard let value = UInt64(hex ? String(digits.dropFirst(2)) : digits, radix: hex ? 16 : 10) else {
        throw Issue("the number \(digits)u needs more than 64 bits", at: token.offset)
      }
      return try constant(.uint(value), token.offset)
    case .double(let value): return try constant(.double(value), token.offset)
    case .string(let value): return try constant(.string(value), token.offset)
    case .bytes(let value): return try constant(.bytes(value), token.offset)
    case .identifier(let name):
      if Parser.reserved.contains(name) { throw Issue("`\(name)` is a reserved word", at: token.offset) }
      return try identifier(name, at: token.offset)
    case .sign(let sign):
      switch sign {
      case "true": return try constant(.bool(true), token.offset)
      case "false": return try constant(.bool(false), token.offset)
      case "null": return try constant(.null, token.offset)
      case "(":
        let inner = try expression()
        try expect(")")
        tree.enclose(inner, in: token.offset..<tokens[index - 1].end)
        return inner
      case "[": return try list(at: token.offset)
      case "{": return try map(at: token.offset)
      case ".":
        if case .identifier(let name) = here.kind {
          index += 1
          return try identifier("." + name, at: token.offset)
        }
      case "-":
        if case .int(let digits) = here.kind {
          index += 1
          return try constant(integer(digits, negative: true, token.offset), token.offset)
        }
        if case .double(let value) = here.kind {
          index += 1
          return try constant(.double(-value), token.offset)
        }
      default: break
      }
    case .quotedIdentifier, .end: break
    }
    index -= 1
    throw unexpected("a value")
  }

  private mutating func identifier(_ name: String, at offset: Int) throws(Issue) -> Expression.ID {
    guard accept("(") else { return try add(.identifier(name), at: offset, over: []) }
    let arguments = try arguments()
    if expandsMacros, let expanded = try expand(name, target: nil, arguments, at: offset) { return expanded }
    return try call(name, at: offset, arguments)
  }

  private mutating func constant(_ value: Value, _ offset: Int) throws(Issue) -> Expression.ID {
    try add(.constant(value), at: offset, over: [])
  }

  private func integer(_ digits: String, negative: Bool, _ offset: Int) throws(Issue) -> Value {
    let hex = digits.lowercased().hasPrefix("0x")
    let text = (negative ? "-" : "") + (hex ? String(digits.dropFirst(2)) : digits)
    guard let value = Int64(text, radix: hex ? 16 : 10) else {
      throw Issue("the number \(negative ? "-" : "")\(digits) needs more than 64 bits", at: offset)
    }
    return .int(value)
  }

  private mutating func list(at offset: Int) throws(Issue) -> Expression.ID {
    var elements: [Expression.Element] = []
    while !accept("]") {
      let optional = accept("?")
      elements.append(Expression.Element(value: try expression(), optional: optional))
      if !accept(",") {
        try expect("]")
        break
      }
    }
    return try add(.list(elements), at: offset, over: elements.map(\.value))
  }

  private mutating func map(at offset: Int) throws(Issue) -> Expression.ID {
    var entries: [Expression.Entry] = []
    while !accept("}") {
      let optional = accept("?")
      let key = try expression()
      try expect(":")
      entries.append(Expression.Entry(key: key, value: try expression(), optional: optional))
      if !accept(",") {
        try expect("}")
        break
      }
    }
    return try add(.map(entries), at: offset, over: entries.flatMap { [$0.key, $0.value] })
  }

  // MARK: Macros

  /// The names of macros, for telling what somebody meant to write.
  static let macroNames = [
    "all", "exists", "existsOne", "exists_one", "filter", "has", "map", "optFlatMap", "optMap", "sortBy",
    "transformList", "transformMap", "transformMapEntry",
  ]

  /// The expansion of a macro call; nil when the name and the number of arguments are no macro's.
  private mutating func expand(
    _ name: String, target: Expression.ID?, _ arguments: [Expression.ID], at offset: Int
  ) throws(Issue) -> Expression.ID? {
    guard let target else {
      guard name == "has", arguments.count == 1 else { return nil }
      guard case .select(let operand, let field, false, false) = tree[arguments[0]].kind else {
        throw Issue("has() takes a field, as in has(object.spec)", at: tree[arguments[0]].offset)
      }
      let test = Expression.Kind.select(operand, field: field, optional: false, test: true)
      let added = try add(test, at: tree[arguments[0]].offset, over: [operand])
      tree.cover(added, by: offset..<tokens[index - 1].end)
      return added
    }
    if case .identifier("cel") = tree[target].kind, let expanded = try expandBinding(name, arguments, at: offset) {
      tree.cover(expanded, by: tree[target].range.lowerBound..<tokens[index - 1].end)
      return expanded
    }
    if name == "sortBy", arguments.count == 2 {
      let variable = try variableName(arguments[0])
      return try add(.sortBy(target, variable, arguments[1]), at: offset, over: [target, arguments[1]])
    }
    if name == "optMap" || name == "optFlatMap", arguments.count == 2 {
      let variable = try variableName(arguments[0])
      return try add(
        .optionalMap(target, variable, arguments[1], flat: name == "optFlatMap"), at: offset,
        over: [target, arguments[1]])
    }
    guard let (form, twoVariables, hasFilter) = Parser.comprehension(name, arguments.count) else { return nil }
    let first = try variableName(arguments[0])
    let second = twoVariables ? try variableName(arguments[1]) : nil
    if first == second {
      throw Issue("the two variables of a macro have different names", at: tree[arguments[1]].offset)
    }
    let rest = arguments.dropFirst(twoVariables ? 2 : 1)
    let filter = hasFilter ? rest.first : nil
    guard let body = rest.last else { return nil }
    let comprehension = Expression.Comprehension(
      form: form, range: target, first: first, second: second, filter: filter, body: body)
    return try add(.comprehension(comprehension), at: offset, over: [target] + Array(rest))
  }

  /// `cel.bind`, `cel.block` and the names that blocks and generated expressions use.
  private mutating func expandBinding(_ name: String, _ arguments: [Expression.ID], at offset: Int) throws(Issue)
    -> Expression.ID?
  {
    switch (name, arguments.count) {
    case ("bind", 3):
      let variable = try variableName(arguments[0])
      return try add(.bind(variable, arguments[1], arguments[2]), at: offset, over: Array(arguments[1...]))
    case ("block", 2):
      guard case .list(let elements) = tree[arguments[0]].kind, !elements.contains(where: \.optional) else {
        throw Issue("cel.block takes a list of the values that it names", at: tree[arguments[0]].offset)
      }
      var result = arguments[1]
      for (place, element) in elements.enumerated().reversed() {
        result = try add(.bind("@index\(place)", element.value, result), at: offset, over: [element.value, result])
      }
      return result
    case ("index", 1): return try add(.identifier("@index\(try number(arguments[0]))"), at: offset, over: [])
    case ("iterVar", 2):
      let place = "\(try number(arguments[0])):\(try number(arguments[1]))"
      return try add(.identifier("@it:\(place)"), at: offset, over: [])
    default: return nil
    }
  }

  private func number(_ id: Expression.ID) throws(Issue) -> Int64 {
    guard case .constant(.int(let value)) = tree[id].kind, value >= 0 else {
      throw Issue("a number is written here: 0 or more", at: tree[id].offset)
    }
    return value
  }

  /// The form of a macro, whether it names two variables, whether its first expression is a filter.
  private static func comprehension(_ name: String, _ count: Int) -> (Expression.Comprehension.Form, Bool, Bool)? {
    switch (name, count) {
    case ("all", 2): (.all, false, false)
    case ("exists", 2): (.exists, false, false)
    case ("exists_one", 2), ("existsOne", 2): (.existsOne, false, false)
    case ("filter", 2): (.filter, false, false)
    case ("map", 2): (.map, false, false)
    case ("map", 3): (.map, false, true)
    case ("all", 3): (.all, true, false)
    case ("exists", 3): (.exists, true, false)
    case ("existsOne", 3), ("exists_one", 3): (.existsOne, true, false)
    case ("transformList", 3): (.map, true, false)
    case ("transformList", 4): (.map, true, true)
    case ("transformMap", 3): (.transformMap, true, false)
    case ("transformMap", 4): (.transformMap, true, true)
    case ("transformMapEntry", 3): (.transformMapEntry, true, false)
    case ("transformMapEntry", 4): (.transformMapEntry, true, true)
    default: nil
    }
  }

  private func variableName(_ id: Expression.ID) throws(Issue) -> String {
    guard case .identifier(let name) = tree[id].kind, !name.hasPrefix("."), name != "__result__" else {
      throw Issue("a macro names its variable here: a plain name", at: tree[id].offset)
    }
    return name
  }
}
