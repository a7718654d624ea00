import CEL
import Policies
import YAML

/// Holds what configurations say of rules against the rules that there are.
struct ConfigurationCheck {
  private let rules: [String: Rule]
  private let names: Set<String>
  private let categories: Set<String>

  init(_ rules: [Rule]) {
    self.rules = Dictionary(rules.map { ($0.description.name, $0) }, uniquingKeysWith: { first, _ in first })
    let descriptions = rules.map(\.description) + BuiltInRules.all
    names = Set(descriptions.map(\.name))
    categories = Set(descriptions.map(\.category))
  }

  func errors(in configuration: Configuration) -> [LoadError] {
    guard var source = configuration.source else { return [] }
    for setting in configuration.rules {
      if !known(setting.name) {
        refuse(setting.name, at: setting.node, &source)
      } else {
        check(setting, &source)
      }
    }
    for exclusion in configuration.exclusions {
      for name in exclusion.rules where !known(name.text) { refuse(name.text, at: name.node, &source) }
    }
    return source.errors
  }

  private func known(_ name: String) -> Bool { names.contains(name) || categories.contains(name) }

  private func refuse(_ name: String, at node: NodeID, _ source: inout FieldReader) {
    let known = names.union(categories).sorted()
    let hint = Spelling.hint(name, among: known, else: "; `fargate-lint rules` lists them")
    source.report("no rule or category `\(name.prefix(100))`\(hint)", at: node)
  }

  private func check(_ setting: RuleSetting, _ source: inout FieldReader) {
    let parameters = rules[setting.name]?.parameters ?? []
    for value in setting.parameters {
      guard let parameter = parameters.first(where: { $0.name == value.name }) else {
        let known = parameters.map(\.name)
        let rest = known.isEmpty ? ", it has none" : "; its parameters are \(known.joined(separator: ", "))"
        let hint = Spelling.hint(value.name, among: known, else: rest)
        source.report("no such parameter of `\(setting.name)`: `\(value.name.prefix(100))`\(hint)", at: value.key)
        continue
      }
      if let wrong = parameter.mismatch(value.value, in: source.tree) {
        source.report("`\(parameter.name)` is \(parameter.type.name): expected \(wrong.expected) here", at: wrong.node)
      }
    }
  }
}
