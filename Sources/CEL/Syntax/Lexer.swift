/// Cuts an expression into tokens (cel-spec, "Lexical analysis").
struct Lexer {
  private let bytes: [UInt8]
  private var index = 0

  init(_ source: String) { bytes = Array(source.utf8) }

  static func tokens(of source: String) throws(Issue) -> [Token] {
    var lexer = Lexer(source)
    var tokens: [Token] = []
    while true {
      var token = try lexer.next()
      token.end = lexer.index
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  private mutating func next() throws(Issue) -> Token {
    skipBlanks()
    let start = index
    guard index < bytes.count else { return Token(kind: .end, offset: start) }
    let byte = bytes[index]
    if isLetter(byte) {
      if let literal = try stringLiteral() { return Token(kind: literal, offset: start) }
      while index < bytes.count, isLetter(bytes[index]) || isDigit(bytes[index]) { index += 1 }
      let word = text(start, index)
      return Token(
        kind: ["in", "true", "false", "null"].contains(word) ? .sign(word) : .identifier(word), offset: start)
    }
    if isDigit(byte) || (byte == UInt8(ascii: ".") && index + 1 < bytes.count && isDigit(bytes[index + 1])) {
      return Token(kind: try number(), offset: start)
    }
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), let literal = try stringLiteral() {
      return Token(kind: literal, offset: start)
    }
    if byte == UInt8(ascii: "`") { return Token(kind: try quotedIdentifier(), offset: start) }
    for sign in ["||", "&&", "==", "!=", "<=", ">="] where bytes[index...].starts(with: sign.utf8) {
      index += 2
      return Token(kind: .sign(sign), offset: start)
    }
    if "+-*/%!<>?:.,()[]{}".utf8.contains(byte) {
      index += 1
      return Token(kind: .sign(text(start, index)), offset: start)
    }
    let found = String(decoding: bytes[index...], as: UTF8.self).first.map(String.init) ?? ""
    if byte == UInt8(ascii: "="), index + 1 == bytes.count || bytes[index + 1] != byte {
      throw Issue("found `=`: equality is written `==`", at: start)
    }
    throw Issue("found `\(found)`, which begins nothing in CEL", at: start)
  }

  private mutating func skipBlanks() {
    while index < bytes.count {
      if [0x20, 0x09, 0x0a, 0x0d, 0x0c].contains(bytes[index]) {
        index += 1
      } else if bytes[index...].starts(with: "//".utf8) {
        while index < bytes.count, bytes[index] != 0x0a { index += 1 }
      } else {
        return
      }
    }
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
  }

  private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private func text(_ start: Int, _ end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }

  private mutating func quotedIdentifier() throws(Issue) -> Token.Kind {
    let start = index
    index += 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "`") {
      let byte = bytes[index]
      guard isLetter(byte) || isDigit(byte) || "./- ".utf8.contains(byte) else {
        throw Issue("a name in back quotes holds letters, digits and `_ . - /` only", at: index)
      }
      index += 1
    }
    guard index < bytes.count, index > start + 1 else { throw Issue("a name in back quotes without an end", at: start) }
    index += 1
    return .quotedIdentifier(text(start + 1, index - 1))
  }

  // MARK: Numbers

  private mutating func number() throws(Issue) -> Token.Kind {
    let start = index
    if bytes[index] == UInt8(ascii: "0"), index + 1 < bytes.count, bytes[index + 1] | 0x20 == UInt8(ascii: "x") {
      index += 2
      while index < bytes.count, Character(Unicode.Scalar(bytes[index])).isHexDigit, bytes[index] < 128 { index += 1 }
      guard index > start + 2 else { throw Issue("`0x` without digits", at: start) }
      return integer(text(start, index))
    }
    while index < bytes.count, isDigit(bytes[index]) { index += 1 }
    var isDouble = false
    if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "."), isDigit(bytes[index + 1]) {
      isDouble = true
      index += 1
      while index < bytes.count, isDigit(bytes[index]) { index += 1 }
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      var end = index + 1
      if end < bytes.count, bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-") { end += 1 }
      if end < bytes.count, isDigit(bytes[end]) {
        isDouble = true
        while end < bytes.count, isDigit(bytes[end]) { end += 1 }
        index = end
      }
    }
    if isDouble {
      guard let value = Double(text(start, index)) else { throw Issue("no number", at: start) }
      return .double(value)
    }
    return integer(text(start, index))
  }

  private mutating func integer(_ digits: String) -> Token.Kind {
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "u") {
      index += 1
      return .uint(digits)
    }
    return .int(digits)
  }

  // MARK: Strings

  /// A string or bytes literal with its prefix; nil when the letters here are no prefix of one.
  private mutating func stringLiteral() throws(Issue) -> Token.Kind? {
    var at = index
    var raw = false
    var isBytes = false
    while at < bytes.count, at < index + 2 {
      let letter = bytes[at] | 0x20
      if letter == UInt8(ascii: "r"), !raw {
        raw = true
      } else if letter == UInt8(ascii: "b"), !isBytes {
        isBytes = true
      } else {
        break
      }
      at += 1
    }
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") else { return nil }
    let start = index
    let quote = bytes[at]
    let triple = at + 2 < bytes.count && bytes[at + 1] == quote && bytes[at + 2] == quote
    index = at + (triple ? 3 : 1)
    var value: [UInt8] = []
    while true {
      guard index < bytes.count else { throw Issue("a string without its closing quote", at: start) }
      let byte = bytes[index]
      if byte == quote {
        if !triple { break }
        if index + 2 < bytes.count, bytes[index + 1] == quote, bytes[index + 2] == quote { break }
      }
      if !triple, byte == 0x0a || byte == 0x0d { throw Issue("a string without its closing quote", at: start) }
      if byte == UInt8(ascii: "\\"), !raw {
        try escape(isBytes, &value)
      } else {
        value.append(byte)
        index += 1
      }
    }
    index += triple ? 3 : 1
    return isBytes ? .bytes(value) : .string(String(decoding: value, as: UTF8.self))
  }

  private mutating func escape(_ isBytes: Bool, _ value: inout [UInt8]) throws(Issue) {
    let start = index
    index += 1
    guard index < bytes.count else { throw Issue("an escape without its letter", at: start) }
    let letter = bytes[index]
    index += 1
    switch letter {
    case UInt8(ascii: "a"): value.append(7)
    case UInt8(ascii: "b"): value.append(8)
    case UInt8(ascii: "f"): value.append(12)
    case UInt8(ascii: "n"): value.append(10)
    case UInt8(ascii: "r"): value.append(13)
    case UInt8(ascii: "t"): value.append(9)
    case UInt8(ascii: "v"): value.append(11)
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      value.append(letter)
    case UInt8(ascii: "x"), UInt8(ascii: "X"): try append(code(2, 16, start), isBytes, &value, start)
    case UInt8(ascii: "u") where !isBytes: try append(code(4, 16, start), false, &value, start)
    case UInt8(ascii: "U") where !isBytes: try append(code(8, 16, start), false, &value, start)
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      index -= 1
      try append(code(3, 8, start), isBytes, &value, start)
    default: throw Issue("no such escape", at: start)
    }
  }

  private mutating func code(_ digits: Int, _ radix: Int, _ start: Int) throws(Issue) -> UInt32 {
    guard index + digits <= bytes.count, let value = UInt32(text(index, index + digits), radix: radix) else {
      throw Issue("an escape of \(digits) digits is cut short", at: start)
    }
    index += digits
    return value
  }

  private func append(_ code: UInt32, _ isBytes: Bool, _ value: inout [UInt8], _ start: Int) throws(Issue) {
    if isBytes { return value.append(UInt8(truncatingIfNeeded: code)) }
    guard let scalar = Unicode.Scalar(code), let encoded = UTF8.encode(scalar) else {
      throw Issue("an escape that is no Unicode character", at: start)
    }
    value.append(contentsOf: encoded)
  }
}
