/// Walks a syntax tree and writes down what may be changed in its text.
struct Mutator {
  let tree: Expression
  let bytes: [UInt8]
  private(set) var mutations: [Mutation] = []
  /// Parts of a chain `a && b && c` that are no clause of their own: the parser balances chains.
  private var chainParts: Set<Expression.ID> = []
  /// The function that reads a literal, where that decides how the literal may be changed.
  private(set) var readers: [Expression.ID: String] = [:]

  init(_ source: String, _ tree: Expression) {
    self.tree = tree
    bytes = Array(source.utf8)
  }

  mutating func mutateAll(isCondition: Bool) {
    if isCondition { negate(tree.root) }
    // Parents are behind their children, and come first here.
    for id in tree.nodes.indices.reversed() { mutate(id) }
  }

  private mutating func mutate(_ id: Expression.ID) {
    let question = UInt8(ascii: "?")
    switch tree[id].kind {
    case .constant(let value): mutate(literal: value, id)
    case .call(let name, let target, let arguments): mutate(call: name, target, arguments, id)
    case .select(let operand, _, let optional, let test):
      if test { replace(tree[id].inside, with: "true") }
      if optional, !isOptional(operand) { dropQuestionMark(at: bytes[..<tree[id].offset].lastIndex(of: question)) }
    case .index(let operand, _, let optional):
      if optional, !isOptional(operand) { dropQuestionMark(at: bytes[tree[id].offset...].firstIndex(of: question)) }
    case .list(let elements): drop(elementsAt: elements.map { tree[$0.value].range })
    case .comprehension(let comprehension): mutate(comprehension, id)
    case .identifier, .map, .bind, .sortBy, .optionalMap: break
    }
  }

  // MARK: Operators and functions

  /// What an operator's sign may be mistaken for: of comparisons the neighbour on the boundary and the opposite.
  private static let signs: [String: [String]] = [
    "_&&_": ["||"], "_||_": ["&&"], "_==_": ["!="], "_!=_": ["=="], "_<_": ["<=", ">="], "_<=_": ["<", ">"],
    "_>_": [">=", "<="], "_>=_": [">", "<"], "_+_": ["-"], "_-_": ["+"], "_*_": ["/"], "_/_": ["*"], "_%_": ["*"],
  ]

  private static let comparisons: Set<String> = ["_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_"]

  private static let counterparts = [
    "startsWith": "endsWith", "endsWith": "startsWith", "isGreaterThan": "isLessThan", "isLessThan": "isGreaterThan",
  ]

  /// Functions that give what they are called on in another form.
  private static let transformations: Set<String> = ["lowerAscii", "upperAscii", "trim", "replace"]

  private mutating func mutate(
    call name: String, _ target: Expression.ID?, _ arguments: [Expression.ID], _ id: Expression.ID
  ) {
    let offset = tree[id].offset
    for sign in Mutator.signs[name] ?? [] { replace(offset..<offset + name.utf8.count - 2, with: sign) }
    switch (name, arguments.count) {
    case ("_&&_", 2), ("_||_", 2):
      if !chainParts.contains(id) {
        let clauses = clauses(of: id, name)
        for clause in clauses { negate(clause) }
        drop(elementsAt: clauses.map { tree[$0].range })
      }
    case ("_+_", 2): drop(elementsAt: arguments.map { tree[$0].range })
    case ("!_", 1): replace(offset..<offset + 1, with: "")
    case ("_?_:_", 3):
      negate(arguments[0])
      let all = tree[arguments[0]].range.lowerBound..<tree[arguments[2]].range.upperBound
      for branch in arguments[1...] { replace(all, with: written(tree[branch].range)) }
    default: break
    }
    if let literal = arguments.first { readers[literal] = name }
    guard let target else { return }
    if let other = Mutator.counterparts[name] { replace(offset..<offset + name.utf8.count, with: other) }
    if name == "contains" { replace(tree[id].inside, with: "true") }
    let behindTarget = tree[target].range.upperBound..<tree[id].inside.upperBound
    if Mutator.transformations.contains(name) { replace(behindTarget, with: "") }
    if name == "orValue", let standard = arguments.first, !isNumberOrBool(standard) {
      replace(behindTarget, with: ".value()")
    }
  }

  private func isNumberOrBool(_ id: Expression.ID) -> Bool {
    switch tree[id].kind {
    case .constant(.int), .constant(.uint), .constant(.double), .constant(.bool): true
    default: false
    }
  }

  private mutating func mutate(_ comprehension: Expression.Comprehension, _ id: Expression.ID) {
    let offset = tree[id].offset
    if let filter = comprehension.filter { negate(filter) }
    switch comprehension.form {
    case .all: replace(offset..<offset + 3, with: "exists")
    case .exists: replace(offset..<offset + 6, with: "all")
    case .filter: replace(tree[comprehension.range].range.upperBound..<tree[id].inside.upperBound, with: "")
    case .existsOne: break
    case .map, .transformMap, .transformMapEntry: return
    }
    negate(comprehension.body)
  }

  /// The clauses of a chain of `&&` or `||`, left to right.
  private mutating func clauses(of id: Expression.ID, _ name: String) -> [Expression.ID] {
    guard case .call(name, _, let sides) = tree[id].kind else { return [id] }
    return sides.flatMap { side -> [Expression.ID] in
      guard case .call(name, _, let inner) = tree[side].kind,
        tree[side].range.lowerBound == tree[inner[0]].range.lowerBound
      else { return [side] }
      chainParts.insert(side)
      return clauses(of: side, name)
    }
  }

  /// Negates what is true or false. Comparisons, `!` and the literals have a shorter opposite of their own.
  private mutating func negate(_ id: Expression.ID) {
    switch tree[id].kind {
    case .constant: return
    case .call(let name, _, _) where name == "!_" || Mutator.comparisons.contains(name): return
    case .call(let name, _, _) where name.hasPrefix("_") || name == "@in":
      let whole = tree[id].range
      let isEnclosed = whole != tree[id].inside
      replace(whole, with: isEnclosed ? "!\(written(whole))" : "!(\(written(whole)))")
    default: replace(tree[id].range, with: "!\(written(tree[id].range))")
    }
  }

  mutating func replace(_ range: Range<Int>, with text: String) {
    mutations.append(Mutation(range: range, replacement: text))
  }
}
