/// How a run judges.
public struct LintOptions: Sendable {
  public enum AssumeFargate: String, Sendable, CaseIterable {
    /// Unknown placement counts as Fargate.
    case auto
    /// Every pod does, as before a migration.
    case always
    /// Unknown placement is not judged.
    case never
  }

  public var assumeFargate = AssumeFargate.auto
  public var inputs = Inputs()
  /// For suppressions that expire.
  public var today: CalendarDate
  /// Files read at the same time.
  public var jobs = 1

  public init(today: CalendarDate) { self.today = today }
}
