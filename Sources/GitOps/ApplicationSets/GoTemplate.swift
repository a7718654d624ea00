/// The part of Go's `text/template` that fills in values: fields, literals and pipelines of a few functions. Anything
/// else, control flow and variables among it, gives no text.
struct GoTemplate {
  let missingKeyIsError: Bool

  /// What is asked for is not known, or not read here.
  struct Unresolved: Error {}

  func render(_ text: String, _ parameters: Parameters) -> String? {
    do throws(Unresolved) {
      var result = ""
      var rest = text[...]
      var trimsNext = false
      while let open = rest.firstRange(of: "{{") {
        var body = rest[open.upperBound...]
        var before = String(rest[..<open.lowerBound])
        if trimsNext { before = GoTemplate.trimmedLeft(before) }
        if body.hasPrefix("- ") {
          body = body.dropFirst()
          before = GoTemplate.trimmedRight(before)
        }
        result += before
        var scanner = GoScanner(body)
        let tokens = try scanner.tokens()
        if !tokens.isEmpty { result += try value(of: tokens, parameters) }
        guard result.utf8.count <= TextTemplate.limit else { throw Unresolved() }
        trimsNext = scanner.trimsNext
        rest = scanner.rest
      }
      return result + (trimsNext ? GoTemplate.trimmedLeft(String(rest)) : String(rest))
    } catch { return nil }
  }

  private func value(of tokens: [GoToken], _ parameters: Parameters) throws(Unresolved) -> String {
    var parser = GoPipeline(tokens: tokens[...], root: parameters, missingKeyIsError: missingKeyIsError)
    let value = try parser.pipeline()
    guard parser.tokens.isEmpty, let text = value.printed else { throw Unresolved() }
    return text
  }

  private static func trimmedLeft(_ text: String) -> String { String(text.drop { $0.isWhitespace }) }

  private static func trimmedRight(_ text: String) -> String {
    var rest = text[...]
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }
}

enum GoToken: Equatable {
  /// `.a.b`, without the first dot; none for `.` alone.
  case field([String])
  case name(String)
  case string(String)
  case number(Double)
  case pipe, open, close
}

/// The words of one action, up to its end.
struct GoScanner {
  private(set) var rest: Substring
  private(set) var trimsNext = false

  init(_ text: Substring) { rest = text }

  mutating func tokens() throws(GoTemplate.Unresolved) -> [GoToken] {
    var tokens: [GoToken] = []
    skipBlanks()
    if rest.hasPrefix("/*") {
      guard let end = rest.firstRange(of: "*/") else { throw GoTemplate.Unresolved() }
      rest = rest[end.upperBound...]
    }
    while true {
      let hadBlank = skipBlanks()
      if rest.hasPrefix("}}") {
        rest = rest.dropFirst(2)
        return tokens
      }
      if hadBlank, rest.hasPrefix("-}}") {
        rest = rest.dropFirst(3)
        trimsNext = true
        return tokens
      }
      tokens.append(try token())
    }
  }

  @discardableResult
  private mutating func skipBlanks() -> Bool {
    let count = rest.count
    rest = rest.drop { $0.isWhitespace }
    return rest.count < count
  }

  private mutating func token() throws(GoTemplate.Unresolved) -> GoToken {
    guard let first = rest.first else { throw GoTemplate.Unresolved() }
    switch first {
    case "|", "(", ")":
      rest = rest.dropFirst()
      return first == "|" ? .pipe : first == "(" ? .open : .close
    case ".":
      var names: [String] = []
      while rest.first == "." {
        rest = rest.dropFirst()
        let name = word()
        if name.isEmpty, names.isEmpty { return .field([]) }
        guard !name.isEmpty else { throw GoTemplate.Unresolved() }
        names.append(name)
      }
      return .field(names)
    case "\"": return .string(try quoted())
    case "`":
      guard let end = rest.dropFirst().firstIndex(of: "`") else { throw GoTemplate.Unresolved() }
      let text = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[end...].dropFirst()
      return .string(String(text))
    case "0"..."9", "-":
      let digits = rest.prefix { $0.isNumber || $0 == "-" || $0 == "." }
      guard let value = Double(digits) else { throw GoTemplate.Unresolved() }
      rest = rest[digits.endIndex...]
      return .number(value)
    default:
      let name = word()
      guard !name.isEmpty else { throw GoTemplate.Unresolved() }
      return .name(name)
    }
  }

  private mutating func word() -> String {
    let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    rest = rest[name.endIndex...]
    return String(name)
  }

  /// Of the escapes, `\"` and `\\` only.
  private mutating func quoted() throws(GoTemplate.Unresolved) -> String {
    var text = ""
    rest = rest.dropFirst()
    while let next = rest.popFirst() {
      if next == "\"" { return text }
      if next != "\\" {
        text.append(next)
      } else if let escaped = rest.popFirst(), escaped == "\"" || escaped == "\\" {
        text.append(escaped)
      } else {
        throw GoTemplate.Unresolved()
      }
    }
    throw GoTemplate.Unresolved()
  }
}

/// Evaluates the words of one action.
struct GoPipeline {
  var tokens: ArraySlice<GoToken>
  let root: Parameters
  let missingKeyIsError: Bool
  private var depth = 0

  init(tokens: ArraySlice<GoToken>, root: Parameters, missingKeyIsError: Bool) {
    self.tokens = tokens
    self.root = root
    self.missingKeyIsError = missingKeyIsError
  }

  mutating func pipeline() throws(GoTemplate.Unresolved) -> Parameter {
    var value = try command(piped: nil)
    while tokens.first == .pipe {
      tokens.removeFirst()
      value = try command(piped: value)
    }
    return value
  }

  private mutating func command(piped: Parameter?) throws(GoTemplate.Unresolved) -> Parameter {
    if case .name(let name)? = tokens.first, !["true", "false", "nil"].contains(name) {
      tokens.removeFirst()
      var arguments: [Parameter] = []
      while let next = tokens.first, next != .pipe, next != .close { arguments.append(try operand()) }
      if let piped { arguments.append(piped) }
      return try GoFunctions.call(name, arguments)
    }
    guard piped == nil else { throw GoTemplate.Unresolved() }
    let value = try operand()
    guard tokens.first.map({ $0 == .pipe || $0 == .close }) ?? true else { throw GoTemplate.Unresolved() }
    return value
  }

  private mutating func operand() throws(GoTemplate.Unresolved) -> Parameter {
    guard let token = tokens.popFirst() else { throw GoTemplate.Unresolved() }
    switch token {
    case .field(let names): return try field(names)
    case .string(let text): return .string(text)
    case .number(let value): return .number(value)
    case .name("true"): return .bool(true)
    case .name("false"): return .bool(false)
    case .name("nil"): return .null
    case .name(let name): return try GoFunctions.call(name, [])
    case .open:
      depth += 1
      guard depth < 32 else { throw GoTemplate.Unresolved() }
      let value = try pipeline()
      depth -= 1
      guard tokens.popFirst() == .close else { throw GoTemplate.Unresolved() }
      // `(…).field` is not read.
      if case .field(let names)? = tokens.first, !names.isEmpty, case .map = value { throw GoTemplate.Unresolved() }
      return value
    case .pipe, .close: throw GoTemplate.Unresolved()
    }
  }

  private func field(_ names: [String]) throws(GoTemplate.Unresolved) -> Parameter {
    var value = Parameter.map(root)
    for name in names {
      guard case .map(let map) = value else { throw GoTemplate.Unresolved() }
      guard let next = map[name] else {
        if missingKeyIsError || name != names.last { throw GoTemplate.Unresolved() }
        return .null
      }
      value = next
    }
    return value
  }
}
