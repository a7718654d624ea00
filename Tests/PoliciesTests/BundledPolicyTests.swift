import Fargate
import Linting
import Policies
import Testing

@Suite("Bundled policies")
struct BundledPolicyTests {
  struct Bundle: Sendable {
    let rules: [Rule]
    let tests: PolicyTests
    let errors: [LoadError]

    init() throws {
      let tables = try Tables.bundled()
      let vocabulary = Vocabulary(tables: tables)
      var loader = PolicyLoader(vocabulary: vocabulary)
      loader.addBundled(withTests: true)
      (rules, errors) = (loader.rules, loader.errors)
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

  @Test("need every validation: without it a test fails")
  func validations() {
    for rule in bundle.rules {
      for index in 0..<rule.validationCount {
        let rest = rule.removing(validation: index)
        #expect(
          !bundle.tests.failures(of: rest).isEmpty, "no test of \(rule.description.name) needs validation \(index + 1)")
      }
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
