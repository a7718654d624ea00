import Policies

/// The rules that are part of the program: what is wrong with the text itself, and with suppressions.
enum BuiltInRules {
  static let syntax = rule(
    "yaml-syntax", "The file is no YAML", .error,
    "kubectl, Argo CD and Flux stop at the first document that does not parse; what stands in it is never applied.",
    "Correct the text at the place shown. Text for a template engine belongs where it is rendered first.")
  static let duplicateKey = rule(
    "yaml-duplicate-key", "A key stands twice in one mapping", .error,
    "The last of the equal keys counts and the others are lost without a word; newer API servers refuse them.",
    "Keep one of the entries.")
  static let encoding = rule(
    "yaml-encoding", "The file is no UTF-8", .error,
    "Kubernetes reads UTF-8, or UTF-16 with a byte order mark. Other bytes end in a refusal or in wrong characters.",
    "Save the file as UTF-8.")
  static let mergeConflict = rule(
    "yaml-merge-conflict", "Conflict markers are left in the file", .error,
    "The markers of an unfinished merge make the document unreadable.",
    "Resolve the conflict and remove the markers.")
  static let notForKubernetes = rule(
    "yaml-not-for-kubernetes", "YAML allows it, kubectl refuses it", .error,
    "Kubernetes turns YAML into JSON, which has no infinity, no keys but text, and no tags of other types.",
    "Write the value as JSON could hold it: quote it, or leave the tag out.")
  static let limit = rule(
    "yaml-limit", "A document passes a limit of size, depth or aliases", .error,
    "Such a document would cost more to read than any manifest should; it was not checked.",
    "Split the document, or write out what its aliases stand for.")
  static let unreadable = rule(
    "unreadable-file", "A file cannot be read", .error,
    "The file was not checked.",
    "Give the user that runs the check the right to read it, or exclude the file.")
  static let unusedSuppression = rule(
    "unused-suppression", "A suppression suppresses nothing", .note,
    "The finding that it was written for is gone, or the name of the rule is wrong.",
    "Remove the comment or the annotation.")
  static let expiredSuppression = rule(
    "expired-suppression", "A suppression has expired", .note,
    "Its `until` date is past, so it no longer has an effect.",
    "Remove it, or decide anew and give a later date.")
  static let suppressionWithoutReason = rule(
    "suppression-without-reason", "A suppression gives no reason", .note,
    "Whoever meets it later cannot tell whether it still holds.",
    "Write why behind ` -- `.")

  static let all = [
    syntax, duplicateKey, encoding, mergeConflict, notForKubernetes, limit, unreadable, unusedSuppression,
    expiredSuppression, suppressionWithoutReason,
  ]

  private static func rule(
    _ name: String, _ title: String, _ severity: Severity, _ description: String, _ remediation: String
  ) -> RuleDescription {
    RuleDescription(
      name: name, title: title, category: name.hasPrefix("yaml") || name == "unreadable-file" ? "yaml" : "suppression",
      severity: severity, presets: nil, description: description, remediation: remediation, references: [])
  }
}
