/// What a former run found, for telling what a later one finds anew. Findings are known by their fingerprints.
public struct KnownFindings: Sendable {
  private let counting: Set<Fingerprint>
  private let all: Set<Fingerprint>

  public init(_ report: Report) {
    counting = Set(report.findings.lazy.filter { $0.suppression == nil }.map(\.fingerprint))
    all = Set(report.findings.map(\.fingerprint))
  }

  /// What was suppressed and is not any more counts as unknown.
  public func hold(_ finding: Finding) -> Bool {
    finding.suppression == nil ? counting.contains(finding.fingerprint) : all.contains(finding.fingerprint)
  }
}
