import Policies

/// One rule whole: what it says, why, what to do, and an example of each kind.
enum RulePage {
  /// - Parameter tests: those that the rule's policy carries.
  static func write(_ description: RuleDescription, severity: Severity, tests: [PolicyTest]) {
    var output = Output(1)
    output.write("\(description.name): \(description.title)\n")
    output.write(
      "\(severity.rawValue), \(description.category), presets: \(RulesCommand.presets(description))\n")
    if !description.description.isEmpty { output.write("\n\(description.description)\n") }
    if !description.remediation.isEmpty { output.write("\nWhat to do\n\n\(description.remediation)\n") }
    for (title, test) in [
      ("Fails", tests.first { !$0.expectations.isEmpty }), ("Passes", tests.first { $0.expectations.isEmpty }),
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
  }
}
