import Fargate
import Linting
import Manifests
import Policies
import YAML

/// A folder of pages: one for each rule, and an index by category and by what AWS said in 2019.
struct RulePages {
  let rules: [RuleDescription]
  let sources: PolicySources
  let set: RuleSet

  /// Writes what has changed; pages of rules that are no more are left to whoever made them.
  func write(to folder: String) throws(UsageError) {
    let byName = Dictionary(sources.rules.map { ($0.description.name, $0) }, uniquingKeysWith: { first, _ in first })
    try write(index, to: "\(folder)/README.md")
    for description in rules {
      let page = RuleMarkdown(
        description: description, rule: byName[description.name], severity: set.severity(of: description))
      try write(page.text, to: "\(folder)/\(description.name).md")
    }
  }

  private func write(_ text: String, to path: String) throws(UsageError) {
    if let reason = Output.file(path, { $0.write(text) }) {
      throw UsageError("the page `\(path)` could not be written: \(reason)")
    }
  }

  // MARK: Index

  private var index: String {
    var text = "# Rules\n\n\(rules.count) rules. `fargate-lint explain RULE` shows the same on a terminal.\n"
    for (category, rules) in Dictionary(grouping: rules, by: \.category).sorted(by: { $0.key < $1.key }) {
      text += "\n## \(category)\n\n| Rule | Severity | Presets | |\n| --- | --- | --- | --- |\n"
      for rule in rules {
        text +=
          "| \(link(rule.name)) | \(set.severity(of: rule).rawValue) | \(RulesCommand.presets(rule)) | \(rule.title) |\n"
      }
    }
    return text + considerations
  }

  private var considerations: String {
    let tree = sources.tables.tables.tree
    let rows = FieldPath("considerations_2019.rows[]").nodes(in: tree, from: NodeID(index: 0))
    let known = Set(rules.map(\.name))
    func links(_ row: NodeID, _ key: String) -> String {
      FieldPath("\(key)[]").nodes(in: tree, from: row).map { tree.string($0) }.filter(known.contains).map(link)
        .joined(separator: ", ")
    }
    var text = ""
    for row in rows {
      let words = ["says", "today"].map { key in tree.value(of: key, in: row).map { tree.string($0) } ?? "" }
      text += "| \(words[0]) | \(links(row, "rules_2019")) | \(words[1]): \(links(row, "rules")) |\n"
    }
    return """

      ## What AWS said in 2019

      When Fargate came to Amazon EKS its page listed what to consider. `--preset 2019` holds manifests to that list, \
      `--preset current` to what has become of it.

      | December 2019 | Rules then | Today |
      | --- | --- | --- |
      \(text)
      """
  }

  private func link(_ name: String) -> String { "[\(name)](\(name).md)" }
}
