extension Report {
  /// Why reports make no whole.
  public enum MergeError: Error, Equatable {
    case none
    /// The report of this place is none of a shard.
    case whole(Int)
    /// These two were not made by the same run: another version, preset, number of shards or other rules.
    case different(Int, Int, String)
    case twice(Int, Int, shard: Int)
    case missing([Int], of: Int)
  }

  /// Makes of the reports of all shards of a run, in any order, the one that the run would have given.
  /// - Throws: where one is missing, there twice, or of another run.
  public static func merged(_ parts: [Report]) throws(MergeError) -> Report {
    guard let first = parts.first else { throw .none }
    var places: [Int: Int] = [:]
    for (place, report) in parts.enumerated() {
      guard let part = report.part else { throw .whole(place) }
      if let what = first.difference(from: report) { throw .different(0, place, what) }
      if let other = places.updateValue(place, forKey: part.shard.number) {
        throw .twice(other, place, shard: part.shard.number)
      }
    }
    let count = first.part?.shard.count ?? 0
    let missing = (1...max(count, 1)).filter { places[$0] == nil }
    guard missing.isEmpty else { throw .missing(missing, of: count) }
    // Equal findings of one file come from one shard: their order is that of the whole run.
    var findings = parts.flatMap(\.findings)
    findings.removeNumbers()
    findings += verdicts(parts.compactMap(\.part)).compactMap(\.finding)
    findings.putInReportOrder()
    var summary = Summary()
    for part in parts { summary.addRead(part.summary) }
    for finding in findings { summary.count(finding) }
    var merged = Report(
      version: first.version, preset: first.preset, rules: first.rules, summary: summary, findings: findings,
      notices: Set(parts.flatMap(\.notices)).inReportOrder)
    merged.workTree = first.workTree
    return merged
  }

  /// What is used in one shard is used in the run.
  private static func verdicts(_ parts: [ReportPart]) -> [RunVerdict] {
    var all = parts.first?.verdicts ?? []
    for part in parts.dropFirst() {
      for (place, verdict) in zip(all.indices, part.verdicts) where verdict.isUsed { all[place].isUsed = true }
    }
    return all
  }

  /// In what another report cannot belong to the same run; nil where it can.
  private func difference(from other: Report) -> String? {
    if version != other.version { return "versions \(version) and \(other.version)" }
    if preset != other.preset { return "presets \(preset) and \(other.preset)" }
    if part?.shard.count != other.part?.shard.count { return "another number of shards" }
    if rules.map(\.name) != other.rules.map(\.name) { return "other rules" }
    if part?.verdicts.count != other.part?.verdicts.count { return "other configurations" }
    return nil
  }
}

extension Report.Summary {
  /// Adds what another part of the run has read.
  fileprivate mutating func addRead(_ other: Report.Summary) {
    files += other.files
    documents += other.documents
    resources += other.resources
    workloads += other.workloads
    skipped += other.skipped
  }
}
