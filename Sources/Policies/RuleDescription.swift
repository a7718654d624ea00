/// What a rule says about itself: all that reports and `rules` show of it.
public struct RuleDescription: Sendable {
  public struct Reference: Sendable {
    public let title: String
    public let url: String
    public init(title: String, url: String) {
      self.title = title
      self.url = url
    }
  }

  /// The rule's id (`no-host-port`).
  public let name: String
  /// One line, without a full stop.
  public let title: String
  public let category: String
  public let severity: Severity
  /// nil: in every preset; empty: only when selected.
  public let presets: [String]?
  /// Markdown: what happens on the cluster, and why.
  public let description: String
  /// Markdown: what to do.
  public let remediation: String
  public let references: [Reference]
  /// Former names, the first of all first: whoever uses one means this rule.
  public let aliases: [String]

  public init(
    name: String, title: String, category: String, severity: Severity, presets: [String]?, description: String,
    remediation: String, references: [Reference], aliases: [String] = []
  ) {
    self.name = name
    self.title = title
    self.category = category
    self.severity = severity
    self.presets = presets
    self.description = description
    self.remediation = remediation
    self.references = references
    self.aliases = aliases
  }

  /// The name that fingerprints rest on: a rule that is renamed keeps its first, so that no alert is opened again.
  public var firstName: String { aliases.first ?? name }

  /// Where to read more, always https: the first reference, else the project's page on policies.
  public var helpURI: String {
    references.first { $0.url.hasPrefix("https://") }?.url ?? RuleDescription.policiesPage
  }

  static let policiesPage = "https://fargate-lint.dev/docs/policies"
}
