import Fargate
import Linting
import Policies
import Testing

@Suite("Bundled policies")
struct BundledPolicyTests {
  struct Bundle: Sendable {
    let rules: [Rule]
    let mutators: [PolicyMutator]
    let tests: PolicyTests
    let errors: [LoadError]

    init() throws {
      let tables = try LintTables.bundled()
      let vocabulary = tables.vocabulary
      var loader = PolicyLoader(vocabulary: vocabulary)
      loader.addBundled(withTests: true)
      (rules, mutators, errors) = (loader.rules, loader.mutators, loader.errors)
      tests = PolicyTests(vocabulary: vocabulary, tables: tables)
    }
  }
  private let bundle: Bundle
  init() throws { bundle = try Bundle() }

  @Test("load") func load() {
    #expect(bundle.errors.map(\.text) == [])
    #expect(bundle.rules.count >= 27)
  }

  @Test("pass their own tests")
  func own() {
    for rule in bundle.rules {
      for failure in bundle.tests.failures(of: rule) {
        Issue.record(
          "\(failure.file):\(failure.line) \(failure.rule): \(failure.test): \(failure.details.joined(separator: "; "))"
        )
      }
    }
  }

  @Test("have a test that fires and one that does not")
  func both() {
    for rule in bundle.rules {
      #expect(rule.tests.contains { !$0.expectations.isEmpty }, "\(rule.description.name) has no test that fires")
      #expect(rule.tests.contains { $0.expectations.isEmpty }, "\(rule.description.name) has no test that stays silent")
    }
  }

  @Test("notice 95 of 100 changes of their expressions, and declare no mutant in vain")
  func mutants() async {
    for result in await MutationTests(bundle.tests).results(of: bundle.mutators) {
      let survivors = result.survivors.map { "line \($0.position.line): " + $0.added.joined(separator: "\n") }
      #expect(result.percentKilled >= 95, "\(result.rule): \(survivors.joined(separator: "\n"))")
      #expect(result.stale.isEmpty, "\(result.rule): \(result.stale.map(\.mutant))")
      #expect(result.mutants > 0)
    }
  }

  @Test("say why and what to do, with their sources")
  func texts() {
    for rule in bundle.rules {
      let text = rule.description
      #expect(!text.description.isEmpty && !text.remediation.isEmpty && !text.references.isEmpty, "\(text.name)")
    }
  }
}
