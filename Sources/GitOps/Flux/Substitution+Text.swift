extension Substitution {
  /// Bytes of a text that is filled in. Nested Kustomizations may double a value at each step.
  private static let limit = 1 << 16

  /// The text with `${NAME}`, `${NAME:=default}` and `${NAME:-default}` filled in, `$${` unescaped.
  ///
  /// What another operator changes, and what may have a value that is not known, is left as it stands; so is a text
  /// that would become longer than `limit`.
  public func applied(to text: String) -> String {
    guard text.contains("${") else { return text }
    if variables.isEmpty, isComplete { return text }
    var result = ""
    var rest = text[...]
    while let open = rest.firstRange(of: "${"), let close = rest[open.upperBound...].firstIndex(of: "}") {
      let expression = rest[open.upperBound..<close]
      let end = rest.index(after: close)
      if rest[..<open.lowerBound].last == "$" {
        result += rest[..<open.lowerBound].dropLast()
        result += rest[open.lowerBound..<end]
      } else {
        result += rest[..<open.lowerBound]
        result += value(of: expression) ?? String(rest[open.lowerBound..<end])
      }
      rest = rest[end...]
      guard result.utf8.count <= Substitution.limit else { return text }
    }
    return result + rest
  }

  private func value(of expression: Substring) -> String? {
    let name = expression.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" }
    let rest = expression.dropFirst(name.count)
    var fallback: Substring = ""
    if rest.hasPrefix(":=") || rest.hasPrefix(":-") {
      fallback = rest.dropFirst(2)
    } else if rest.hasPrefix("=") || rest.hasPrefix("-") {
      fallback = rest.dropFirst()
    } else if !rest.isEmpty {
      return nil
    }
    guard !name.isEmpty, !fallback.contains("$") else { return nil }
    if let variable = variables.first(where: { $0.name == name }) {
      guard let text = variable.value.text else { return nil }
      return text.isEmpty ? String(fallback) : text
    }
    return isComplete ? String(fallback) : nil
  }
}
