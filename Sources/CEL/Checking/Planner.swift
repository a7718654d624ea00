import YAML

/// Checks a syntax tree against an environment and lays it out as instructions.
///
/// All issues of an expression are found in one pass; what is wrong has type `dyn`, so that one mistake is told once.
struct Planner {
  private let environment: Environment
  private let tree: Expression
  private(set) var issues: [Issue] = []

  private(set) var instructions: [Instruction] = []
  private(set) var constants: [Value] = []
  private(set) var fields: [FieldName] = []
  private(set) var functions: [Function] = []
  private(set) var operands: [Int32] = []
  private(set) var sets: [Set<MapKey>] = []
  private(set) var expressions: [RegularExpression] = []
  private(set) var comprehensions: [CompiledComprehension] = []
  private(set) var slotCount: Int
  private(set) var variablesRead: Set<String> = []
  private var scopes: [(name: String, slot: Int, type: Type)] = []
  private var fieldPlaces: [String: Int] = [:]

  struct Part {
    let index: Int
    let type: Type
  }

  init(_ tree: Expression, _ environment: Environment) {
    self.tree = tree
    self.environment = environment
    slotCount = environment.variables.count
  }

  // MARK: Output

  private mutating func emit(_ operation: Instruction.Operation, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0) -> Int {
    instructions.append(Instruction(operation: operation, a: Int32(a), b: Int32(b), c: Int32(c)))
    return instructions.count - 1
  }

  private mutating func emit(constant: Value) -> Int {
    constants.append(constant)
    return emit(.constant, constants.count - 1)
  }

  private mutating func place(ofField name: String) -> Int {
    if let place = fieldPlaces[name] { return place }
    fields.append(FieldName(symbol: Symbol(name), text: name))
    fieldPlaces[name] = fields.count - 1
    return fields.count - 1
  }

  private mutating func newSlot() -> Int {
    slotCount += 1
    return slotCount - 1
  }

  private mutating func issue(_ message: String, at id: Expression.ID) -> Part {
    issues.append(Issue(message, at: tree[id].offset))
    return Part(index: emit(constant: .null), type: .dyn)
  }

  // MARK: Expressions

  mutating func plan(_ id: Expression.ID) -> Part {
    switch tree[id].kind {
    case .constant(let value): return Part(index: emit(constant: value), type: Planner.type(of: value))
    case .identifier, .select(_, _, false, false):
      if let name = qualifiedName(id), let part = resolve(name) { return part }
      if case .select(let operand, let field, _, _) = tree[id].kind { return select(operand, field, .select, id) }
      if case .identifier(let name) = tree[id].kind { return unknownName(name, at: id) }
      return issue("no such name", at: id)
    case .select(let operand, let field, let optional, let test):
      return select(operand, field, test ? .has : optional ? .selectOptional : .select, id)
    case .index(let collection, let key, let optional): return index(collection, key, optional, id)
    case .call(let name, let target, let arguments): return call(name, target, arguments, id)
    case .list(let elements): return list(elements)
    case .map(let entries): return map(entries)
    case .comprehension(let comprehension): return comprehend(comprehension)
    case .bind(let name, let value, let body):
      let bound = plan(value)
      let slot = newSlot()
      scopes.append((name, slot, bound.type))
      let inner = plan(body)
      scopes.removeLast()
      return Part(index: emit(.bind, slot, bound.index, inner.index), type: inner.type)
    case .optionalMap(let operand, let name, let body, let flat):
      let value = plan(operand)
      var wrapped = Type.dyn
      if case .optional(let type) = value.type { wrapped = type }
      let slot = newSlot()
      scopes.append((name, slot, wrapped))
      let inner = plan(body)
      scopes.removeLast()
      let operation: Instruction.Operation = flat ? .optionalFlatMap : .optionalMap
      return Part(
        index: emit(operation, value.index, slot, inner.index), type: flat ? inner.type : .optional(inner.type))
    }
  }

  private static func type(of constant: Value) -> Type {
    switch constant {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    default: .dyn
    }
  }

  // MARK: Names

  /// `a.b.c` of plain names, where it is one.
  private func qualifiedName(_ id: Expression.ID) -> String? {
    switch tree[id].kind {
    case .identifier(let name): return name
    case .select(let operand, let field, false, false): return qualifiedName(operand).map { "\($0).\(field)" }
    default: return nil
    }
  }

  private mutating func resolve(_ name: String) -> Part? {
    let plain = name.hasPrefix(".") ? String(name.dropFirst()) : name
    if !name.hasPrefix("."), let local = scopes.last(where: { $0.name == name }) {
      return Part(index: emit(.slot, local.slot), type: local.type)
    }
    // A local variable hides a declared one of the same first name.
    if let dot = plain.firstIndex(of: "."), scopes.contains(where: { $0.name == plain[..<dot] }) { return nil }
    if let variable = environment.variables[plain] {
      variablesRead.insert(plain)
      return Part(index: emit(.slot, variable.slot), type: variable.type)
    }
    if let type = Planner.typeNames[plain] { return Part(index: emit(constant: .type(TypeName(type))), type: .type) }
    return nil
  }

  private static let typeNames: [String: String] = Dictionary(
    uniqueKeysWithValues: ["bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type"].map {
      ($0, $0)
    })

  private mutating func unknownName(_ name: String, at id: Expression.ID) -> Part {
    let known = environment.variables.keys.sorted() + scopes.map(\.name)
    let hint = Spelling.nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
    return issue("no such variable `\(name)`\(hint)", at: id)
  }

  // MARK: Fields

  private mutating func select(
    _ operand: Expression.ID, _ field: String, _ operation: Instruction.Operation, _ id: Expression.ID
  ) -> Part {
    // A namespace of variables such as `variables` is no value of its own.
    if let name = qualifiedName(operand), environment.variables[name] == nil,
      !scopes.contains(where: { $0.name == name }),
      environment.variables.keys.contains(where: { $0.hasPrefix(name + ".") })
    {
      let members = environment.variables.keys.filter { $0.hasPrefix(name + ".") }.map { $0.dropFirst(name.count + 1) }
      let hint = Spelling.nearest(to: field, among: members.map(String.init).sorted()).map { "; did you mean `\($0)`?" }
      return issue("no such variable `\(name).\(field)`\(hint ?? "")", at: id)
    }
    let part = plan(operand)
    let result: Type
    switch part.type {
    case .dyn, .parameter: result = .dyn
    case .map(_, let value): result = value
    case .optional(.map(_, let value)): result = .optional(value)
    case .optional: result = .optional(.dyn)
    default: return issue("\(part.type.name) has no fields, so no `\(field)`", at: id)
    }
    let type: Type
    switch operation {
    case .has: type = .bool
    case .selectOptional: if case .optional = result { type = result } else { type = .optional(result) }
    default: type = result
    }
    return Part(index: emit(operation, part.index, place(ofField: field)), type: type)
  }

  private mutating func index(_ collection: Expression.ID, _ key: Expression.ID, _ optional: Bool, _ id: Expression.ID)
    -> Part
  {
    let operand = plan(collection)
    let place = plan(key)
    var type = operand.type
    var wrapped = optional
    if case .optional(let inner) = type {
      type = inner
      wrapped = true
    }
    let result: Type
    switch type {
    case .list(let item): result = item
    case .map(_, let value): result = value
    case .dyn, .parameter: result = .dyn
    default: return issue("\(type.name) has no items", at: id)
    }
    return Part(
      index: emit(optional ? .indexOptional : .index, operand.index, place.index),
      type: wrapped ? .optional(result) : result)
  }

  // MARK: Literals

  private mutating func list(_ elements: [Expression.Element]) -> Part {
    var type: Type?
    var planned: [Int32] = []
    for element in elements {
      let part = plan(element.value)
      var item = part.type
      if element.optional, case .optional(let inner) = item { item = inner }
      type = type.map { $0.joined(item) } ?? item
      planned += [Int32(part.index), element.optional ? 1 : 0]
    }
    let first = operands.count
    operands += planned
    return Part(index: emit(.list, 0, first, elements.count), type: .list(type ?? .dyn))
  }

  private mutating func map(_ entries: [Expression.Entry]) -> Part {
    var keyType: Type?
    var valueType: Type?
    var planned: [Int32] = []
    for entry in entries {
      let key = plan(entry.key)
      let value = plan(entry.value)
      var item = value.type
      if entry.optional, case .optional(let inner) = item { item = inner }
      keyType = keyType.map { $0.joined(key.type) } ?? key.type
      valueType = valueType.map { $0.joined(item) } ?? item
      planned += [Int32(key.index), Int32(value.index), entry.optional ? 1 : 0]
    }
    let first = operands.count
    operands += planned
    return Part(index: emit(.map, 0, first, entries.count), type: .map(keyType ?? .dyn, valueType ?? .dyn))
  }

  // MARK: Macros

  private mutating func comprehend(_ macro: Expression.Comprehension) -> Part {
    let range = plan(macro.range)
    var rangeType = range.type
    if case .optional(let inner) = rangeType { rangeType = inner }
    let first: Type
    let second: Type
    switch rangeType {
    case .list(let item): (first, second) = macro.second == nil ? (item, .dyn) : (.int, item)
    case .map(let key, let value): (first, second) = (key, value)
    case .dyn, .parameter: (first, second) = (.dyn, .dyn)
    default: return issue("a macro runs over a list or a map, not over \(rangeType.name)", at: macro.range)
    }
    let firstSlot = newSlot()
    let secondSlot = macro.second == nil ? -1 : newSlot()
    scopes.append((macro.first, firstSlot, first))
    if let name = macro.second { scopes.append((name, secondSlot, second)) }
    let filter = macro.filter.map { condition($0) }
    let body = plan(macro.body)
    let result: Type
    switch macro.form {
    case .all, .exists, .existsOne:
      expectBool(body, at: macro.body)
      result = .bool
    case .filter:
      expectBool(body, at: macro.body)
      result = .list(first)
    case .map: result = .list(body.type)
    case .transformMap: result = .map(first, body.type)
    case .transformMapEntry: result = .map(.dyn, .dyn)
    }
    scopes.removeLast(macro.second == nil ? 1 : 2)
    comprehensions.append(
      CompiledComprehension(
        form: macro.form, range: range.index, firstSlot: firstSlot, secondSlot: secondSlot, filter: filter ?? -1,
        body: body.index))
    return Part(index: emit(.comprehension, comprehensions.count - 1), type: result)
  }

  private mutating func condition(_ id: Expression.ID) -> Int {
    let part = plan(id)
    expectBool(part, at: id)
    return part.index
  }

  private mutating func expectBool(_ part: Part, at id: Expression.ID) {
    if part.type != .bool, part.type != .dyn { _ = issue("expected true or false, found \(part.type.name)", at: id) }
  }

  // MARK: Calls

  private static let operators: [String: Instruction.Operation] = [
    "_||_": .or, "_&&_": .and, "!_": .not, "-_": .negate, "_==_": .equal, "_!=_": .notEqual, "_<_": .less,
    "_<=_": .lessOrEqual, "_>_": .greater, "_>=_": .greaterOrEqual, "@in": .isIn, "_+_": .add, "_-_": .subtract,
    "_*_": .multiply, "_/_": .divide, "_%_": .modulo, "_?_:_": .conditional,
  ]

  private mutating func call(
    _ name: String, _ target: Expression.ID?, _ arguments: [Expression.ID], _ id: Expression.ID
  )
    -> Part
  {
    if target == nil, let operation = Planner.operators[name] { return operate(operation, name, arguments, id) }
    if let target {
      if name == "or" || name == "orValue", arguments.count == 1 {
        let optional = plan(target)
        let alternative = plan(arguments[0])
        var type = Type.dyn
        if case .optional(let inner) = optional.type { type = inner.joined(alternative.type) }
        if name == "or" { type = .optional(type) }
        return Part(index: emit(name == "or" ? .optionalOr : .orValue, optional.index, alternative.index), type: type)
      }
      if let space = qualifiedName(target), scopes.allSatisfy({ $0.name != space }), environment.variables[space] == nil
      {
        let full = (space.hasPrefix(".") ? String(space.dropFirst()) : space) + "." + name
        if let function = environment.functions[full] { return call(function, nil, arguments, id) }
        if environment.functions.keys.contains(where: { $0.hasPrefix(space + ".") }) {
          return noSuchFunction(full, id)
        }
      }
    }
    let plain = name.hasPrefix(".") ? String(name.dropFirst()) : name
    guard let function = environment.functions[plain] else { return noSuchFunction(plain, id) }
    return call(function, target, arguments, id)
  }

  private mutating func noSuchFunction(_ name: String, _ id: Expression.ID) -> Part {
    let known = environment.functions.keys.sorted()
    let hint = Spelling.nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
    return issue("no such function `\(name)`\(hint)", at: id)
  }

  private mutating func call(
    _ function: Function, _ target: Expression.ID?, _ arguments: [Expression.ID], _ id: Expression.ID
  ) -> Part {
    let parts = ((target.map { [$0] } ?? []) + arguments).map { plan($0) }
    var results: [Type] = []
    for overload in function.overloads
    where overload.isMember == (target != nil) && overload.parameters.count == parts.count {
      var bindings: [String: Type] = [:]
      if zip(parts, overload.parameters).allSatisfy({ $0.type.fits($1, &bindings) }) {
        results.append(overload.result.substituting(bindings))
      }
    }
    guard let first = results.first else {
      let types = parts.map(\.type.name)
      let call =
        target == nil
        ? "\(function.name)(\(types.joined(separator: ", ")))"
        : "\(types[0]).\(function.name)(\(types.dropFirst().joined(separator: ", ")))"
      return issue("no such overload: \(call)", at: id)
    }
    let type = results.dropFirst().allSatisfy { $0 == first } ? first : .dyn
    if function.name == "matches", parts.count == 2,
      case .constant(.string(let pattern)) = tree[arguments[arguments.count - 1]].kind
    {
      do throws(RegularExpression.PatternError) {
        expressions.append(try RegularExpression(pattern))
        return Part(index: emit(.matches, parts[0].index, expressions.count - 1), type: .bool)
      } catch { return issue("`\(pattern)` is no regular expression: \(error.message)", at: id) }
    }
    functions.append(function)
    let start = operands.count
    operands += parts.map { Int32($0.index) }
    return Part(index: emit(.call, functions.count - 1, start, parts.count), type: type)
  }

  private mutating func operate(
    _ operation: Instruction.Operation, _ name: String, _ arguments: [Expression.ID], _ id: Expression.ID
  ) -> Part {
    if operation == .isIn, let set = constantSet(arguments[1]) {
      let element = plan(arguments[0])
      sets.append(set)
      return Part(index: emit(.isInConstants, element.index, sets.count - 1), type: .bool)
    }
    let parts = arguments.map { plan($0) }
    guard let type = OperatorTypes.result(operation, parts.map(\.type)) else {
      let sign = name.filter { $0 != "_" && $0 != "@" }
      let types = parts.map(\.type.name)
      let shown = types.count == 1 ? "\(sign)\(types[0])" : types.joined(separator: " \(sign) ")
      return issue("no such overload: \(shown)", at: id)
    }
    let index = emit(
      operation, parts[0].index, parts.count > 1 ? parts[1].index : 0, parts.count > 2 ? parts[2].index : 0)
    return Part(index: index, type: type)
  }

  /// The items of a list of constants that can be looked up by hash.
  private func constantSet(_ id: Expression.ID) -> Set<MapKey>? {
    guard case .list(let elements) = tree[id].kind, !elements.isEmpty else { return nil }
    var set: Set<MapKey> = []
    for element in elements {
      guard !element.optional, case .constant(let value) = tree[element.value].kind, let key = MapKey(value) else {
        return nil
      }
      set.insert(key)
    }
    return set
  }
}

extension Environment {
  /// Parses, checks and compiles an expression.
  /// - Parameter expected: the type that the result must have, where one is asked.
  /// - Throws: all issues at once.
  public func compile(_ source: String, expecting expected: Type? = nil) throws(CompileErrors) -> Program {
    let tree: Expression
    do throws(Issue) {
      tree = try Parser.parse(source)
    } catch { throw CompileErrors(issues: [error]) }
    var planner = Planner(tree, self)
    let root = planner.plan(tree.root)
    var issues = planner.issues
    if let expected, issues.isEmpty {
      var bindings: [String: Type] = [:]
      if !root.type.fits(expected, &bindings) {
        issues.append(Issue("expected \(expected.name), found \(root.type.name)", at: tree[tree.root].offset))
      }
    }
    guard issues.isEmpty else { throw CompileErrors(issues: issues.sorted { $0.offset < $1.offset }) }
    return Program(planner, root: root.index, resultType: root.type)
  }
}
