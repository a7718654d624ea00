import Testing

@testable import cel_fuzz

@Suite("Fuzzing")
struct FuzzTests {
  private static let fuzzer = Fuzzer()

  @Test("what is checked is sound, and both ways of evaluation agree", arguments: [0, 10_000_000, 20_000_000])
  func expressions(first: UInt64) {
    let fuzzer = FuzzTests.fuzzer
    for seed in first..<first + 500 {
      let one = fuzzer.expression(seed: seed)
      if case .violates(let violation) = fuzzer.examine(one) {
        Issue.record("seed \(seed): \(one.text): not so: \(violation.rule.rawValue): \(violation.details)")
      }
    }
  }

  @Test("half of the expressions are accepted at least")
  func accepted() {
    let fuzzer = FuzzTests.fuzzer
    let count = (0..<500 as Range<UInt64>).count { seed in
      if case .refused = fuzzer.examine(fuzzer.expression(seed: seed)) { false } else { true }
    }
    #expect(count > 250)
  }
}
