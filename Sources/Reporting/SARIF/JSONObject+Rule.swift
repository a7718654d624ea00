import Policies

/// The object of SARIF about a rule.
extension JSONObject {
  /// GitHub cuts descriptions at 1,024 characters and names at 255.
  private static let descriptionLimit = 1_000
  private static let nameLimit = 255

  /// A `reportingDescriptor`.
  ///
  /// Rules of the category `security` have a `security-severity`, which makes GitHub show their alerts as security
  /// alerts: 8.0 (high) for errors, 5.0 (medium) for warnings, 2.0 (low) for notes. Others have none: a pod that does not
  /// start is no vulnerability.
  mutating func fill(rule: RuleDescription) {
    add("id", rule.name)
    add("name", String(rule.name.prefix(JSONObject.nameLimit)))
    add("shortDescription") { $0.add("text", String(rule.title.prefix(JSONObject.descriptionLimit))) }
    let full = rule.description.isEmpty ? rule.title : rule.description
    add("fullDescription") { $0.add("text", String(full.prefix(JSONObject.descriptionLimit))) }
    add("help") { help in
      help.add("text", [full, rule.remediation].filter { !$0.isEmpty }.joined(separator: "\n\n"))
      var parts = [full]
      if !rule.remediation.isEmpty { parts.append("**What to do.** \(rule.remediation)") }
      let links = rule.references.map { "- [\($0.title)](\($0.url))" }
      if !links.isEmpty { parts.append(links.joined(separator: "\n")) }
      parts.append("Suppress one finding with `# fargate-lint:disable=\(rule.name) -- reason` above its line.")
      help.add("markdown", parts.joined(separator: "\n\n"))
    }
    add("helpUri", rule.helpURI)
    add("defaultConfiguration") { $0.add("level", rule.severity.rawValue) }
    add("properties") {
      $0.add("tags", texts: rule.category == "fargate" ? ["fargate"] : ["fargate", rule.category])
      $0.add("precision", "very-high")
      $0.add("problem.severity", rule.severity == .note ? "recommendation" : rule.severity.rawValue)
      if rule.category == "security" { $0.add("security-severity", JSONObject.securitySeverity(rule.severity)) }
    }
  }

  private static func securitySeverity(_ severity: Severity) -> String {
    switch severity {
    case .error: "8.0"
    case .warning: "5.0"
    case .note: "2.0"
    }
  }
}
