import Policies

/// How a run judges.
public struct LintOptions: Sendable {
  public var assumeFargate = AssumeFargate.auto
  /// For suppressions that expire.
  public var today: CalendarDate
  /// Files read at the same time.
  public var jobs = 1
  /// The part of the run whose files are judged; nil: the whole.
  public var shard: Shard?
  /// Whether findings carry their fixes: the documents with such findings are read once more.
  public var detail = VerdictDetail.findings

  public init(today: CalendarDate) { self.today = today }
}
