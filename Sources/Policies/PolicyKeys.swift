/// The mappings of a policy, named as people call them, with the keys that each may have.
enum PolicyKeys: String, CaseIterable {
  case policy = "the policy itself"
  case metadata = "`metadata`"
  case spec = "`spec`"
  case match = "`spec.match`"
  case validation = "one of `spec.validations`"
  case variable = "one of `spec.variables`"
  case condition = "one of `spec.match.matchConditions`"
  case parameter = "one of `spec.params`"
  case reference = "one of `spec.references`"
  case related = "one of a validation's `related`"
  case fix = "one of a validation's `fix`"
  case edit = "one of a fix's `edits`"

  var keys: [String] {
    switch self {
    case .policy: ["apiVersion", "kind", "metadata", "spec"]
    case .metadata: ["name", "aliases", "labels", "annotations"]
    case .spec:
      [
        "title", "category", "severity", "presets", "description", "remediation", "references", "params", "match",
        "variables", "validations", "tests", "equivalent",
      ]
    case .match: ["subject", "kinds", "placement", "matchConditions"]
    case .validation:
      ["forEach", "as", "expression", "at", "message", "messageExpression", "severity", "related", "fix"]
    case .variable, .condition: ["name", "expression"]
    case .parameter: ["type", "default", "description"]
    case .reference: ["title", "url"]
    case .related: ["at", "message"]
    case .fix: ["title", "safe", "edits"]
    case .edit: ["remove", "set", "rename", "insert", "to", "path", "value"]
    }
  }
}
