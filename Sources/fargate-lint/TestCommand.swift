import Linting
import Policies

/// `test PATH`: the tests that policy files carry.
enum TestCommand {
  static func run(_ arguments: Arguments) throws(Failure) -> ExitCode {
    guard !arguments.operands.isEmpty else { throw Failure(UsageError("`test` takes files or folders of policies")) }
    let sources = try PolicySources(paths: arguments.operands)
    let tests = PolicyTests(vocabulary: sources.vocabulary, tables: sources.tables)
    var output = Output(1)
    var passed = 0
    var failed = 0
    for rule in sources.rules {
      let failures = tests.failures(of: rule)
      failed += failures.count
      passed += rule.tests.count - failures.count
      for failure in failures {
        output.write("\(failure.file):\(failure.line): \(failure.rule): \(failure.test)\n")
        for detail in failure.details { output.write("  \(detail)\n") }
      }
      if rule.tests.isEmpty { output.write("\(rule.file): \(rule.description.name) has no tests\n") }
    }
    output.write("\(passed) passed, \(failed) failed\n")
    output.flush()
    return failed == 0 ? .fine : .findings
  }
}
