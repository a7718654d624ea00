import RE2
import YAML

/// Checks a syntax tree against an environment and lays it out as instructions.
///
/// All issues of an expression are found in one pass; what is wrong has type `dyn`, so that one mistake is told once.
struct Planner {
  private let environment: Environment
  private let tree: Expression
  /// Without checks, what is wrong fails when it is evaluated (cel-spec, "Gradual Type Checking").
  private let checks: Bool
  private var types = Substitution()
  private(set) var issues: [Issue] = []

  private(set) var instructions: [Instruction] = []
  /// For each instruction the part of the text that it computes, and its type.
  private(set) var sources: [Source] = []
  private(set) var constants: [Value] = []
  private(set) var fields: [FieldName] = []
  private(set) var functions: [Function] = []
  private(set) var operands: [Int32] = []
  private(set) var sets: [ConstantSet] = []
  private(set) var expressions: [RegularExpression] = []
  private(set) var comprehensions: [CompiledComprehension] = []
  private(set) var slotCount: Int
  private(set) var localNames: [String] = []
  private(set) var variablesRead: Set<String> = []
  private var scopes: [(name: String, slot: Int, type: Type)] = []
  private var fieldPlaces: [String: Int] = [:]

  struct Part {
    let index: Int
    let type: Type
  }

  struct Source {
    var range: Range<Int>?
    var type = Type.dyn
  }

  init(_ tree: Expression, _ environment: Environment, checks: Bool) {
    self.tree = tree
    self.environment = environment
    self.checks = checks
    slotCount = environment.variables.count
  }

  // MARK: Output

  private mutating func emit(_ operation: Instruction.Operation, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0) -> Int {
    instructions.append(Instruction(operation: operation, a: Int32(a), b: Int32(b), c: Int32(c)))
    sources.append(Source())
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

  private mutating func newSlot(_ name: String) -> Int {
    slotCount += 1
    localNames.append(name)
    return slotCount - 1
  }

  private mutating func issue(_ message: String, at id: Expression.ID) -> Part {
    if checks { issues.append(Issue(message, at: tree[id].offset)) }
    return Part(index: emit(constant: .error(EvaluationError(.noSuchOverload, message))), type: .dyn)
  }

  /// The type as far as it is known by now.
  func closed(_ type: Type) -> Type { types.closed(type) }

  mutating func assign(_ type: Type, to wanted: Type) -> Bool { types.assign(type, to: wanted) }

  // MARK: Expressions

  mutating func plan(_ id: Expression.ID) -> Part {
    let part = lay(id)
    sources[part.index] = Source(range: tree[id].range, type: part.type)
    return part
  }

  private mutating func lay(_ id: Expression.ID) -> Part {
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
      let slot = newSlot(name)
      scopes.append((name, slot, bound.type))
      let inner = plan(body)
      scopes.removeLast()
      return Part(index: emit(.bind, slot, bound.index, inner.index), type: inner.type)
    case .sortBy(let range, let name, let key): return sortBy(range, name, key, id)
    case .optionalMap(let operand, let name, let body, let flat):
      let value = plan(operand)
      let wrapped = types.fresh()
      if !types.assign(value.type, to: .optional(wrapped)), checks {
        return issue("expected an optional value, found \(shown(value))", at: operand)
      }
      let slot = newSlot(name)
      scopes.append((name, slot, wrapped))
      let inner = plan(body)
      scopes.removeLast()
      if flat, !types.assign(inner.type, to: .optional(types.fresh())), checks {
        return issue("expected an optional value, found \(shown(inner))", at: body)
      }
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

  /// A variable or a type by its name, in the container first and then outwards (cel-spec, "Name Resolution").
  private mutating func resolve(_ name: String) -> Part? {
    if !name.hasPrefix("."), let local = scopes.last(where: { $0.name == name }) {
      return Part(index: emit(.slot, local.slot), type: local.type)
    }
    // A local variable hides a declared one of the same first name.
    if let dot = name.firstIndex(of: "."), scopes.contains(where: { $0.name == name[..<dot] }) { return nil }
    for candidate in environment.candidates(name) {
      if let variable = environment.variables[candidate] {
        variablesRead.insert(candidate)
        return Part(index: emit(.slot, variable.slot), type: variable.type)
      }
      if let type = Planner.typeNames[candidate] {
        return Part(index: emit(constant: .type(TypeName(candidate))), type: .type(type))
      }
    }
    return nil
  }

  private static let typeNames: [String: Type] = [
    "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
    "list": .list(.dyn), "map": .map(.dyn, .dyn), "null_type": .null, "type": .type(.dyn),
    "optional_type": .optional(.dyn), "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
    "net.IP": .ip, "net.CIDR": .cidr, "kubernetes.URL": .url, "kubernetes.Quantity": .quantity,
    "kubernetes.Semver": .semver, "kubernetes.NamedFormat": .format,
  ]

  private mutating func unknownName(_ name: String, at id: Expression.ID) -> Part {
    let known = environment.variables.keys.sorted() + scopes.map(\.name) + Planner.typeNames.keys.sorted()
    return issue("no such variable `\(name)`\(hint(name, known))", at: id)
  }

  /// The nearest of the names, for the end of a message.
  private func hint(_ name: String, _ known: @autoclosure () -> [String]) -> String {
    checks ? Spelling.hint(name, among: known()) : ""
  }

  // MARK: Fields

  private mutating func select(
    _ operand: Expression.ID, _ field: String, _ operation: Instruction.Operation, _ id: Expression.ID
  ) -> Part {
    // A namespace of variables such as `variables` is no value of its own, though it answers as one.
    if let name = qualifiedName(operand), environment.variables[name] == nil,
      !scopes.contains(where: { $0.name == name }),
      environment.variables.keys.contains(where: { $0.hasPrefix(name + ".") })
    {
      if operation != .select, let member = resolve("\(name).\(field)") {
        if operation == .has { return Part(index: emit(constant: .bool(true)), type: .bool) }
        operands.append(Int32(member.index))
        functions.append(Library.optionalOf)
        let index = emit(.call, functions.count - 1, operands.count - 1, 1)
        return Part(index: index, type: .optional(member.type))
      }
      let members = environment.variables.keys.filter { $0.hasPrefix(name + ".") }.map { $0.dropFirst(name.count + 1) }
      return issue("no such variable `\(name).\(field)`\(hint(field, members.map(String.init).sorted()))", at: id)
    }
    let part = plan(operand)
    let operandType = types.resolved(part.type)
    let container = operandType.wrapped.map(types.resolved) ?? operandType
    let result: Type
    switch container {
    case .map(_, let value): result = value
    case .object(let names):
      guard let type = environment.objectTypes.field(field, of: names) else { return noSuchField(field, of: names, id) }
      result = type
    case .dyn, .any, .parameter:
      _ = types.assign(.dyn, to: container)
      result = .dyn
    default: return issue("\(container.name) has no fields, so no `\(field)`", at: id)
    }
    let type: Type
    switch operation {
    case .has: type = .bool
    case .selectOptional: type = .optional(result)
    default: type = operandType.wrapped == nil ? result : .optional(result)
    }
    let shape = checks && operation != .has ? Shape(of: result) : .any
    return Part(index: emit(operation, part.index, place(ofField: field), Int(shape.rawValue)), type: type)
  }

  private mutating func noSuchField(_ field: String, of types: [String], _ id: Expression.ID) -> Part {
    let known = environment.objectTypes.names(of: types)
    return issue("no such field `\(field)` of \(Type.object(types).name)\(hint(field, known))", at: id)
  }

  private mutating func index(_ collection: Expression.ID, _ key: Expression.ID, _ optional: Bool, _ id: Expression.ID)
    -> Part
  {
    let operand = plan(collection)
    let place = plan(key)
    let operation: Instruction.Operation = optional ? .indexOptional : .index
    guard let type = resolve(OperatorTypes.overloads[operation] ?? [], [operand, place], isMember: false) else {
      return issue("no such overload: \(shown(operand))[\(shown(place))]", at: id)
    }
    let collectionType = types.resolved(operand.type)
    if case .object(let names) = collectionType.wrapped ?? collectionType,
      case .constant(.string(let field)) = tree[key].kind
    {
      guard let type = environment.objectTypes.field(field, of: names) else {
        return noSuchField(field, of: names, key)
      }
      let isOptional = type.wrapped == nil && (optional || collectionType.wrapped != nil)
      return Part(
        index: emit(operation, operand.index, place.index), type: isOptional ? .optional(type) : type)
    }
    return Part(index: emit(operation, operand.index, place.index), type: type)
  }

  // MARK: Literals

  private mutating func list(_ elements: [Expression.Element]) -> Part {
    var type: Type?
    var planned: [Int32] = []
    for element in elements {
      let (part, item) = item(element.value, optional: element.optional)
      type = type.map { types.joined($0, item) } ?? item
      planned += [Int32(part.index), element.optional ? 1 : 0]
    }
    let first = operands.count
    operands += planned
    return Part(index: emit(.list, 0, first, elements.count), type: .list(type ?? types.fresh()))
  }

  private mutating func map(_ entries: [Expression.Entry]) -> Part {
    var keyType: Type?
    var valueType: Type?
    var planned: [Int32] = []
    for entry in entries {
      let key = plan(entry.key)
      let (value, item) = item(entry.value, optional: entry.optional)
      keyType = keyType.map { types.joined($0, key.type) } ?? key.type
      valueType = valueType.map { types.joined($0, item) } ?? item
      planned += [Int32(key.index), Int32(value.index), entry.optional ? 1 : 0]
    }
    let first = operands.count
    operands += planned
    let type = Type.map(keyType ?? types.fresh(), valueType ?? types.fresh())
    return Part(index: emit(.map, 0, first, entries.count), type: type)
  }

  /// A part of a literal, and the type of what it adds: `[?x]` adds what the optional `x` holds.
  private mutating func item(_ id: Expression.ID, optional: Bool) -> (Part, Type) {
    let part = plan(id)
    guard optional else { return (part, part.type) }
    let wrapped = types.fresh()
    if types.assign(part.type, to: .optional(wrapped)) { return (part, types.resolved(wrapped)) }
    return (issue("expected an optional value, found \(shown(part))", at: id), .dyn)
  }

  // MARK: Macros

  private mutating func comprehend(_ macro: Expression.Comprehension) -> Part {
    let range = plan(macro.range)
    let first: Type
    let second: Type
    switch types.resolved(range.type) {
    case .list(let item): (first, second) = macro.second == nil ? (item, .dyn) : (.int, item)
    case .map(let key, let value): (first, second) = (key, value)
    case .object: (first, second) = (.string, .dyn)
    case .dyn, .any, .parameter:
      _ = types.assign(.dyn, to: range.type)
      (first, second) = (.dyn, .dyn)
    default: return issue("a macro runs over a list or a map, not over \(shown(range))", at: macro.range)
    }
    let firstSlot = newSlot(macro.first)
    let secondSlot = macro.second.map { newSlot($0) } ?? -1
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
    case .map:
      result = .list(body.type)
    case .transformMap: result = .map(first, body.type)
    case .transformMapEntry:
      let key = types.fresh()
      let value = types.fresh()
      if !types.assign(body.type, to: .map(key, value)) {
        _ = issue("expected a map of the entries to add, found \(shown(body))", at: macro.body)
      }
      result = .map(key, value)
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
    if !types.assign(part.type, to: .bool) { _ = issue("expected true or false, found \(shown(part))", at: id) }
  }

  private mutating func sortBy(_ list: Expression.ID, _ name: String, _ key: Expression.ID, _ id: Expression.ID) -> Part
  {
    let operand = plan(list)
    let item = types.fresh()
    guard types.assign(operand.type, to: .list(item)) else {
      return issue("expected a list, found \(shown(operand))", at: list)
    }
    let slot = newSlot(name)
    scopes.append((name, slot, types.resolved(item)))
    let part = plan(key)
    scopes.removeLast()
    guard Library.ordered.contains(where: { types.assign(part.type, to: $0) }) else {
      return issue("a list is not sorted by \(shown(part)), which has no order", at: key)
    }
    return Part(index: emit(.sortBy, operand.index, slot, part.index), type: operand.type)
  }

  // MARK: Calls

  private static let operators: [String: Instruction.Operation] = [
    "_||_": .or, "_&&_": .and, "!_": .not, "-_": .negate, "_==_": .equal, "_!=_": .notEqual, "_<_": .less,
    "_<=_": .lessOrEqual, "_>_": .greater, "_>=_": .greaterOrEqual, "@in": .isIn, "_+_": .add, "_-_": .subtract,
    "_*_": .multiply, "_/_": .divide, "_%_": .modulo, "_?_:_": .conditional,
  ]

  private static let optionalOperators: [String: Instruction.Operation] = ["or": .optionalOr, "orValue": .orValue]

  private mutating func call(
    _ name: String, _ target: Expression.ID?, _ arguments: [Expression.ID], _ id: Expression.ID
  )
    -> Part
  {
    if target == nil, let operation = Planner.operators[name] { return operate(operation, name, arguments, id) }
    if let target {
      if arguments.count == 1, let operation = Planner.optionalOperators[name] {
        return operate(operation, ".\(name)", [target] + arguments, id)
      }
      if let space = qualifiedName(target), scopes.allSatisfy({ $0.name != space }) {
        for candidate in environment.candidates("\(space).\(name)") {
          if let function = environment.functions[candidate] { return call(function, nil, arguments, id) }
        }
        let plain = space.drop { $0 == "." }
        if environment.variables[space] == nil,
          environment.functions.keys.contains(where: { $0.hasPrefix("\(plain).") })
        {
          return noSuchFunction("\(plain).\(name)", id)
        }
      }
      guard let function = environment.functions[name] else {
        _ = plan(target)
        return noSuchFunction(name, id, arguments)
      }
      return call(function, target, arguments, id)
    }
    for candidate in environment.candidates(name) {
      if let function = environment.functions[candidate] { return call(function, nil, arguments, id) }
    }
    return noSuchFunction(String(name.drop { $0 == "." }), id, arguments)
  }

  /// What a macro's arguments name is not there without it, so they are looked at only where no macro can be meant.
  private mutating func noSuchFunction(_ name: String, _ id: Expression.ID, _ arguments: [Expression.ID] = []) -> Part {
    let nearest = Spelling.nearest(to: name, among: Parser.macroNames + environment.functions.keys.sorted())
    if nearest.map(Parser.macroNames.contains) != true { for argument in arguments { _ = plan(argument) } }
    return issue("no such function `\(name)`\(nearest.map { "; did you mean `\($0)`?" } ?? "")", at: id)
  }

  private mutating func call(
    _ function: Function, _ target: Expression.ID?, _ arguments: [Expression.ID], _ id: Expression.ID
  ) -> Part {
    let parts = ((target.map { [$0] } ?? []) + arguments).map { plan($0) }
    guard let type = resolve(function.overloads, parts, isMember: target != nil) else {
      let shown = parts.map { self.shown($0) }
      let call =
        target == nil
        ? "\(function.name)(\(shown.joined(separator: ", ")))"
        : "\(shown[0]).\(function.name)(\(shown.dropFirst().joined(separator: ", ")))"
      return issue("no such overload: \(call)", at: id)
    }
    if let problem = function.refusal((target.map { [$0] } ?? []) + arguments, tree) { return issue(problem, at: id) }
    if function.name == "matches", parts.count == 2,
      case .constant(.string(let pattern)) = tree[arguments[arguments.count - 1]].kind
    {
      do throws(RegularExpression.PatternError) {
        expressions.append(try RegularExpression(pattern))
        return Part(index: emit(.matches, parts[0].index, expressions.count - 1), type: .bool)
      } catch { return issue("`\(pattern)` is no regular expression: \(error.message)", at: id) }
    }
    functions.append(function.typed(for: type))
    let start = operands.count
    operands += parts.map { Int32($0.index) }
    return Part(index: emit(.call, functions.count - 1, start, parts.count), type: type)
  }

  /// The result of the overloads that take these types: one type, or `dyn` where they differ; nil where none does.
  private mutating func resolve(_ overloads: [Function.Overload], _ parts: [Part], isMember: Bool) -> Type? {
    var result: Type?
    for overload in overloads where overload.isMember == isMember && overload.parameters.count == parts.count {
      // Unchecked, the values decide when they are there.
      guard checks else { return .dyn }
      let own = overload.isGeneric ? types.instantiate(overload) : overload
      guard types.assign(parts.map(\.type), to: own.parameters) else { continue }
      let type = types.resolved(own.result)
      result = result.map { $0 == type ? $0 : .dyn } ?? type
    }
    return result
  }

  private func shown(_ part: Part) -> String { types.closed(part.type).name }

  private mutating func operate(
    _ operation: Instruction.Operation, _ name: String, _ arguments: [Expression.ID], _ id: Expression.ID
  ) -> Part {
    if operation == .isIn, let set = constantSet(arguments[1]) {
      let element = plan(arguments[0])
      let list = plan(arguments[1])
      guard resolve(OperatorTypes.overloads[.isIn] ?? [], [element, list], isMember: false) != nil else {
        return issue("no such overload: \(shown(element)) in \(shown(list))", at: id)
      }
      sets.append(set)
      return Part(index: emit(.isInConstants, element.index, sets.count - 1), type: .bool)
    }
    let parts = arguments.map { plan($0) }
    guard let type = resolve(OperatorTypes.overloads[operation] ?? [], parts, isMember: false) else {
      let sign = name.filter { $0 != "_" && $0 != "@" }
      let types = parts.map { self.shown($0) }
      let shown = types.count == 1 ? "\(sign)\(types[0])" : types.joined(separator: " \(sign) ")
      return issue("no such overload: \(shown)", at: id)
    }
    let index = emit(
      operation, parts[0].index, parts.count > 1 ? parts[1].index : 0, parts.count > 2 ? parts[2].index : 0)
    return Part(index: index, type: type)
  }

  /// The items of a list of constants that can be looked up by hash.
  private func constantSet(_ id: Expression.ID) -> ConstantSet? {
    guard case .list(let elements) = tree[id].kind, !elements.isEmpty else { return nil }
    var set: Set<MapKey> = []
    for element in elements {
      guard !element.optional, case .constant(let value) = tree[element.value].kind, let key = MapKey(value) else {
        return nil
      }
      set.insert(key)
    }
    return ConstantSet(set, count: elements.count)
  }
}
