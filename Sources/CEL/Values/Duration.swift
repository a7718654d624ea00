/// A length of time in steps of a nanosecond, as far as 64 bits count them: about 292 years.
public struct Duration: Hashable, Comparable, Sendable {
  public let nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  static let second: Int64 = 1_000_000_000

  /// Reads `1h30m`, `-1.5s`, `0`: numbers with the units h, m, s, ms, us, ns; nil when the text is no duration or too long.
  public init?(parsing text: String) {
    var rest = Substring(text)
    var negative = false
    if let sign = rest.first, sign == "-" || sign == "+" {
      negative = sign == "-"
      rest = rest.dropFirst()
    }
    if rest == "0" {
      self.init(nanoseconds: 0)
      return
    }
    guard !rest.isEmpty else { return nil }
    var total: Int128 = 0
    while !rest.isEmpty {
      let whole = rest.prefix(while: \.isDigit)
      rest = rest.dropFirst(whole.count)
      var fraction = Substring()
      if rest.first == "." {
        fraction = rest.dropFirst().prefix(while: \.isDigit)
        rest = rest.dropFirst(1 + fraction.count)
      }
      let unit = rest.prefix { !$0.isDigit && $0 != "." }
      rest = rest.dropFirst(unit.count)
      guard !(whole.isEmpty && fraction.isEmpty), whole.count < 20, let scale = Duration.units[String(unit)] else {
        return nil
      }
      total += (Int128(String(whole)) ?? 0) * scale
      var step = scale
      for digit in fraction {
        step /= 10
        total += Int128(digit.wholeNumberValue ?? 0) * step
      }
    }
    guard let nanoseconds = Int64(exactly: negative ? -total : total) else { return nil }
    self.init(nanoseconds: nanoseconds)
  }

  private static let units: [String: Int128] = [
    "ns": 1, "us": 1_000, "µs": 1_000, "μs": 1_000, "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000,
    "h": 3_600_000_000_000,
  ]

  public static func < (left: Duration, right: Duration) -> Bool { left.nanoseconds < right.nanoseconds }

  /// In seconds, without needless digits: `-1.5s`.
  public var text: String {
    let magnitude = nanoseconds.magnitude
    return (nanoseconds < 0 ? "-" : "") + String(magnitude / UInt64(Duration.second))
      + Duration.fraction(magnitude % UInt64(Duration.second)) + "s"
  }

  /// `.5` for 500,000,000 nanoseconds; nothing for none.
  static func fraction(_ nanoseconds: UInt64) -> String {
    guard nanoseconds > 0 else { return "" }
    let digits = String(nanoseconds)
    var text = String(repeating: "0", count: 9 - digits.count) + digits
    while text.last == "0" { text.removeLast() }
    return "." + text
  }
}

extension Character {
  var isDigit: Bool { ("0"..."9").contains(self) }
}
