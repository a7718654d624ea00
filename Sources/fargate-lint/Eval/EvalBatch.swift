import CEL
import Reporting
import YAML

/// `eval --batch`: a case a line in, an answer a line out, in the same order.
enum EvalBatch {
  static func run() -> ExitCode {
    var output = Output(1)
    while let line = readLine() {
      output.write(answer(line) + "\n")
      output.flush()
    }
    return .fine
  }

  private static func answer(_ line: String) -> String {
    do throws(EncodingError) {
      let parsed: Tree?
      do throws(Problem) { parsed = try Tree.parse(json: line) } catch {
        throw EncodingError("the line is no JSON: \(error.message)")
      }
      guard let parsed else { throw EncodingError("an empty line") }
      return try Case(parsed).answer()
    } catch { return JSONObject.make { $0.add("issues", texts: ["1:1: \(error.message)"]) } }
  }
}

/// One expression with what it may name.
private struct Case {
  private let tree: Tree
  private let root: NodeID
  private let id: String
  private let expression: String
  private let checks: Bool

  init(_ tree: Tree) throws(EncodingError) {
    guard let root = tree.root else { throw EncodingError("a case is a JSON object") }
    self.tree = tree
    self.root = root
    id = try tree.text("id", in: root)
    expression = try tree.text("expr", in: root)
    checks = tree.value(of: "check", in: root).map { tree.scalar($0) != .bool(false) } ?? true
  }

  private func isSet(_ key: String) -> Bool {
    tree.value(of: key, in: root).map { tree.scalar($0) == .bool(true) } ?? false
  }

  func answer() throws(EncodingError) -> String {
    var evaluation = Evaluation()
    let environment = try environment(&evaluation)
    let program: Program
    do throws(CompileErrors) {
      program = try environment.compile(expression, checks: checks, macros: !isSet("disable_macros"))
    } catch { return answer { $0.add("issues", texts: error.issues.map(shown)) } }
    if isSet("check_only") { return answer { $0.add("type", json: EncodedType.encode(program.resultType)) } }
    let value = evaluation.typed(program.evaluate(in: &evaluation))
    if case .error(let error) = value { return answer { $0.add("error", error.message) } }
    return answer { $0.add("value", json: EncodedValue.encode(value, evaluation)) }
  }

  private func answer(_ fill: (inout JSONObject) -> Void) -> String {
    JSONObject.make { object in
      object.add("id", id)
      fill(&object)
    }
  }

  private func shown(_ issue: Issue) -> String {
    let position = issue.position(in: expression)
    return "\(position.line):\(position.column): \(issue.message)"
  }

  /// Variables are declared in `env.types`; unchecked, a bound name is a variable too.
  private func environment(_ evaluation: inout Evaluation) throws(EncodingError) -> Environment {
    var environment = Environment()
    if let env = tree.value(of: "env", in: root) {
      environment.container = tree.value(of: "container", in: env).map { tree.string($0) } ?? ""
      if let types = tree.value(of: "types", in: env) {
        for entry in tree.entries(of: types) {
          environment.declare(tree.string(entry.key), try EncodedType.decode(entry.value, in: tree))
        }
      }
      if let functions = tree.value(of: "functions", in: env) {
        for entry in tree.entries(of: functions) { environment.add(try function(entry.key, entry.value)) }
      }
    }
    var values: [String: Value] = [:]
    if let bindings = tree.value(of: "bindings", in: root) {
      for entry in tree.entries(of: bindings) {
        let name = tree.string(entry.key)
        values[name] = try EncodedValue.decode(entry.value, in: tree)
        if !checks { environment.declare(name) }
      }
    }
    for (name, variable) in environment.variables.sorted(by: { $0.value.slot < $1.value.slot }) {
      let missing = Value.error(EvaluationError(.invalidArgument, "the variable `\(name)` has no value"))
      while evaluation.slots.count <= variable.slot { evaluation.slots.append(.null) }
      evaluation.slots[variable.slot] = values[name] ?? missing
    }
    return environment
  }

  private func function(_ name: NodeID, _ overloads: NodeID) throws(EncodingError) -> Function {
    var declared: [Function.Overload] = []
    for overload in tree.items(of: overloads) {
      var parameters: [Type] = []
      if let list = tree.value(of: "params", in: overload) {
        for item in tree.items(of: list) { parameters.append(try EncodedType.decode(item, in: tree)) }
      }
      let result = try tree.value(of: "result", in: overload).map { node throws(EncodingError) in
        try EncodedType.decode(node, in: tree)
      }
      let isMember = tree.value(of: "member", in: overload).map { tree.scalar($0) == .bool(true) } ?? false
      declared.append(
        isMember ? .member(parameters, result ?? .dyn) : .global(parameters, result ?? .dyn))
    }
    return Function(declared: tree.string(name), declared)
  }
}
