import CEL
import Policies
import YAML

/// Holds what configurations say of rules against the rules that there are.
struct ConfigurationCheck {
  private let rules: [String: Rule]
  private let names: RuleNames

  init(_ rules: [Rule]) {
    self.rules = Dictionary(rules.map { ($0.description.name, $0) }, uniquingKeysWith: { first, _ in first })
    names = RuleNames(rules.map(\.description) + BuiltInRules.all)
  }

  func errors(in configuration: Configuration) -> [LoadError] {
    guard var source = configuration.source else { return [] }
    for setting in configuration.rules {
      if !names.hold(setting.name) {
        refuse(setting.name, at: setting.node, &source)
      } else {
        check(setting, &source)
      }
    }
    for exclusion in configuration.exclusions {
      for name in exclusion.rules where !names.hold(name.text) { refuse(name.text, at: name.node, &source) }
    }
    return source.errors
  }

  /// Says of rules that a configuration calls by a former name.
  func notices(of configuration: Configuration) -> [Notice] {
    guard let source = configuration.source else { return [] }
    let written =
      configuration.rules.map { ($0.name, $0.node) }
      + configuration.exclusions.flatMap { $0.rules.map { ($0.text, $0.node) } }
    return written.filter { names.isFormer($0.0) }.map { name, node in
      let range = source.range(of: node)
      return Notice(
        renamed: name, names, at: Place(file: configuration.file, start: range.start, end: range.end))
    }
  }

  private func refuse(_ name: String, at node: NodeID, _ source: inout FieldReader) {
    let hint = Spelling.hint(name, among: names.all, else: "; `fargate-lint rules` lists them")
    source.report("no rule or category `\(name.prefix(100))`\(hint)", at: node)
  }

  private func check(_ setting: RuleSetting, _ source: inout FieldReader) {
    let parameters = rules[names.current(setting.name)]?.parameters ?? []
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
