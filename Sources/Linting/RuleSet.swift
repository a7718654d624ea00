import CEL
import Policies

/// The rules of a run, chosen from all that are known.
public struct RuleSet: Sendable {
  /// By name.
  public let rules: [Rule]
  /// For each rule whether it asks for more than a document shows.
  let looksAround: [Bool]
  /// Built-in rules that are switched off.
  let ignoredBuiltIns: Set<String>
  /// What rules are called, those that do not run among them.
  let names: RuleNames
  /// What a configuration says in place of a rule's own severity.
  let severities: [String: Severity]
  public let preset: String

  /// What the user chose.
  public struct Selection: Sendable {
    public var preset = "current"
    /// Rules or categories; replaces the preset where it is not empty.
    public var select: [String] = []
    public var ignore: [String] = []
    public init() {}

    /// Whether a list of names holds the rule, by any of its names, or its category.
    public func isChosen(_ rule: RuleDescription, _ list: [String]) -> Bool {
      list.contains(rule.name) || list.contains(rule.category) || rule.aliases.contains(where: list.contains)
    }
  }

  /// A name that is neither a rule nor a category.
  public struct UnknownName: Error, Sendable {
    public let name: String
    public let nearest: String?
  }

  /// - Parameter settings: what configurations say; the user's selection has the last word.
  public init(_ all: [Rule], _ selection: Selection, _ settings: RuleSettings = RuleSettings()) throws(UnknownName) {
    let descriptions = all.map(\.description) + BuiltInRules.all
    names = RuleNames(descriptions)
    for name in selection.select + selection.ignore where !names.hold(name) {
      throw UnknownName(name: name, nearest: Spelling.nearest(to: name, among: names.all))
    }
    rules = all.filter { rule in
      let wanted =
        selection.select.isEmpty
        ? settings[rule.description.name].enabled?.value ?? rule.isIn(preset: selection.preset)
        : selection.isChosen(rule.description, selection.select)
      return wanted && !selection.isChosen(rule.description, selection.ignore)
    }.map { settings.applied(to: $0) }.sorted { $0.description.name < $1.description.name }
    looksAround = rules.map(\.looksAround)
    ignoredBuiltIns = Set(
      BuiltInRules.all.filter { rule in
        let isOff = settings[rule.name].enabled?.value == false && !selection.isChosen(rule, selection.select)
        return isOff || selection.isChosen(rule, selection.ignore)
      }.map(\.name))
    severities = settings.severities
    preset = selection.preset
  }

  /// Only these rules, for tests of policies.
  public init(only rules: [Rule], preset: String) {
    self.rules = rules
    looksAround = rules.map(\.looksAround)
    ignoredBuiltIns = []
    severities = [:]
    names = RuleNames(rules.map(\.description) + BuiltInRules.all)
    self.preset = preset
  }

  /// The severity of a rule's findings where nothing else is said.
  public func severity(of rule: RuleDescription) -> Severity { severities[rule.name] ?? rule.severity }

  /// The descriptions of all rules that run, by name.
  public var descriptions: [RuleDescription] {
    (rules.map(\.description) + BuiltInRules.all.filter { !ignoredBuiltIns.contains($0.name) }).sorted {
      $0.name < $1.name
    }
  }

  /// What rules that the user calls by a former name are called now, in the order of their names.
  public func renamed(in selection: Selection) -> [(former: String, current: String)] {
    Set(selection.select + selection.ignore).filter(names.isFormer).sorted().map { ($0, names.current($0)) }
  }

  /// The descriptions of the built-in rules.
  public static var builtIn: [RuleDescription] { BuiltInRules.all }
}
