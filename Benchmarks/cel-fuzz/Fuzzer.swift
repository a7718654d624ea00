/// Examines the expressions of seeds.
struct Fuzzer: Sendable {
  private let grammar: Grammar
  private let corpus: [String]
  private let examiner: Examiner

  init(corpus: [String] = Corpus.expressions) {
    grammar = Grammar(Declarations())
    self.corpus = corpus
    examiner = Examiner(subject: Subject(grammar))
  }

  func expression(seed: UInt64) -> Case { Case(seed: seed, grammar, corpus: corpus) }

  func examine(_ one: Case) -> Examiner.Outcome { examiner.examine(one.text, seed: one.seed) }

  /// The shortest text found that violates the same rule with the values of the same seed.
  func shrunk(_ one: Case, _ violation: Examiner.Violation) -> (text: String, violation: Examiner.Violation) {
    var last = violation
    let text = Shrinker.shrink(one.text) { text in
      guard case .violates(let other) = examiner.examine(text, seed: one.seed), other.rule == violation.rule else {
        return false
      }
      last = other
      return true
    }
    return (text, last)
  }
}
