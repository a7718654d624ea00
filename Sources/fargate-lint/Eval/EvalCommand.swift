import CEL
import Manifests
import Policies
import YAML

/// `eval EXPRESSION [FILE]`: the value of an expression, once or for every document of a file.
enum EvalCommand {
  static let options = [
    Option(
      name: "batch", value: nil, help: "read JSON cases from standard input, a line each, and answer each with one")
  ]

  static func run(_ arguments: Arguments) throws(Failure) -> ExitCode {
    if arguments.has("batch") {
      guard arguments.operands.isEmpty else { throw Failure(UsageError("`eval --batch` reads standard input alone")) }
      return EvalBatch.run()
    }
    guard let expression = arguments.operands.first, arguments.operands.count <= 2 else {
      throw Failure(UsageError("`eval` takes an expression, and a file or `-`"))
    }
    var environment = Environment()
    let file: SourceFile? =
      if let path = arguments.operands.dropFirst().first { try SourceFile.one(path, for: "eval") } else { nil }
    if file != nil { environment.declare("object") }
    let program: Program
    do throws(CompileErrors) { program = try environment.compile(expression) } catch {
      let errors = error.issues.map { LoadError(expression: expression, $0).text }
      throw Failure(UsageError(verbatim: errors.joined(separator: "\n")))
    }
    var evaluation = Evaluation()
    var output = Output(1)
    var failed = false
    func show(_ evaluation: inout Evaluation) {
      let value = evaluation.typed(program.evaluate(in: &evaluation))
      if case .error(let error) = value {
        failed = true
        Output.standardError("error: \(error.message)")
      } else {
        output.write(evaluation.text(value) + "\n")
      }
    }
    guard let file else {
      show(&evaluation)
      output.flush()
      return failed ? .findings : .fine
    }
    let problem = try file.forEachDocument { _, tree, root in
      evaluation.reset()
      evaluation.slots = [.node(NodeRef(tree: evaluation.add(tree), node: root))]
      show(&evaluation)
    }
    output.flush()
    if let problem {
      let position = problem.position
      Output.standardError("\(file.name.text):\(position.line):\(position.column): error: \(problem.message)")
    }
    return failed || problem != nil ? .findings : .fine
  }
}
