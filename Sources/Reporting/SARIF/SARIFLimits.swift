import Linting
import Manifests

/// What of a report GitHub code scanning takes, and what is said of the rest.
///
/// GitHub refuses a file with more than 25,000 results in a run or more than 10 MB after gzip, and shows the 5,000 most
/// serious. Errors come before warnings before notes before what is suppressed. gzip is not run: a text counts three
/// quarters of its bytes where it first appears (random letters come to that), later only its mention.
/// - SeeAlso: docs.github.com, "SARIF support for code scanning" and "SARIF results exceed limits".
struct SARIFLimits {
  static let results = 25_000
  static let shown = 5_000
  static let notifications = 5_000
  /// Places that a result relates to: GitHub shows a hundred locations.
  static let related = 100
  /// Bytes after gzip for results and notifications, a part of the 10 MB: rules take the rest.
  private static let resultBudget = 7_000_000
  private static let notificationBudget = 1_000_000
  /// Of a result or notification beside its texts: numbers, a fingerprint, mentions of texts.
  private static let frame = 64

  /// Something that the file does not hold, or GitHub does not show.
  struct Omission {
    let id: String
    let text: String
  }

  let findings: [Finding]
  let notices: [Notice]
  let omissions: [Omission]

  init(_ report: Report) {
    var texts = Texts()
    let chosen = MostSerious(
      of: report.findings, atMost: SARIFLimits.results, budget: SARIFLimits.resultBudget
    ) { texts.cost(of: $0) }
    findings = chosen.findings
    var budget = SARIFLimits.notificationBudget
    var count = 0
    for notice in report.notices.prefix(SARIFLimits.notifications) {
      budget -= texts.cost(of: [notice.message, notice.file.text])
      if budget < 0 { break }
      count += 1
    }
    notices = Array(report.notices.prefix(count))
    var omissions: [Omission] = []
    if chosen.leftOut > 0 {
      let left =
        chosen.leftOut == 1
        ? "1 more finding, the least serious, is" : "\(chosen.leftOut) more findings, the least serious, are"
      omissions.append(
        Omission(
          id: "results-left-out",
          text:
            "\(left) left out: GitHub takes \(SARIFLimits.results) results and 10 MB; the JSON report has all"))
    }
    if findings.count > SARIFLimits.shown {
      omissions.append(
        Omission(
          id: "results-not-shown",
          text: "GitHub shows the \(SARIFLimits.shown) most serious of \(findings.count) results"))
    }
    if report.notices.count > count {
      omissions.append(
        Omission(
          id: "notices-left-out",
          text: "\((report.notices.count - count).counting("more notice")) left out; the JSON report has all"))
    }
    let crowded = findings.count { $0.related.count > SARIFLimits.related }
    if crowded > 0 {
      omissions.append(
        Omission(
          id: "related-left-out",
          text:
            "\(crowded.counting("finding")) with more than \(SARIFLimits.related) related places: the first are given"))
    }
    self.omissions = omissions
  }

  /// Texts that the file holds already.
  private struct Texts {
    private var known: Set<String> = []

    mutating func cost(of texts: [String]) -> Int {
      texts.reduce(SARIFLimits.frame) { $0 + (known.insert($1).inserted ? $1.utf8.count * 3 / 4 : 0) }
    }

    mutating func cost(of finding: Finding) -> Int {
      var texts = [finding.message, finding.file.text, finding.resource?.shown ?? ""]
      if let placement = finding.placement { texts.append(placement.reason) }
      if let reason = finding.suppression?.justification { texts.append(reason) }
      if let fix = finding.fix { texts += [fix.title, fix.file.text] + fix.replacements.map(\.text) }
      for related in finding.related.prefix(SARIFLimits.related) { texts += [related.file.text, related.message] }
      return cost(of: texts) + min(finding.related.count, SARIFLimits.related) * 16
        + (finding.fix?.replacements.count ?? 0) * 32
    }
  }
}
