import Policies
import YAML

/// What the configurations above a file say of each rule, the nearest with the last word.
public struct RuleSettings: Sendable {
  public struct Parameter: Sendable {
    let node: NodeID
    let tree: Tree
    public let place: Place

    /// The value as JSON.
    public var text: String {
      var text = ""
      tree.appendJSON(of: node, to: &text)
      return text
    }
  }

  /// What is said of one rule.
  public struct Setting: Sendable {
    public internal(set) var severity: Placed<Severity>?
    public internal(set) var enabled: Placed<Bool>?
    public internal(set) var parameters: [String: Parameter] = [:]
  }

  private var byName: [String: Setting] = [:]

  public init() {}

  /// - Parameter chain: the outermost configuration first.
  public init(_ chain: [Configuration], _ descriptions: [RuleDescription]) {
    let byCategory = Dictionary(grouping: descriptions, by: \.category)
    let names = RuleNames(descriptions)
    for configuration in chain {
      // What is said of a rule counts before what is said of its category.
      let named = configuration.rules.filter { byCategory[$0.name] == nil }
      for setting in configuration.rules {
        for rule in byCategory[setting.name] ?? [] { apply(setting, to: rule.name, of: configuration) }
      }
      for setting in named { apply(setting, to: names.current(setting.name), of: configuration) }
    }
  }

  private mutating func apply(_ setting: RuleSetting, to rule: String, of configuration: Configuration) {
    var merged = byName[rule] ?? Setting()
    if let severity = setting.severity { merged.severity = severity }
    if let enabled = setting.enabled { merged.enabled = enabled }
    if let tree = configuration.source?.tree {
      for parameter in setting.parameters {
        merged.parameters[parameter.name] = Parameter(node: parameter.value, tree: tree, place: parameter.place)
      }
    }
    byName[rule] = merged
  }

  public subscript(rule: String) -> Setting { byName[rule] ?? Setting() }

  /// The rule with the values of its parameters.
  func applied(to rule: Rule) -> Rule {
    rule.setting(self[rule.description.name].parameters.mapValues { ($0.node, $0.tree) })
  }

  /// Severities that rules do not have of themselves.
  var severities: [String: Severity] { byName.compactMapValues { $0.severity?.value } }
}
