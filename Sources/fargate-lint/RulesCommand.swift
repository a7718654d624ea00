import Linting
import Policies
import YAML

/// `rules`: what can be found.
enum RulesCommand {
  static let options =
    [
      Option(
        name: "format", value: "FORMAT", help: "text (default), json or markdown",
        words: Format.allCases.map(\.rawValue)),
      Option(name: "pages", value: "FOLDER", help: "write a page for each rule there, and an index"),
      Option(
        name: "vocabulary", value: nil, help: "print, as Markdown, the variables and functions that policies may name"),
    ] + PolicySources.options

  private enum Format: String, CaseIterable { case text, json, markdown }

  static func run(_ arguments: Arguments) throws(Failure) -> ExitCode {
    let format: Format
    do throws(UsageError) { format = try arguments.word("format", Format.self, default: .text) } catch {
      throw Failure(error)
    }
    var configurations = ConfigurationFiles(arguments, paths: ["."])
    let sources = try PolicySources(arguments, configurations, withTests: arguments.has("pages"))
    if arguments.has("vocabulary") { return VocabularyPage(reference: sources.vocabulary.reference).print() }
    let set = try configurations.rules(sources.rules, RuleSet.Selection()).sets[0]
    let rules = (sources.rules.map(\.description) + RuleSet.builtIn).sorted { $0.name < $1.name }
    if let folder = arguments.value("pages") {
      do throws(UsageError) { try RulePages(rules: rules, sources: sources, set: set).write(to: folder) } catch {
        throw Failure(error)
      }
      return .fine
    }
    var output = Output(1)
    switch format {
    case .text:
      let width = rules.map(\.name.count).max() ?? 0
      for rule in rules {
        let name = rule.name + String(repeating: " ", count: width - rule.name.count)
        output.write(
          "\(name)  \(set.severity(of: rule).rawValue.padded(7))  \(rule.category.padded(13))  \(presets(rule).padded(13))  \(rule.title)\n"
        )
      }
    case .json:
      output.write("[")
      for (index, rule) in rules.enumerated() {
        output.write((index == 0 ? "\n" : ",\n") + json(rule, set.severity(of: rule)))
      }
      output.write("\n]\n")
    case .markdown:
      output.write("| rule | severity | category | presets | |\n| --- | --- | --- | --- | --- |\n")
      for rule in rules {
        output.write(
          "| `\(rule.name)` | \(set.severity(of: rule).rawValue) | \(rule.category) | \(presets(rule)) | \(rule.title) |\n"
        )
      }
    }
    output.flush()
    return .fine
  }

  static func presets(_ rule: RuleDescription) -> String {
    guard let presets = rule.presets else { return "all" }
    return presets.isEmpty ? "opt-in" : presets.joined(separator: ", ")
  }

  private static func json(_ rule: RuleDescription, _ severity: Severity) -> String {
    func literal(_ text: String) -> String {
      var out = ""
      JSONWriter.append(text, to: &out)
      return out
    }
    var parts = [
      "\"name\":\(literal(rule.name))", "\"title\":\(literal(rule.title))", "\"category\":\(literal(rule.category))",
      "\"severity\":\(literal(severity.rawValue))",
    ]
    if let presets = rule.presets { parts.append("\"presets\":[\(presets.map(literal).joined(separator: ","))]") }
    if !rule.aliases.isEmpty { parts.append("\"aliases\":[\(rule.aliases.map(literal).joined(separator: ","))]") }
    parts.append("\"description\":\(literal(rule.description))")
    parts.append("\"remediation\":\(literal(rule.remediation))")
    let references = rule.references.map { "{\"title\":\(literal($0.title)),\"url\":\(literal($0.url))}" }
    parts.append("\"references\":[\(references.joined(separator: ","))]")
    return "{\(parts.joined(separator: ","))}"
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
