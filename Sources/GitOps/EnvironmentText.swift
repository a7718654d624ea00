/// A text with variables as Flux fills them in: `${NAME}`, `${NAME:=default}`, `${NAME:-default}`, and `$${` for `${`.
/// - SeeAlso: kustomize-controller, Post build variable substitution; github.com/drone/envsubst.
struct EnvironmentText {
  /// Bytes of a text that is filled in. Nested Kustomizations may double a value at each step.
  private static let limit = 1 << 16

  private let text: String

  init(_ text: String) { self.text = text }

  /// The text with values put in. One that would become longer than `limit` is left as it is.
  /// - Parameter value: of a name, with the default that stands behind it, empty where none does; nil: the mark is left.
  func filled(_ value: (_ name: Substring, _ fallback: Substring) -> String?) -> String {
    guard text.contains("${") else { return text }
    var result = ""
    var rest = text[...]
    while let open = rest.firstRange(of: "${"), let close = rest[open.upperBound...].firstIndex(of: "}") {
      let end = rest.index(after: close)
      if rest[..<open.lowerBound].last == "$" {
        result += rest[..<open.lowerBound].dropLast()
        result += rest[open.lowerBound..<end]
      } else {
        result += rest[..<open.lowerBound]
        let (name, fallback) = EnvironmentText.parts(rest[open.upperBound..<close])
        result += fallback.flatMap { value(name, $0) } ?? String(rest[open.lowerBound..<end])
      }
      rest = rest[end...]
      guard result.utf8.count <= EnvironmentText.limit else { return text }
    }
    return result + rest
  }

  /// The name and the default of what stands in braces; no default where another operator changes the value.
  private static func parts(_ expression: Substring) -> (name: Substring, fallback: Substring?) {
    let name = expression.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" }
    let rest = expression.dropFirst(name.count)
    var fallback: Substring?
    if rest.isEmpty {
      fallback = ""
    } else if rest.hasPrefix(":=") || rest.hasPrefix(":-") {
      fallback = rest.dropFirst(2)
    } else if rest.hasPrefix("=") || rest.hasPrefix("-") {
      fallback = rest.dropFirst()
    }
    return (name, name.isEmpty || fallback?.contains("$") ?? true ? nil : fallback)
  }
}
