import Manifests
import Policies

/// Everything that a run found, in the order in which reports show it.
public struct Report: Sendable {
  public struct Summary: Sendable, Equatable {
    public var files = 0
    public var documents = 0
    public var resources = 0
    public var workloads = 0
    /// Severities count what is neither suppressed nor baselined.
    public var errors = 0
    public var warnings = 0
    public var notes = 0
    public var suppressed = 0
    public var baselined = 0
    /// Files that were not read, or not as manifests.
    public var skipped = 0
    public init() {}
  }

  /// The tool's version, semver 2.0.0.
  public let version: String
  public let preset: String
  /// The rules that ran, by name.
  public let rules: [RuleDescription]
  public var summary: Summary
  /// Ordered by file (byte order), line, column, rule, message.
  public internal(set) var findings: [Finding]
  /// Ordered by file, line, kind, rule, message.
  public let notices: [Notice]
  /// nil for the report of a whole run.
  public let part: ReportPart?
  /// The checkout that the working directory lies in; nil outside of repositories.
  public var workTree: WorkTree?

  /// What was to be rendered and could not be: the run did not do what it was asked.
  public var unrendered: [Notice] { notices.filter { $0.kind == .renderFailed } }

  public init(
    version: String, preset: String, rules: [RuleDescription], summary: Summary, findings: [Finding],
    notices: [Notice], part: ReportPart? = nil
  ) {
    self.version = version
    self.preset = preset
    self.rules = rules
    self.summary = summary
    self.findings = findings
    self.notices = notices
    self.part = part
  }
}
