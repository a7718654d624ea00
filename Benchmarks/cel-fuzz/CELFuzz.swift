import Foundation

/// `cel-fuzz [--seed N] [--count N]`: examines the expressions of so many seeds. Progress goes to standard error; what
/// does not hold, to standard output with its seed and the shortest text that shows it. Exit code 1: something does not.
///
/// `cel-fuzz --show N` prints the expression of a seed and examines it alone.
@main
struct CELFuzz {
  static func main() throws {
    let arguments = CommandLine.arguments
    func number(_ name: String, else standard: UInt64) -> UInt64 {
      guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else { return standard }
      return UInt64(arguments[place + 1]) ?? standard
    }
    if arguments.count >= 5, arguments[1] == "--share", let first = UInt64(arguments[2]), let end = UInt64(arguments[3])
    {
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: arguments[4]))
      return try share(first..<max(first, end), file, Fuzzer())
    }
    if arguments.contains("--show") { return show(number("--show", else: 0)) }
    let first = number("--seed", else: 0)
    let count = number("--count", else: 1_000_000)
    let campaign = Campaign(
      seeds: first..<first + count, processes: ProcessInfo.processInfo.activeProcessorCount)
    let total = try campaign.run()
    say(
      "\(count) expressions: \(total.refused) refused, \(total.failed) without a value, \(total.valued) with one; "
        + "\(total.violations) violations")
    exit(total.violations == 0 ? 0 : 1)
  }

  private static func share(_ seeds: Range<UInt64>, _ file: FileHandle, _ fuzzer: Fuzzer) throws {
    var progress = Progress()
    for seed in seeds {
      progress.seed = seed
      try progress.write(to: file)
      let one = fuzzer.expression(seed: seed)
      switch fuzzer.examine(one) {
      case .refused: progress.refused += 1
      case .failed: progress.failed += 1
      case .valued: progress.valued += 1
      case .violates(let violation):
        progress.violations += 1
        let (text, last) = fuzzer.shrunk(one, violation)
        say("seed \(seed): not so: \(last.rule.rawValue)\n  \(text)\n  \(last.details)")
      }
    }
    progress.seed = seeds.upperBound
    try progress.write(to: file)
  }

  private static func show(_ seed: UInt64) {
    let fuzzer = Fuzzer()
    let one = fuzzer.expression(seed: seed)
    say("\(one.kind): \(one.text)")
    switch fuzzer.examine(one) {
    case .violates(let violation): say("not so: \(violation.rule.rawValue): \(violation.details)")
    case let outcome: say("\(outcome)")
    }
  }

  /// A line on standard output, at once: what follows may crash.
  static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}
