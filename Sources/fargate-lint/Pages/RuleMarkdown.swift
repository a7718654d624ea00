import Policies

/// One rule whole, as a page of Markdown.
struct RuleMarkdown {
  let description: RuleDescription
  /// nil for a rule that is built in.
  let rule: Rule?
  let severity: Severity

  var text: String {
    var text = "# \(description.name)\n\n\(description.title).\n\n"
    var facts = [
      "Severity: \(severity.rawValue)", "Category: \(description.category)",
      "Presets: \(RulesCommand.presets(description))",
    ]
    if let rule { facts.append("Looks at: \(rule.subject.rawValue)") }
    text += facts.joined(separator: " · ") + "\n"
    if !description.description.isEmpty { text += "\n\(trimmed(description.description))\n" }
    if !description.remediation.isEmpty { text += "\n## What to do\n\n\(trimmed(description.remediation))\n" }
    if let rule {
      text += fixes(rule.fixes)
      text += parameters(rule.parameters)
      text += example("Fails", rule.tests.first { !$0.expectations.isEmpty })
      text += example("Passes", rule.tests.first { $0.expectations.isEmpty })
    }
    if !description.references.isEmpty {
      text += "\n## Read more\n\n"
      for reference in description.references { text += "- [\(reference.title)](\(reference.url))\n" }
    }
    return text
  }

  private func fixes(_ fixes: [FixDescription]) -> String {
    if fixes.isEmpty { return "" }
    var text = "\n## Fixes\n\n"
    for fix in fixes {
      let safety =
        switch fix.isSafe {
        case true?: "safe"
        case false?: "unsafe: it changes what the program does"
        case nil: "safe or not, as the case may be"
        }
      text += "- \(fix.title) (\(safety))\n"
    }
    return text
  }

  private func parameters(_ parameters: [Parameter]) -> String {
    if parameters.isEmpty { return "" }
    var text = "\n## Parameters\n\nSet in `.fargate-lint.yaml` under `rules: {\(description.name): {params: {…}}}`.\n\n"
    for parameter in parameters {
      text += "- `\(parameter.name)`, \(parameter.type.name); by default `\(parameter.text)`\n"
    }
    return text
  }

  private func example(_ title: String, _ test: PolicyTest?) -> String {
    guard let test else { return "" }
    var text = "\n## \(title): \(test.name)\n"
    for file in test.files {
      if test.files.count > 1 { text += "\n`\(file.path)`\n" }
      let fence = file.text.contains("```") ? "~~~~" : "```"
      text += "\n\(fence)yaml\n\(trimmed(file.text))\n\(fence)\n"
    }
    for expected in test.expectations {
      guard let message = expected.message else { continue }
      text +=
        "\n> \(expected.line.map { "line \($0): " } ?? "")\(message.split(separator: "\n").joined(separator: " "))\n"
    }
    return text
  }

  private func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.last?.isNewline ?? false { text.removeLast() }
    return String(text)
  }
}
