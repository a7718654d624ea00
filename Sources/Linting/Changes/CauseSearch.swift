/// Finds the change that brings each of some findings about: the first with which it is there when all changes are made
/// one after another.
///
/// Halving finds it with few runs: what is found after half of the changes was brought about by one of these, what is
/// not by one of the others.
public struct CauseSearch {
  /// What is found after the first so many changes; nil: nothing can be told.
  public typealias Run<Failure: Error> = (_ count: Int) async throws(Failure) -> KnownFindings?

  /// A search is left where it is after so many runs: a place that costs minutes helps nobody.
  private static let mostRuns = 40

  /// Changes from one place on to another, among which is that of each finding.
  private struct Span {
    let changes: Range<Int>
    let findings: [Finding]
  }

  /// - Parameters:
  ///   - findings: none of which is there without the changes.
  ///   - count: of the changes, at least one.
  /// - Returns: the number of a change, by fingerprint; findings that no search led to are missing.
  public static func causes<Failure: Error>(
    of findings: [Finding], amongChanges count: Int, _ run: Run<Failure>
  ) async throws(Failure) -> [Fingerprint: Int] {
    if count == 1 { return Dictionary(findings.map { ($0.fingerprint, 0) }, uniquingKeysWith: { first, _ in first }) }
    // What the work tree shows may rest on files that are no part of the change.
    let all = try await run(count)
    var spans = [Span(changes: 0..<count, findings: findings.filter { all?.hold($0) ?? false })]
    var causes: [Fingerprint: Int] = [:]
    var runs = 1
    while let span = spans.popLast() {
      if span.changes.count == 1 {
        for finding in span.findings { causes[finding.fingerprint] = span.changes.lowerBound }
        continue
      }
      guard !span.findings.isEmpty, runs < mostRuns else { continue }
      runs += 1
      let middle = span.changes.lowerBound + span.changes.count / 2
      let half = try await run(middle)
      let (early, late) = (
        span.findings.filter { half?.hold($0) ?? false }, span.findings.filter { !(half?.hold($0) ?? false) }
      )
      spans.append(Span(changes: span.changes.lowerBound..<middle, findings: early))
      spans.append(Span(changes: middle..<span.changes.upperBound, findings: late))
    }
    return causes
  }
}
