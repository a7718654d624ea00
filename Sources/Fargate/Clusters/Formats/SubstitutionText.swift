/// The text of CloudFormation's `Fn::Sub`: `${Name}` is a variable, `${!Name}` is the text `${Name}`.
enum SubstitutionText {
  enum Part: Equatable {
    case text(String)
    case variable(String)
  }

  static func parts(of text: String) -> [Part] {
    var parts: [Part] = []
    var plain = ""
    var rest = text[...]
    while let mark = rest.firstRange(of: "${"), let end = rest[mark.upperBound...].firstIndex(of: "}") {
      plain += rest[..<mark.lowerBound]
      let name = rest[mark.upperBound..<end]
      if name.hasPrefix("!") {
        plain += "${\(name.dropFirst())}"
      } else {
        if !plain.isEmpty { parts.append(.text(plain)) }
        plain = ""
        parts.append(.variable(name.filter { $0 != " " }))
      }
      rest = rest[rest.index(after: end)...]
    }
    plain += rest
    if !plain.isEmpty { parts.append(.text(plain)) }
    return parts
  }
}
