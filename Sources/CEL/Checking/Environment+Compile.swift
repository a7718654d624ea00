extension Environment {
  /// The declared variables that an expression reads, whatever else is wrong with it; none where it does not parse.
  public func variables(readBy source: String) -> Set<String> {
    do throws(Issue) {
      let tree = try Parser.parse(source, expandingMacros: true)
      var planner = Planner(tree, self, checks: false)
      _ = planner.plan(tree.root)
      return planner.variablesRead
    } catch { return [] }
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
