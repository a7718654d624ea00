import CEL

/// The types that a policy's parameters may have.
enum ParameterType {
  /// Reads `bool`, `int`, `double`, `string`, `list(T)`, `map(string, T)`; nil for anything else.
  static func parse(_ text: String) -> Type? {
    switch text {
    case "bool": return .bool
    case "int": return .int
    case "double": return .double
    case "string": return .string
    default: break
    }
    if text.hasPrefix("list("), text.hasSuffix(")") {
      return parse(String(text.dropFirst(5).dropLast())).map(Type.list)
    }
    if text.hasPrefix("map(string,"), text.hasSuffix(")") {
      let inner = text.dropFirst(11).dropLast().drop { $0 == " " }
      return parse(String(inner)).map { .map(.string, $0) }
    }
    return nil
  }

  /// What to write where a text is no type, for the end of a message.
  static func hint(_ text: String) -> String {
    let hint = Spelling.hint(text, among: ["bool", "int", "double", "string"])
    return hint.isEmpty ? "; write bool, int, double, string, list(T) or map(string, T)" : hint
  }
}
