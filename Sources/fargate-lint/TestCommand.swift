import Linting
import Policies

/// `test`: the tests that policy files carry, and whether they notice mistakes.
enum TestCommand {
  static let options = [
    Option(
      name: "mutate", value: nil, help: "change each policy in small ways, and show the changes that no test notices"),
    Option(
      name: "threshold", value: "PERCENT",
      help: "with --mutate: the changes that each policy's tests must notice (default: 95)"),
  ]

  static func run(_ arguments: Arguments) async throws(Failure) -> ExitCode {
    let threshold: Double
    do throws(UsageError) { threshold = try self.threshold(arguments) } catch { throw Failure(error) }
    let sources = try PolicySources(paths: arguments.operands.isEmpty ? ["."] : arguments.operands)
    let tests = PolicyTests(vocabulary: sources.vocabulary, tables: sources.tables)
    var output = Output(1)
    let passed = run(tests, sources.rules, &output)
    output.flush()
    guard arguments.has("mutate") else { return passed ? .fine : .findings }
    guard passed else {
      Output.standardError("fargate-lint: nothing was mutated: tests that fail already notice no change")
      return .findings
    }
    let results = await MutationTests(tests).results(of: sources.mutators)
    let isFine = MutationReport(threshold: threshold).write(results, to: &output)
    output.flush()
    return isFine ? .fine : .findings
  }

  private static func threshold(_ arguments: Arguments) throws(UsageError) -> Double {
    guard let text = arguments.value("threshold") else { return 95 }
    guard arguments.has("mutate") else { throw UsageError("`--threshold` goes with `--mutate`") }
    guard let percent = Double(text), (0...100).contains(percent) else {
      throw UsageError("`--threshold` is a number from 0 to 100, not `\(text)`")
    }
    return percent
  }

  /// - Returns: whether all pass.
  private static func run(_ tests: PolicyTests, _ rules: [Rule], _ output: inout Output) -> Bool {
    var passed = 0
    var failed = 0
    for rule in rules {
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
    return failed == 0
  }
}
