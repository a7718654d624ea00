import Policies

/// How a run judges.
public struct LintOptions: Sendable {
  public var assumeFargate = AssumeFargate.auto
  /// For suppressions that expire.
  public var today: CalendarDate
  /// Files read at the same time.
  public var jobs = 1

  public init(today: CalendarDate) { self.today = today }
}
