import CEL
import YAML

/// Values for the declared variables: some of each type, of which a seed picks.
struct Subject: Sendable {
  let declarations: Declarations
  private let pools: [[Value]]

  init(_ grammar: Grammar) {
    declarations = grammar.declarations
    pools = grammar.declarations.variables.enumerated().map { place, variable in
      var values: [Value] = []
      for seed in 0..<24 {
        var generator = ExpressionGenerator(grammar, seed: UInt64(place * 1_000 + seed), isGradual: false)
        let text = generator.constant(variable.type)
        if let value = Subject.value(text, of: variable.type, grammar.declarations.environment) { values.append(value) }
      }
      if case .wrapper = variable.type { values.append(.null) }
      return values.isEmpty ? [.null] : values
    }
  }

  /// The value of an expression without variables; nil where it fails or is of another type.
  private static func value(_ text: String, of type: Type, _ environment: Environment) -> Value? {
    do throws(CompileErrors) {
      var evaluation = Evaluation()
      evaluation.slots = environment.variables.map { _ in .null }
      let value = try environment.compile(text).evaluate(in: &evaluation)
      return value.isErrorOrUnknown || !evaluation.conforms(value, to: type) ? nil : value
    } catch { return nil }
  }

  /// An evaluation with the values that a seed picks. It is made after what it evaluates is compiled.
  func evaluation(seed: UInt64) -> Evaluation {
    var random = SplitMix64(seed: seed &+ 1)
    var evaluation = Evaluation()
    evaluation.slots = pools.map { random.pick($0) }
    var manifest = ManifestGenerator(seed: seed &+ 2)
    guard let tree = tree(manifest.document()), let root = tree.root else { return evaluation }
    let number = evaluation.add(tree)
    for (name, _) in Declarations.manifest {
      guard let slot = declarations.environment.variables[name]?.slot, let node = tree.value(of: name, in: root) else {
        continue
      }
      evaluation.slots[slot] = .node(NodeRef(tree: number, node: node))
    }
    return evaluation
  }

  private func tree(_ text: String) -> Tree? {
    do throws(Problem) { return try Tree.parse(text).first } catch { return nil }
  }
}
