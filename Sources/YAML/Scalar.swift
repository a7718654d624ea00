/// What a scalar is to Kubernetes, which reads YAML 1.1 by way of sigs.k8s.io/yaml and then knows only JSON's types.
public enum Scalar: Equatable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  /// An integer above `Int64.max`.
  case uint(UInt64)
  /// Never infinite or not a number: such values are refused when the document is read.
  case double(Double)
  /// The text is the node's.
  case string

  /// What a plain scalar without a tag stands for (YAML 1.1 as gopkg.in/yaml.v2 resolves it).
  static func resolving(plain text: UnsafeBufferPointer<UInt8>) -> Resolved {
    guard let first = text.first else { return .scalar(.null) }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"):
      if text.count > 4, let infinity = word(text.dropFirst()), infinity == .infinity { return .infinity }
      return .scalar(number(text))
    case UInt8(ascii: "."):
      switch word(text[...]) {
      case .infinity?: return .infinity
      case .notANumber?: return .notANumber
      default: return .scalar(goFloat(text).map(Scalar.double) ?? .string)
      }
    default:
      switch word(text[...]) {
      case .true?: return .scalar(.bool(true))
      case .false?: return .scalar(.bool(false))
      case .null?: return .scalar(.null)
      case .merge?: return .merge
      default: return .scalar(.string)
      }
    }
  }

  enum Resolved: Equatable {
    case scalar(Scalar)
    case infinity, notANumber, merge
  }

  /// Whether a plain scalar that begins with `byte` is a string whatever follows.
  static func surelyString(startingWith byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"),
      UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "o"), UInt8(ascii: "O"),
      UInt8(ascii: "~"), UInt8(ascii: "<"):
      return false
    default: return true
    }
  }

  private enum Word { case `true`, `false`, null, infinity, notANumber, merge }

  private static func word(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Word? {
    guard text.count <= 5 else { return nil }
    switch String(decoding: text, as: UTF8.self) {
    case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": return .true
    case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": return .false
    case "~", "null", "Null", "NULL": return .null
    case ".inf", ".Inf", ".INF": return .infinity
    case ".nan", ".NaN", ".NAN": return .notANumber
    case "<<": return .merge
    default: return nil
    }
  }

  /// Whether a text is a date, with or without a time, as `!!timestamp` asks.
  static func isTimestamp(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let parts = text.split(maxSplits: 2, omittingEmptySubsequences: false) { $0 == UInt8(ascii: "-") }
    guard parts.count == 3 else { return false }
    let day = parts[2].prefix { (48...57).contains($0) }
    let time = parts[2].dropFirst(day.count)
    func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? { Int(String(decoding: digits, as: UTF8.self)) }
    guard parts[0].count == 4, number(parts[0]) != nil, (1...2).contains(parts[1].count), (1...2).contains(day.count),
      let month = number(parts[1]), (1...12).contains(month), let dayNumber = number(day), (1...31).contains(dayNumber)
    else { return false }
    guard let separator = time.first else { return true }
    let signs: [UInt8] = [
      UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), 32,
    ]
    return separator | 0x20 == UInt8(ascii: "t") || separator == 32
      ? time.dropFirst().contains(UInt8(ascii: ":"))
        && time.dropFirst().allSatisfy { (48...57).contains($0) || signs.contains($0) } : false
  }

  /// Integers in any of Go's notations, else a YAML float, else a string.
  private static func number(_ text: UnsafeBufferPointer<UInt8>) -> Scalar {
    if let quick = shortDecimal(text) { return .int(quick) }
    let plain = text.filter { $0 != UInt8(ascii: "_") }
    if let integer = goInteger(plain[...]) { return integer }
    if isYAMLFloat(plain), let value = double(plain) { return .double(value) }
    if plain.starts(with: "0b".utf8) {
      // Go's ParseInt takes a sign behind the prefix.
      let sign = plain.dropFirst(2).first
      let signed = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
      if let value = radix(plain.dropFirst(signed ? 3 : 2), 2, sign == UInt8(ascii: "-")) { return value }
    }
    if plain.starts(with: "-0b".utf8), let value = radix(plain.dropFirst(3), 2, true) { return value }
    return .string
  }

  /// The usual case without allocation: up to 18 digits, no sign, no leading zero.
  private static func shortDecimal(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard text.count <= 18, text[0] != UInt8(ascii: "0") || text.count == 1 else { return nil }
    var value: Int64 = 0
    for byte in text {
      guard byte >= 48, byte <= 57 else { return nil }
      value = value * 10 + Int64(byte - 48)
    }
    return value
  }

  /// Go's `ParseInt(s, 0, 64)`, then `ParseUint`: `0x`, `0o`, `0b` and a leading `0` for octal.
  private static func goInteger(_ text: ArraySlice<UInt8>) -> Scalar? {
    var digits = text
    var negative = false
    var signed = false
    if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      negative = sign == UInt8(ascii: "-")
      signed = true
      digits = digits.dropFirst()
    }
    guard let first = digits.first else { return nil }
    var base: UInt64 = 10
    if first == UInt8(ascii: "0"), digits.count > 1 {
      switch digits[digits.startIndex + 1] | 0x20 {
      case UInt8(ascii: "x") where digits.count > 2:
        base = 16
        digits = digits.dropFirst(2)
      case UInt8(ascii: "o") where digits.count > 2:
        base = 8
        digits = digits.dropFirst(2)
      case UInt8(ascii: "b") where digits.count > 2:
        base = 2
        digits = digits.dropFirst(2)
      default:
        base = 8
        digits = digits.dropFirst()
      }
    }
    guard let value = radix(digits, base, negative) else { return nil }
    if case .uint = value, signed { return nil }
    return value
  }

  private static func radix(_ digits: ArraySlice<UInt8>, _ base: UInt64, _ negative: Bool) -> Scalar? {
    guard !digits.isEmpty else { return nil }
    var value: UInt64 = 0
    for byte in digits {
      let digit: UInt64
      switch byte {
      case 48...57: digit = UInt64(byte - 48)
      case 97...102: digit = UInt64(byte - 87)
      case 65...70: digit = UInt64(byte - 55)
      default: return nil
      }
      guard digit < base else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: base)
      let (sum, carry) = product.addingReportingOverflow(digit)
      guard !overflow, !carry else { return nil }
      value = sum
    }
    if negative {
      guard value <= UInt64(Int64.max) + 1 else { return nil }
      return .int(Int64(truncatingIfNeeded: 0 &- value))
    }
    return value <= UInt64(Int64.max) ? .int(Int64(value)) : .uint(value)
  }

  /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
  static func isYAMLFloat(_ text: [UInt8]) -> Bool {
    var rest = text[...]
    func digits() -> Int {
      let run = rest.prefix { $0 >= 48 && $0 <= 57 }.count
      rest = rest.dropFirst(run)
      return run
    }
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let whole = digits()
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      if digits() == 0 && whole == 0 { return false }
    } else if whole == 0 {
      return false
    }
    if let e = rest.first, e | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
      if digits() == 0 { return false }
    }
    return rest.isEmpty
  }

  /// Go's `ParseFloat` of a text that begins with a point: decimal, underscores refused.
  private static func goFloat(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    isYAMLFloat(Array(text)) ? double(Array(text)) : nil
  }

  /// nil when the value is out of a double's range, which Go reports as an error.
  private static func double(_ text: [UInt8]) -> Double? {
    guard let value = Double(String(decoding: text, as: UTF8.self)) else { return nil }
    return value.isFinite ? value : nil
  }
}

extension Tree {
  /// The value of a scalar as Kubernetes types it; nil for a collection. Numbers are read when asked for.
  public func scalar(_ node: NodeID) -> Scalar? {
    let raw = self[node.index]
    guard raw.kind == .scalar else { return nil }
    switch raw.type {
    case .string: return .string
    case .null: return .null
    case .true: return .bool(true)
    case .false: return .bool(false)
    default: return number(raw)
    }
  }

  /// Whether a node is null: written so, or not written at all (`key:`).
  @inline(__always)
  public func isNull(_ node: NodeID) -> Bool { self[node.index].kind == .scalar && self[node.index].type == .null }

  private func number(_ raw: Node) -> Scalar {
    let spelled = UnsafeBufferPointer(start: text + Int(raw.text), count: Int(raw.length))
    guard case .scalar(let value) = Scalar.resolving(plain: spelled) else { return .string }
    switch value {
    case .int(let integer) where raw.type == .number: return .double(Double(integer))
    case .uint(let integer) where raw.type == .number: return .double(Double(integer))
    default: return value
    }
  }
}
