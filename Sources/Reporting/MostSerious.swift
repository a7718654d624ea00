import Linting
import Policies

/// The findings for a reader that takes only so many: errors before warnings before notes, what is suppressed last;
/// of what is equally serious the first in report order. They stay in report order.
struct MostSerious {
  let findings: [Finding]
  let leftOut: Int

  /// - Parameters:
  ///   - limit: how many are taken.
  ///   - budget: what they may cost together.
  init(of findings: [Finding], atMost limit: Int, budget: Int = .max, cost: (Finding) -> Int = { _ in 0 }) {
    var isTaken = [Bool](repeating: false, count: findings.count)
    var count = 0
    var spent = 0
    taking: for rank in 0...MostSerious.lastRank {
      for (place, finding) in findings.enumerated() where MostSerious.rank(finding) == rank {
        spent += cost(finding)
        if count == limit || spent > budget { break taking }
        isTaken[place] = true
        count += 1
      }
    }
    leftOut = findings.count - count
    self.findings = leftOut == 0 ? findings : zip(findings, isTaken).filter(\.1).map(\.0)
  }

  private static let lastRank = Severity.allCases.count

  private static func rank(_ finding: Finding) -> Int {
    if finding.suppression != nil { return lastRank }
    switch finding.severity {
    case .error: return 0
    case .warning: return 1
    case .note: return 2
    }
  }
}
