import CEL
import Testing
import YAML

/// The value of an expression as text, with `object` read from YAML; an error or issue by its text.
func evaluate(_ source: String, object: String = "{}") throws -> String {
  var environment = Environment()
  let slot = environment.declare("object")
  let program: Program
  do throws(CompileErrors) {
    program = try environment.compile(source)
  } catch { return "issue: " + error.issues.map(\.message).joined(separator: "; ") }
  let tree = try #require(try Tree.parse(object).first)
  var evaluation = Evaluation()
  let number = evaluation.add(tree)
  evaluation.slots = Array(repeating: .null, count: slot + 1)
  evaluation.slots[slot] = .node(NodeRef(tree: number, node: try #require(tree.root)))
  switch evaluation.typed(program.evaluate(in: &evaluation)) {
  case .error(let error): return "error: " + error.message
  case .unknown: return "unknown"
  case let value: return evaluation.text(value)
  }
}
