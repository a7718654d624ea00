import Linting
import Policies

/// Writes what became of mutants: the survivors, what is wrong, a line of sums.
struct MutationReport {
  /// Of each policy's mutants, how many of a hundred its tests must kill.
  let threshold: Double

  /// - Returns: whether every policy reaches the threshold and declares nothing in vain.
  func write(_ results: [MutationTests.Result], to output: inout some TextOutputStream) -> Bool {
    var isFine = true
    for result in results {
      for survivor in result.survivors { write(survivor, of: result, to: &output) }
      for stale in result.stale {
        isFine = false
        output.write(
          "\(result.file):\(stale.line): error: \(result.rule): no surviving mutant reads so: a test kills it, or the policy has changed; remove it\n  \(stale.mutant)\n"
        )
      }
      if result.percentKilled < threshold {
        isFine = false
        output.write(
          "\(result.file): error: \(result.rule): \(percent(result.percentKilled)) of its mutants are killed, fewer than \(percent(threshold))\n"
        )
      }
    }
    output.write(summary(results))
    return isFine
  }

  private func write(_ diff: PolicyDiff, of result: MutationTests.Result, to output: inout some TextOutputStream) {
    let place = "\(result.file):\(diff.position.line):\(diff.position.column)"
    output.write("\(place): \(result.rule): no test notices\n")
    for line in diff.removed { output.write("  - \(line)\n") }
    for line in diff.added { output.write("  + \(line)\n") }
  }

  private func summary(_ results: [MutationTests.Result]) -> String {
    let killed = results.map(\.killed).reduce(0, +)
    let equivalent = results.map(\.equivalent).reduce(0, +)
    let survived = results.map(\.survivors.count).reduce(0, +)
    let changing = killed + survived
    let share = percent(changing == 0 ? 100 : 100 * Double(killed) / Double(changing))
    return
      "\(changing + equivalent) mutants, \(killed) killed (\(share)), \(equivalent) equivalent, \(survived) survived\n"
  }

  /// Rounded down, so that nothing looks as if it reached what it misses.
  private func percent(_ value: Double) -> String {
    let tenths = Int(value * 10)
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }
}
