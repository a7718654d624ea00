import CEL
import Linting
import Manifests
import Policies

/// `explain RULE`: one rule whole; with a place, why it says what it says there.
enum ExplainCommand {
  static let options =
    PolicySources.options + [
      Preset.option,
      Option(name: "assume-fargate", value: "WHEN", help: "as for check: auto (default), always or never"),
      Option(name: "stdin-filename", value: "NAME", help: "the name of standard input in places"),
      Color.option,
    ]

  static func run(_ arguments: Arguments) throws(Failure) -> ExitCode {
    guard let name = arguments.operands.first, arguments.operands.count <= 2 else {
      throw Failure(UsageError("`explain` takes the name of one rule, and a file or a line of it: FILE:LINE"))
    }
    let place = arguments.operands.dropFirst().first
    var configurations = ConfigurationFiles(arguments, paths: [place.map { split($0).path } ?? "."])
    let sources = try PolicySources(arguments, configurations, withTests: place == nil)
    let set = try configurations.rules(sources.rules, RuleSet.Selection()).sets[0]
    func isMeant(_ rule: RuleDescription) -> Bool { rule.name == name || rule.aliases.contains(name) }
    let rule =
      set.rules.first { isMeant($0.description) } ?? sources.rules.first { isMeant($0.description) }
    guard let description = rule?.description ?? RuleSet.builtIn.first(where: { $0.name == name }) else {
      let names = sources.rules.map(\.description.name) + RuleSet.builtIn.map(\.name)
      let hint = Spelling.nearest(to: name, among: names.sorted()).map { "; did you mean `\($0)`?" }
      throw Failure(UsageError("no rule `\(name)`\(hint ?? "; `fargate-lint rules` lists them")"))
    }
    guard let place else {
      RulePage.write(description, severity: set.severity(of: description), tests: rule?.tests ?? [])
      return .fine
    }
    guard let rule else {
      throw Failure(UsageError("`\(name)` has no expressions to explain: it is found while a file is read"))
    }
    let (path, line) = split(place)
    let file = try SourceFile.one(path, for: "explain", standardInputName: arguments.value("stdin-filename"))
    let fill = try configurations.rules(sources.rules, RuleSet.Selection(), [file]).filling(file.name)
    do throws(UsageError) {
      try explain(rule, file, line, filling: fill, sources, arguments)
    } catch { throw Failure(error) }
    return .fine
  }

  private static func explain(
    _ rule: Rule, _ file: SourceFile, _ line: Int?, filling fill: ((String) -> String)?, _ sources: PolicySources,
    _ arguments: Arguments
  ) throws(UsageError) {
    var options = LintOptions(today: LintRequest.today())
    options.assumeFargate = try arguments.word("assume-fargate", AssumeFargate.self, default: .auto)
    let preset = try arguments.word("preset", Preset.self, default: .current).rawValue
    let style = Style(isColored: try Color.isWanted(arguments))
    var explanation = ExplainPlace(
      rule, file, line: line, preset: preset, options: options, sources, filling: fill, style)
    try explanation.run()
  }

  /// `FILE:LINE`, `FILE:LINE:COLUMN` as reports write it, or a file alone.
  private static func split(_ place: String) -> (path: String, line: Int?) {
    var parts = place.split(separator: ":", omittingEmptySubsequences: false)
    var numbers: [Int] = []
    while parts.count > 1, numbers.count < 2, let number = parts.last.flatMap({ Int($0) }) {
      numbers.append(number)
      parts.removeLast()
    }
    return (parts.joined(separator: ":"), numbers.last)
  }
}
