/// How an ApplicationSet fills its texts (operator-manual/applicationset/Template and GoTemplate).
enum TextTemplate: Sendable {
  /// `{{name}}`, flat names; what has no value is left as it stands.
  case fast
  /// Go's `text/template`, as far as `GoTemplate` reads it.
  case go(missingKeyIsError: Bool)

  var isGo: Bool {
    if case .go = self { return true }
    return false
  }

  init(applicationSet spec: Place) {
    guard spec.field("goTemplate")?.isTrue == true else {
      self = .fast
      return
    }
    let options = spec.field("goTemplateOptions")?.items.compactMap(\.string) ?? []
    self = .go(missingKeyIsError: options.contains("missingkey=error"))
  }

  /// Bytes of a text that is filled in: far more than any name or path has.
  static let limit = 1 << 20

  /// The text with its parameters filled in; nil where a Go template asks for what is not known or not read here, or the
  /// text becomes longer than `limit`.
  func render(_ text: String, _ parameters: Parameters) -> String? {
    guard text.contains("{{") else { return text }
    switch self {
    case .fast: return TextTemplate.fill(text, parameters)
    case .go(let missingKeyIsError):
      return GoTemplate(missingKeyIsError: missingKeyIsError).render(text, parameters)
    }
  }

  private static func fill(_ text: String, _ parameters: Parameters) -> String? {
    var result = ""
    var rest = text[...]
    while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
      let name = String(rest[open.upperBound..<close.lowerBound]).trimmed
      result += rest[..<open.lowerBound]
      result += parameters[name]?.string ?? String(rest[open.lowerBound..<close.upperBound])
      rest = rest[close.upperBound...]
      guard result.utf8.count <= limit else { return nil }
    }
    return result + rest
  }
}

/// Names as Argo CD makes them fit for DNS.
enum NormalizedName {
  static func of(_ name: String) -> String {
    var text = ""
    for character in name.lowercased().unicodeScalars {
      switch character {
      case "a"..."z", "0"..."9", "-", ".": text.unicodeScalars.append(character)
      default: text += "-"
      }
    }
    var rest = text.prefix(253)
    while let first = rest.first, first == "-" || first == "." { rest = rest.dropFirst() }
    while let last = rest.last, last == "-" || last == "." { rest = rest.dropLast() }
    return String(rest)
  }
}
