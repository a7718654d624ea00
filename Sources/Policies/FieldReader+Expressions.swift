import CEL
import YAML

extension FieldReader {
  /// An issue of an expression that the scalar `node` holds from its value's byte `start` on.
  mutating func report(_ issue: Issue, in node: NodeID, from start: Int = 0) {
    report(issue.message, at: text.character(atValueByte: start + issue.offset, of: node, in: tree))
  }

  /// The text of an expression.
  func expression(_ node: NodeID) -> String {
    if let mutation, mutation.node == node, case .expression(let text) = mutation.change { return text }
    return tree.string(node)
  }

  /// Compiles the expression in a scalar; nil, with errors, when it does not compile.
  mutating func compile(_ node: NodeID, _ environment: Environment, expecting type: Type? = nil) -> Program? {
    guard tree.kind(node) == .scalar else {
      report("an expression is text", at: node)
      return nil
    }
    return compile(expression(node), in: node, from: 0, environment, expecting: type)
  }

  mutating func compile(
    _ expression: String, in node: NodeID, from start: Int, _ environment: Environment, expecting type: Type? = nil
  ) -> Program? {
    do throws(CompileErrors) {
      let program = try environment.compile(expression, expecting: type)
      let least = program.cost().least
      if least > Evaluation.expressionBudget {
        let limit = Evaluation.expressionBudget
        report(
          Issue("costs at least \(least) units, more than the \(limit) that Kubernetes allows", at: 0), in: node,
          from: start)
        return nil
      }
      return program
    } catch {
      for issue in error.issues { report(issue, in: node, from: start) }
      return nil
    }
  }
}
