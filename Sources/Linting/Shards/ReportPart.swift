/// What makes a report that of a shard, and what the whole report needs of it besides.
public struct ReportPart: Sendable {
  public let shard: Shard
  /// The same questions, in the same order, in all shards of a run.
  public let verdicts: [RunVerdict]

  public init(shard: Shard, verdicts: [RunVerdict]) {
    self.shard = shard
    self.verdicts = verdicts
  }
}
