import CEL
import Policies

/// The names by which rules and categories are called, former names among them.
struct RuleNames: Sendable {
  /// Of rules, those of today.
  private let rules: Set<String>
  private let categories: Set<String>
  /// By former name.
  private let renamed: [String: String]

  init(_ descriptions: [RuleDescription]) {
    rules = Set(descriptions.map(\.name))
    categories = Set(descriptions.map(\.category))
    renamed = Dictionary(
      descriptions.flatMap { rule in rule.aliases.map { ($0, rule.name) } }, uniquingKeysWith: { first, _ in first })
  }

  /// A rule's name of today; what is no former name stays as it is.
  func current(_ name: String) -> String { renamed[name] ?? name }

  func isFormer(_ name: String) -> Bool { renamed[name] != nil }

  func isRule(_ name: String) -> Bool { rules.contains(current(name)) }

  /// Whether it is the name of a rule or a category.
  func hold(_ name: String) -> Bool { isRule(name) || categories.contains(name) }

  /// The rule that was probably meant; nil where none is near.
  func nearestRule(to name: String) -> String? { Spelling.nearest(to: name, among: rules.sorted()) }

  /// All names of today, for suggestions.
  var all: [String] { rules.union(categories).sorted() }
}

extension Notice {
  /// Says that a rule is called by a former name.
  init(renamed name: String, _ names: RuleNames, at place: Place) {
    self.init(
      kind: .ruleRenamed, rule: names.current(name), file: place.file, line: place.start.line,
      message: "`\(name)` is called `\(names.current(name))` now: write that")
  }
}
