/// `"%s has %d".format([…])` (the strings extension library, formatting version 2).
enum TextFormat {
  private enum Piece {
    case text(String)
    case clause(verb: Character, precision: Int)
  }

  private struct Problem: Error { let message: String }

  /// What is wrong with a format whatever the arguments are; nil: nothing.
  static func problem(_ format: String, arguments: Int) -> String? {
    do throws(Problem) {
      let needed = try pieces(format).count { if case .clause = $0 { true } else { false } }
      if needed > arguments { return "the format asks for \(needed) arguments, the list has \(arguments)" }
      return nil
    } catch { return error.message }
  }

  static func format(_ format: String, _ arguments: [Value], _ e: Evaluation) -> Value {
    var result = ""
    var rest = arguments[...]
    do throws(Problem) {
      for piece in try pieces(format) {
        switch piece {
        case .text(let text): result += text
        case .clause(let verb, let precision):
          guard let argument = rest.popFirst() else {
            throw Problem(message: "the format asks for more than \(arguments.count) arguments")
          }
          let value = e.typed(argument)
          if value.isErrorOrUnknown { return value }
          result += try text(value, verb, precision, e)
        }
      }
    } catch { return .invalid(error.message) }
    return .string(result)
  }

  private static func pieces(_ format: String) throws(Problem) -> [Piece] {
    var pieces: [Piece] = []
    var rest = Substring(format)
    while !rest.isEmpty {
      let plain = rest.prefix { $0 != "%" }
      if !plain.isEmpty { pieces.append(.text(String(plain))) }
      rest = rest.dropFirst(plain.count + 1)
      guard plain.endIndex < format.endIndex else { break }
      if rest.first == "%" {
        pieces.append(.text("%"))
        rest = rest.dropFirst()
        continue
      }
      var precision = 6
      if rest.first == "." {
        let digits = rest.dropFirst().prefix(while: \.isDigit)
        guard let given = Int(digits), given <= 100 else {
          throw Problem(message: "the format's precision is a number from 0 to 100, not `\(digits)`")
        }
        precision = given
        rest = rest.dropFirst(1 + digits.count)
      }
      guard let verb = rest.popFirst(), "sdfeboxX".contains(verb) else {
        throw Problem(message: "after `%` the format has one of `s d f e b o x X %`")
      }
      pieces.append(.clause(verb: verb, precision: precision))
    }
    return pieces
  }

  private static func text(_ value: Value, _ verb: Character, _ precision: Int, _ e: Evaluation) throws(Problem)
    -> String
  {
    let result: String?
    switch (verb, value) {
    case ("s", _): result = string(value, e)
    case ("d", .int), ("d", .uint): result = e.text(value)
    case ("d", .double(let value)): result = Decimal.plain(value)
    case ("f", _): result = double(value).map { Decimal.fixed($0, precision) }
    case ("e", _): result = double(value).map { Decimal.scientific($0, precision) }
    case ("b", .bool(let value)): result = value ? "1" : "0"
    case ("b", _): result = integer(value, radix: 2)
    case ("o", _): result = integer(value, radix: 8)
    case ("x", .string(let text)), ("X", .string(let text)): result = hexadecimal(Array(text.utf8), verb)
    case ("x", .bytes(let bytes)), ("X", .bytes(let bytes)): result = hexadecimal(bytes, verb)
    case ("x", _): result = integer(value, radix: 16)
    case ("X", _): result = integer(value, radix: 16)?.uppercased()
    default: result = nil
    }
    guard let result else { throw Problem(message: "`%\(verb)` does not format a \(e.typeName(value))") }
    return result
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

  private static func hexadecimal(_ bytes: [UInt8], _ verb: Character) -> String {
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
