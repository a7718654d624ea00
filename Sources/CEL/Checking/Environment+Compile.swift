extension Environment {
  /// The declared variables that an expression may read, by its words alone: in which order variables must be compiled
  /// is asked before any of them is. None where it has no words.
  public func variables(namedBy source: String) -> Set<String> {
    guard let tokens = try? Lexer.tokens(of: source) else { return [] }
    var result: Set<String> = []
    var name = ""
    var isField = false
    for token in tokens {
      switch token.kind {
      case .identifier(let word):
        name = isField && !name.isEmpty ? "\(name).\(word)" : isField ? "" : word
        if variables[name] != nil { result.insert(name) }
        isField = false
      case .sign("."): isField = true
      default: (name, isField) = ("", false)
      }
    }
    return result
  }

  /// Parses, checks and compiles an expression.
  /// - Parameters:
  ///   - expected: the type that the result must have, where one is asked.
  ///   - checks: without, only what does not parse is an issue; names and overloads are found when it is evaluated.
  ///   - macros: without, `x.all(y, z)` and its like are ordinary calls.
  /// - Throws: all issues at once.
  public func compile(_ source: String, expecting expected: Type? = nil, checks: Bool = true, macros: Bool = true)
    throws(CompileErrors) -> Program
  {
    let tree: Expression
    do throws(Issue) {
      tree = try Parser.parse(source, expandingMacros: macros)
    } catch { throw CompileErrors(issues: [error]) }
    var planner = Planner(tree, self, checks: checks)
    let root = planner.plan(tree.root)
    var issues = planner.issues
    let type = planner.closed(root.type)
    if let expected, issues.isEmpty, !planner.assign(root.type, to: expected) {
      issues.append(Issue("expected \(expected.name), found \(type.name)", at: tree[tree.root].offset))
    }
    guard issues.isEmpty else { throw CompileErrors(issues: issues.sorted { $0.offset < $1.offset }) }
    let plan = Plan(planner, root: root.index, slots: variableCosts).folded()
    return Program(
      plan, fast: FastPathBuilder.path(of: plan), source: source, resultType: type, variables: planner.variablesRead,
      isConstant: planner.variablesRead.isSubset(of: constants) && !plan.functions.contains(where: \.asksHost))
  }
}
