/// `"%s has %d".format([…])` (the strings extension library, formatting version 2), its format read once.
struct TextFormat: Sendable {
  private enum Piece: Sendable {
    case text(String)
    case clause(verb: Unicode.Scalar, precision: Int)
  }

  struct Problem: Error {
    let message: String
  }

  private let pieces: [Piece]

  /// - Throws: what is wrong with the format whatever the arguments are.
  init(_ format: String) throws(Problem) {
    var pieces: [Piece] = []
    var rest = format.unicodeScalars[...]
    while !rest.isEmpty {
      let plain = rest.prefix { $0 != "%" }
      if !plain.isEmpty { pieces.append(.text(String(plain))) }
      rest = rest[plain.endIndex...]
      guard rest.popFirst() != nil else { break }
      if rest.first == "%" {
        pieces.append(.text("%"))
        rest.removeFirst()
        continue
      }
      var precision = 6
      if rest.first == "." {
        let digits = rest.dropFirst().prefix { ("0"..."9").contains($0) }
        guard let given = Int(String(digits)), given <= 100 else {
          throw Problem(message: "the format's precision is a number from 0 to 100, not `\(String(digits))`")
        }
        precision = given
        rest = rest[digits.endIndex...]
      }
      guard let verb = rest.popFirst(), "sdfeboxX".unicodeScalars.contains(verb) else {
        throw Problem(message: "after `%` the format has one of `s d f e b o x X %`")
      }
      pieces.append(.clause(verb: verb, precision: precision))
    }
    self.pieces = pieces
  }

  /// How many arguments it asks for.
  var argumentCount: Int { pieces.count { if case .clause = $0 { true } else { false } } }

  /// - Returns: nil where the arguments are no list.
  func format(_ list: Value, _ e: inout Evaluation) -> Value? {
    guard let arguments = e.items(list) else { return nil }
    var result = ""
    var next = 0
    for piece in pieces {
      switch piece {
      case .text(let text): result += text
      case .clause(let verb, let precision):
        guard next < arguments.count else {
          return .invalid("the format asks for \(argumentCount) arguments, the list has \(arguments.count)")
        }
        let value = e.typed(arguments[next])
        next += 1
        if value.isErrorOrUnknown { return value }
        guard e.walks(value, steps: 2_048) else { return Evaluation.overBudget }
        guard let text = TextFormat.text(value, verb, precision, e) else {
          return .invalid("`%\(verb)` does not format a \(e.typeName(value))")
        }
        guard e.makes(bytes: text.utf8.count) else { return Evaluation.overBudget }
        result += text
      }
    }
    return .string(result)
  }

  /// nil for a value that the verb does not format.
  private static func text(_ value: Value, _ verb: Unicode.Scalar, _ precision: Int, _ e: Evaluation) -> String? {
    switch (verb, value) {
    case ("s", _): string(value, e)
    case ("d", .int), ("d", .uint): e.text(value)
    case ("d", .double(let value)): Decimal.plain(value)
    case ("f", _): double(value).map { Decimal.fixed($0, precision) }
    case ("e", _): double(value).map { Decimal.scientific($0, precision) }
    case ("b", .bool(let value)): value ? "1" : "0"
    case ("b", _): integer(value, radix: 2)
    case ("o", _): integer(value, radix: 8)
    case ("x", .string(let text)), ("X", .string(let text)): hexadecimal(Array(text.utf8), verb)
    case ("x", .bytes(let bytes)), ("X", .bytes(let bytes)): hexadecimal(bytes, verb)
    case ("x", _): integer(value, radix: 16)
    case ("X", _): integer(value, radix: 16)?.uppercased()
    default: nil
    }
  }

  private static func double(_ value: Value) -> Double? {
    switch value {
    case .double(let value): value
    case .int(let value): Double(value)
    case .uint(let value): Double(value)
    default: nil
    }
  }

  private static func integer(_ value: Value, radix: Int) -> String? {
    switch value {
    case .int(let value): String(value, radix: radix)
    case .uint(let value): String(value, radix: radix)
    default: nil
    }
  }

  private static func hexadecimal(_ bytes: [UInt8], _ verb: Unicode.Scalar) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: verb == "X") }.joined()
  }

  /// `%s`: lists and maps with their parts likewise, maps in the order of their keys.
  private static func string(_ value: Value, _ e: Evaluation) -> String? {
    let value = e.typed(value)
    switch value {
    case .bool, .int, .uint, .string, .null, .type, .timestamp, .duration: return e.text(value)
    case .double(let value): return Decimal.plain(value)
    case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
    default: break
    }
    if let items = e.items(value) {
      let texts = items.compactMap { string($0, e) }
      return texts.count == items.count ? "[" + texts.joined(separator: ", ") + "]" : nil
    }
    guard let entries = e.mapEntries(value) else { return nil }
    var texts: [(key: String, text: String)] = []
    for entry in entries {
      guard let key = string(entry.key, e), let value = string(entry.value, e) else { return nil }
      texts.append((key, "\(key): \(value)"))
    }
    let sorted = texts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return "{" + sorted.map(\.text).joined(separator: ", ") + "}"
  }
}
