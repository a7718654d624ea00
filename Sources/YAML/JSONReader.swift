/// Reads JSON texts (RFC 8259), one after another, into the same arena that YAML fills.
///
/// libyaml takes most JSON but refuses escaped surrogate pairs and `\/`, which kubectl takes in a `.json` file.
struct JSONReader: ~Copyable {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0
  /// Bytes of multi-byte characters passed beyond the first of each: turns byte offsets into character offsets.
  private var continuations = 0
  private var unescaped: [UInt8] = []

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Reads the next value into `builder`; false at the end of the text.
  mutating func next(into builder: inout TreeBuilder) throws(Problem) -> Bool {
    skipSpace()
    guard index < bytes.count else { return false }
    builder.reset()
    try value(into: &builder)
    return true
  }

  /// The offset behind the last value, in characters.
  var position: Int { index - continuations }

  private var here: UInt32 { UInt32(truncatingIfNeeded: index - continuations) }

  /// Values are read with a stack of open collections, so that depth costs no recursion.
  private mutating func value(into builder: inout TreeBuilder) throws(Problem) {
    var open: [UInt8] = []
    while true {
      skipSpace()
      guard index < bytes.count else { throw expected("a value") }
      let start = here
      switch bytes[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        let close: UInt8 = bytes[index] == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
        index += 1
        try builder.begin(
          close == UInt8(ascii: "}") ? .mapping : .sequence, style: .flow, tag: nil, anchor: nil, range: start..<here)
        open.append(close)
        skipSpace()
        if index < bytes.count, bytes[index] == close {
          index += 1
          open.removeLast()
          try builder.end(at: here)
        } else {
          if close == UInt8(ascii: "}") { try key(into: &builder) }
          continue
        }
      case UInt8(ascii: "\""): try string(into: &builder)
      default: try word(into: &builder)
      }
      while let close = open.last {
        skipSpace()
        guard index < bytes.count else { throw expected("`,` or `\(Character(Unicode.Scalar(close)))`") }
        if bytes[index] == UInt8(ascii: ",") {
          index += 1
          if close == UInt8(ascii: "}") { try key(into: &builder) }
          break
        }
        guard bytes[index] == close else { throw expected("`,` or `\(Character(Unicode.Scalar(close)))`") }
        index += 1
        open.removeLast()
        try builder.end(at: here)
      }
      if open.isEmpty { return }
    }
  }

  private mutating func key(into builder: inout TreeBuilder) throws(Problem) {
    skipSpace()
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw expected("a key in double quotes") }
    try string(into: &builder)
    skipSpace()
    guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { throw expected("`:`") }
    index += 1
  }

  private mutating func string(into builder: inout TreeBuilder) throws(Problem) {
    let start = here
    index += 1
    let first = index
    var plain = true
    unescaped.removeAll(keepingCapacity: true)
    while true {
      guard index < bytes.count else { throw expected("`\"` at the end of a string") }
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") { break }
      guard byte >= 0x20 else { throw expected("an escape such as `\\n`: a string holds no control character") }
      if byte == UInt8(ascii: "\\") {
        if plain { unescaped.append(contentsOf: bytes[first..<index]) }
        plain = false
        try escape()
      } else {
        if byte & 0xc0 == 0x80 { continuations += 1 }
        if !plain { unescaped.append(byte) }
        index += 1
      }
    }
    let last = index
    index += 1
    if plain {
      try builder.scalar(
        UnsafeBufferPointer(rebasing: bytes[first..<last]), style: .doubleQuoted, tag: nil, anchor: nil,
        range: start..<here)
    } else {
      let range = start..<here
      let result: Result<Void, Problem> = unescaped.withUnsafeBufferPointer { text in
        do throws(Problem) {
          try builder.scalar(text, style: .doubleQuoted, tag: nil, anchor: nil, range: range)
          return .success(())
        } catch { return .failure(error) }
      }
      try result.get()
    }
  }

  private mutating func escape() throws(Problem) {
    guard index + 1 < bytes.count else { throw expected("an escape") }
    index += 1
    switch bytes[index] {
    case UInt8(ascii: "n"): unescaped.append(10)
    case UInt8(ascii: "t"): unescaped.append(9)
    case UInt8(ascii: "r"): unescaped.append(13)
    case UInt8(ascii: "b"): unescaped.append(8)
    case UInt8(ascii: "f"): unescaped.append(12)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(bytes[index])
    case UInt8(ascii: "u"):
      var unit = try hexadecimal()
      // As Go's decoder: a surrogate without its other half becomes U+FFFD.
      if (0xd800..<0xdc00).contains(unit), index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "\\"),
        bytes[index + 2] == UInt8(ascii: "u")
      {
        let before = index
        index += 2
        let low = try hexadecimal()
        if (0xdc00..<0xe000).contains(low) {
          unit = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
        } else {
          index = before
        }
      }
      let scalar = Unicode.Scalar(unit) ?? "\u{fffd}"
      unescaped.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    default: throw expected("one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX")
    }
    index += 1
  }

  /// Reads the four digits behind `\u`; `index` ends on the last.
  private mutating func hexadecimal() throws(Problem) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      index += 1
      guard index < bytes.count, let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue, bytes[index] < 128
      else { throw expected("four hexadecimal digits") }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private mutating func word(into builder: inout TreeBuilder) throws(Problem) {
    let start = index
    let from = here
    while index < bytes.count, isWord(bytes[index]) { index += 1 }
    let text = UnsafeBufferPointer(rebasing: bytes[start..<index])
    let spelled = String(decoding: text.prefix(40), as: UTF8.self)
    guard spelled == "true" || spelled == "false" || spelled == "null" || isNumber(text) else {
      index = start
      throw expected("a value")
    }
    if spelled.first != "t", spelled.first != "f", spelled.first != "n",
      !(Double(String(decoding: text, as: UTF8.self))?.isFinite ?? false)
    {
      builder.note(.notForKubernetes, "the number `\(spelled)` is too large for 64 bits", from..<here)
    }
    try builder.scalar(text, style: .plain, tag: nil, anchor: nil, range: from..<here)
  }

  private func isWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...122).contains(byte) || (65...90).contains(byte) || byte == 43 || byte == 45
      || byte == 46
  }

  /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?`
  private func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var rest = text[...]
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let whole = rest.prefix { (48...57).contains($0) }
    guard !whole.isEmpty, whole.count == 1 || whole.first != 48 else { return false }
    rest = rest.dropFirst(whole.count)
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix { (48...57).contains($0) }
      guard !fraction.isEmpty else { return false }
      rest = rest.dropFirst(fraction.count + 1)
    }
    if let e = rest.first, e | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if rest.first == 43 || rest.first == 45 { rest = rest.dropFirst() }
      let digits = rest.prefix { (48...57).contains($0) }
      guard !digits.isEmpty else { return false }
      rest = rest.dropFirst(digits.count)
    }
    return rest.isEmpty
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): index += 1
      default: return
      }
    }
  }

  private func expected(_ what: String) -> Problem {
    let found: String
    if index >= bytes.count {
      found = "the end of the text"
    } else if bytes[index] < 0x80 {
      found = "`\(Character(Unicode.Scalar(bytes[index])))`"
    } else {
      found = "a character that is not ASCII"
    }
    let at = min(index, bytes.count) - continuations
    return Problem(.syntax, "found \(found), expected \(what)", at..<at)
  }
}
