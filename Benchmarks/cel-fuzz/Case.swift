/// The expression of a seed.
struct Case {
  enum Kind: String, CaseIterable {
    case typed, gradual, policy, mutated
  }

  let seed: UInt64
  let kind: Kind
  let text: String

  init(seed: UInt64, _ grammar: Grammar, corpus: [String]) {
    var random = SplitMix64(seed: seed)
    self.seed = seed
    switch random.below(8) {
    case 0..<4:
      kind = .typed
      text = Case.typed(random.next(), grammar, isGradual: false)
    case 4:
      kind = .gradual
      text = Case.typed(random.next(), grammar, isGradual: true)
    case 5:
      kind = .policy
      text = Case.policy(random.next())
    default:
      kind = .mutated
      let whole: String
      switch random.below(4) {
      case 0: whole = Case.typed(random.next(), grammar, isGradual: true)
      case 1: whole = Case.policy(random.next())
      default: whole = corpus.isEmpty ? "object" : random.pick(corpus)
      }
      var mutator = Mutator(seed: random.next(), corpus: corpus)
      text = mutator.mutate(whole)
    }
  }

  private static func typed(_ seed: UInt64, _ grammar: Grammar, isGradual: Bool) -> String {
    var generator = ExpressionGenerator(grammar, seed: seed, isGradual: isGradual)
    return generator.expression()
  }

  private static func policy(_ seed: UInt64) -> String {
    var generator = ConditionGenerator(seed: seed)
    return seed % 6 == 0 ? generator.message() : generator.condition(depth: 1 + Int(seed % 4))
  }
}
