/// The functions of Go templates, sprig and Argo CD that paths and names are made with.
enum GoFunctions {
  typealias Unresolved = GoTemplate.Unresolved

  static func call(_ name: String, _ arguments: [Parameter]) throws(Unresolved) -> Parameter {
    if arguments.contains(.unknown) { throw Unresolved() }
    if let text = try textFunction(name, arguments) { return .string(text) }
    if let answer = try condition(name, arguments) { return .bool(answer) }
    switch (name, arguments.count) {
    case ("index", 1...):
      var value = arguments[0]
      for key in arguments.dropFirst() { value = try element(key, of: value) }
      return value
    case ("get", 2):
      guard case .map(let map) = arguments[0], let key = arguments[1].string else { throw Unresolved() }
      return map[key] ?? .string("")
    case ("dig", 3...): return try dig(arguments)
    case ("default", 2): return arguments[1].isEmpty ? arguments[0] : arguments[1]
    case ("coalesce", 1...): return arguments.first { !$0.isEmpty } ?? .null
    case ("ternary", 3):
      guard case .bool(let answer) = arguments[2] else { throw Unresolved() }
      return answer ? arguments[0] : arguments[1]
    case ("splitList", 2):
      let (separator, text) = (try string(arguments[0]), try string(arguments[1]))
      guard !separator.isEmpty else { throw Unresolved() }
      return .list(text.split(separator: separator, omittingEmptySubsequences: false).map { .string(String($0)) })
    case ("first", 1), ("last", 1):
      guard case .list(let items) = arguments[0] else { throw Unresolved() }
      return (name == "first" ? items.first : items.last) ?? .null
    case ("list", _): return .list(arguments)
    default: throw Unresolved()
    }
  }

  /// nil when it is no function that gives a text.
  private static func textFunction(_ name: String, _ arguments: [Parameter]) throws(Unresolved) -> String? {
    switch (name, arguments.count) {
    case ("lower", 1): return try string(arguments[0]).lowercased()
    case ("upper", 1): return try string(arguments[0]).uppercased()
    case ("trim", 1): return try string(arguments[0]).trimmed
    case ("normalize", 1): return NormalizedName.of(try string(arguments[0]))
    case ("toString", 1), ("print", 1): return try printed(arguments[0])
    case ("quote", 1): return "\"\(try printed(arguments[0]))\""
    case ("squote", 1): return "'\(try printed(arguments[0]))'"
    case ("base", 1):
      let path = try string(arguments[0])
      return path.isEmpty ? "." : RepositoryPath.name(of: path)
    case ("dir", 1):
      let folder = RepositoryPath.folder(of: try string(arguments[0]))
      return folder.isEmpty ? "." : folder
    case ("trimPrefix", 2):
      let (prefix, text) = (try string(arguments[0]), try string(arguments[1]))
      return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    case ("trimSuffix", 2):
      let (suffix, text) = (try string(arguments[0]), try string(arguments[1]))
      return text.hasSuffix(suffix) ? String(text.dropLast(suffix.count)) : text
    case ("replace", 3):
      let (old, new) = (try string(arguments[0]), try string(arguments[1]))
      guard !old.isEmpty else { throw Unresolved() }
      return try string(arguments[2]).replacing(old, with: new)
    case ("trunc", 2):
      guard case .number(let length) = arguments[0], length >= 0, length < 10_000 else { throw Unresolved() }
      return String(try string(arguments[1]).prefix(Int(length)))
    case ("join", 2):
      guard case .list(let items) = arguments[1] else { throw Unresolved() }
      var texts: [String] = []
      for item in items { texts.append(try printed(item)) }
      return texts.joined(separator: try string(arguments[0]))
    case ("cat", 1...):
      var texts: [String] = []
      for item in arguments { texts.append(try printed(item)) }
      return texts.joined(separator: " ")
    case ("printf", 1...): return try format(arguments)
    case ("toJson", 1):
      var text = ""
      guard arguments[0].appendJSON(to: &text) else { throw Unresolved() }
      return text
    default: return nil
    }
  }

  /// nil when it is no function that answers a question.
  private static func condition(_ name: String, _ arguments: [Parameter]) throws(Unresolved) -> Bool? {
    switch (name, arguments.count) {
    case ("eq", 2): return arguments[0] == arguments[1]
    case ("ne", 2): return arguments[0] != arguments[1]
    case ("not", 1): return arguments[0].isEmpty
    case ("empty", 1): return arguments[0].isEmpty
    case ("contains", 2): return try string(arguments[1]).contains(try string(arguments[0]))
    case ("hasPrefix", 2): return try string(arguments[1]).hasPrefix(try string(arguments[0]))
    case ("hasSuffix", 2): return try string(arguments[1]).hasSuffix(try string(arguments[0]))
    default: return nil
    }
  }

  private static func element(_ key: Parameter, of value: Parameter) throws(Unresolved) -> Parameter {
    switch (value, key) {
    case (.map(let map), .string(let key)): return map[key] ?? .null
    case (.list(let items), .number(let index)):
      guard index >= 0, index < Double(items.count) else { throw Unresolved() }
      return items[Int(index)]
    default: throw Unresolved()
    }
  }

  /// `dig "a" "b" default map`.
  private static func dig(_ arguments: [Parameter]) throws(Unresolved) -> Parameter {
    guard var value = arguments.last else { throw Unresolved() }
    let fallback = arguments[arguments.count - 2]
    for key in arguments.dropLast(2) {
      guard case .map(let map) = value, let key = key.string else { throw Unresolved() }
      guard let next = map[key] else { return fallback }
      value = next
    }
    return value
  }

  /// `printf` with `%s`, `%v` and `%%`.
  private static func format(_ arguments: [Parameter]) throws(Unresolved) -> String {
    var result = ""
    var values = arguments.dropFirst()
    var rest = try string(arguments[0])[...]
    while let next = rest.popFirst() {
      guard next == "%" else {
        result.append(next)
        continue
      }
      switch rest.popFirst() {
      case "%": result.append("%")
      case "s":
        guard let text = values.popFirst()?.string else { throw Unresolved() }
        result += text
      case "v":
        guard let value = values.popFirst() else { throw Unresolved() }
        result += try printed(value)
      default: throw Unresolved()
      }
    }
    guard values.isEmpty else { throw Unresolved() }
    return result
  }

  private static func string(_ value: Parameter) throws(Unresolved) -> String {
    guard let text = value.string else { throw Unresolved() }
    return text
  }

  private static func printed(_ value: Parameter) throws(Unresolved) -> String {
    guard let text = value.printed else { throw Unresolved() }
    return text
  }
}
