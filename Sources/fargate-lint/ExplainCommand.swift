import CEL
import Linting
import Policies

/// `explain RULE`: one rule whole.
enum ExplainCommand {
  static func run(_ arguments: Arguments) throws(Failure) -> ExitCode {
    guard let name = arguments.operands.first, arguments.operands.count == 1 else {
      throw Failure(UsageError("`explain` takes the name of one rule"))
    }
    var configurations = ConfigurationFiles(arguments, paths: ["."])
    let rules = try PolicySources(arguments, configurations, withTests: true).rules
    let set = try configurations.rules(rules, RuleSet.Selection()).sets[0]
    let rule = rules.first { $0.description.name == name }
    guard let description = rule?.description ?? RuleSet.builtIn.first(where: { $0.name == name }) else {
      let names = rules.map(\.description.name) + RuleSet.builtIn.map(\.name)
      let hint = Spelling.nearest(to: name, among: names.sorted()).map { "; did you mean `\($0)`?" }
      throw Failure(UsageError("no rule `\(name)`\(hint ?? "; `fargate-lint rules` lists them")"))
    }
    var output = Output(1)
    output.write("\(description.name): \(description.title)\n")
    output.write(
      "\(set.severity(of: description).rawValue), \(description.category), presets: \(RulesCommand.presets(description))\n"
    )
    if !description.description.isEmpty { output.write("\n\(description.description)\n") }
    if !description.remediation.isEmpty { output.write("\nWhat to do\n\n\(description.remediation)\n") }
    for (title, test) in [
      ("Fails", rule?.tests.first { !$0.expectations.isEmpty }),
      ("Passes", rule?.tests.first { $0.expectations.isEmpty }),
    ] {
      guard let test else { continue }
      output.write("\n\(title): \(test.name)\n\n")
      for file in test.files {
        for line in file.text.split(separator: "\n", omittingEmptySubsequences: false) where !line.isEmpty {
          output.write("    \(line)\n")
        }
      }
    }
    if !description.references.isEmpty { output.write("\nRead more\n\n") }
    for reference in description.references { output.write("- \(reference.title): \(reference.url)\n") }
    output.flush()
    return .fine
  }
}
