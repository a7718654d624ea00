import RE2

/// A format of texts that Kubernetes names (apiserver, CEL library `format`; apimachinery, `util/validation`).
public enum NamedFormat: String, Sendable, CaseIterable {
  case dns1123Label, dns1123Subdomain, dns1035Label, qualifiedName
  case dns1123LabelPrefix, dns1123SubdomainPrefix, dns1035LabelPrefix
  case labelValue, uri, uuid, byte, date, datetime

  /// Characters of the regular expression that Kubernetes takes its cost to be (apiserver, pkg/cel/library/format.go);
  /// not less than those for the formats of which it names a pattern of go-openapi or govalidator.
  var patternSize: Int {
    switch self {
    case .dns1123Label, .dns1035Label, .dns1123LabelPrefix, .dns1035LabelPrefix: 30
    case .labelValue: 40
    case .dns1123Subdomain, .qualifiedName, .dns1123SubdomainPrefix: 60
    case .uuid, .byte, .date, .datetime: 100
    case .uri: 4_000
    }
  }

  /// What is wrong with a text, in Kubernetes' own words; empty: nothing.
  public func problems(of text: String) -> [String] {
    switch self {
    case .dns1123Label: return NamedFormat.label(text)
    case .dns1123Subdomain: return NamedFormat.subdomain(text)
    case .dns1035Label: return Pattern.dns1035Label.problems(of: text)
    case .dns1123LabelPrefix: return NamedFormat.label(NamedFormat.completed(text))
    case .dns1123SubdomainPrefix: return NamedFormat.subdomain(NamedFormat.completed(text))
    case .dns1035LabelPrefix: return Pattern.dns1035Label.problems(of: NamedFormat.completed(text))
    case .qualifiedName: return NamedFormat.qualifiedName(text)
    case .labelValue: return Pattern.labelValue.problems(of: text)
    case .uri: return URLReference(parsing: text) == nil ? ["parse \"\(text)\": invalid URI for request"] : []
    case .uuid: return Pattern.uuid.matches(text) ? [] : ["does not match the UUID format"]
    case .byte: return Base64.decode(text, padded: true) == nil ? ["invalid base64"] : []
    case .date: return NamedFormat.isDate(Substring(text)) ? [] : ["invalid date"]
    case .datetime: return NamedFormat.isDateTime(text) ? [] : ["invalid datetime"]
    }
  }

  /// A prefix may end in a dash, since something follows it.
  private static func completed(_ prefix: String) -> String {
    prefix.utf8.count > 1 && prefix.hasSuffix("-") ? prefix.dropLast(2) + "a" : prefix
  }

  private static func label(_ text: String) -> [String] {
    let problems = Pattern.dns1123Label.problems(of: text)
    guard !Pattern.dns1123Label.matches(text), Pattern.dns1123Subdomain.matches(text) else { return problems }
    return problems.dropLast() + ["must not contain dots"]
  }

  private static func subdomain(_ text: String) -> [String] { Pattern.dns1123Subdomain.problems(of: text) }

  private static func qualifiedName(_ text: String) -> [String] {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, let name = parts.last else {
      return [
        "a qualified name " + Pattern.qualifiedName.explanation
          + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
      ]
    }
    var problems: [String] = []
    if parts.count == 2 {
      problems = parts[0].isEmpty ? ["must be non-empty"] : subdomain(parts[0])
      problems = problems.map { "prefix part " + $0 }
    }
    let ofName = (name.isEmpty ? ["must be non-empty"] : []) + Pattern.qualifiedName.problems(of: name)
    return problems + ofName.map { "name part " + $0 }
  }

  private static func isDate(_ text: Substring) -> Bool {
    Timestamp(parsing: "\(text)T00:00:00Z") != nil || (text.hasPrefix("0000-") && text.count == 10)
  }

  private static func isDateTime(_ text: String) -> Bool {
    let parts = text.lowercased().split(separator: "t", omittingEmptySubsequences: false)
    guard parts.count >= 2, isDate(parts[0]), Pattern.time.matches(String(parts[1])) else { return false }
    let numbers = parts[1].prefix(8).split(separator: ":")
    return numbers[0] <= "23" && numbers[1] <= "59" && numbers[2] <= "59"
  }
}

/// A regular expression over whole texts, with what Kubernetes says of texts that it does not match.
private struct Pattern: Sendable {
  private let source: String
  private let expression: RegularExpression?
  private let longest: Int
  private let message: String
  private let examples: [String]

  init(_ source: String, longest: Int = Int.max, message: String = "", examples: [String] = []) {
    self.source = source
    expression = try? RegularExpression("^(?:\(source))$")
    self.longest = longest
    self.message = message
    self.examples = examples
  }

  func matches(_ text: String) -> Bool { expression?.matches(text) ?? false }

  var explanation: String {
    let shown = examples.map { "'\($0)', " }.joined(separator: " or ")
    return "\(message) (e.g. \(shown)regex used for validation is '\(source)')"
  }

  func problems(of text: String) -> [String] {
    (text.utf8.count > longest ? ["must be no more than \(longest) bytes"] : [])
      + (matches(text) ? [] : [explanation])
  }

  private static let label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
  private static let name = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
  private static let ends = "and must start and end with an alphanumeric character"

  static let dns1123Label = Pattern(
    label, longest: 63,
    message: "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', \(ends)",
    examples: ["my-name", "123-abc"])
  static let dns1123Subdomain = Pattern(
    "\(label)(\\.\(label))*", longest: 253,
    message: "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', \(ends)",
    examples: ["example.com"])
  static let dns1035Label = Pattern(
    "[a-z]([-a-z0-9]*[a-z0-9])?", longest: 63,
    message: "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
      + "character, and end with an alphanumeric character",
    examples: ["my-name", "abc-123"])
  static let qualifiedName = Pattern(
    name, longest: 63, message: "must consist of alphanumeric characters, '-', '_' or '.', \(ends)",
    examples: ["MyName", "my.name", "123-abc"])
  static let labelValue = Pattern(
    "(\(name))?", longest: 63,
    message: "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', \(ends)",
    examples: ["MyValue", "my_value", "12345"])
  static let uuid = Pattern("(?i)[0-9A-F]{8}-?[0-9A-F]{4}-?[0-9A-F]{4}-?[0-9A-F]{4}-?[0-9A-F]{12}")
  static let time = Pattern("[0-9]{2}:[0-9]{2}:[0-9]{2}(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))")
}
