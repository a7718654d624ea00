/// A Kubernetes resource quantity: an exact decimal in steps of 10⁻⁹ (apimachinery, `resource.Quantity`).
public struct Quantity: Hashable, Comparable, Sendable {
  /// The value in units of 10⁻⁹.
  public let nano: Int128

  public init(nano: Int128) { self.nano = nano }

  /// 1, in units of 10⁻⁹.
  public static let unit: Int128 = 1_000_000_000
  /// Amounts beyond this are capped, as the API server caps them.
  static let limit = Int128(Int64.max) * unit

  public static let suffixes = "n u m k M G T P E Ki Mi Gi Ti Pi Ei"

  /// Reads `500m`, `1.5Gi`, `1e3`; nil when the text is no quantity. Parts below 10⁻⁹ are rounded up, away from zero.
  public init?(parsing text: String) {
    let bytes = Array(text.utf8)
    self.init(parsing: bytes.span)
  }

  /// As with a string, of UTF-8.
  public init?(parsing text: Span<UInt8>) {
    var index = 0
    var negative = false
    if text.count > 0, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
      negative = text[0] == UInt8(ascii: "-")
      index = 1
    }
    var digits: Int128 = 0
    // The value is digits × multiplier × 10^power, in units of 10⁻⁹.
    var power = 9
    var count = 0
    var isFraction = false
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else if byte >= 48, byte <= 57 {
        count += 1
        if digits > Quantity.limit * 1_000 {
          power += isFraction ? 0 : 1
        } else {
          digits = digits * 10 + Int128(byte - 48)
          power -= isFraction ? 1 : 0
        }
      } else {
        break
      }
      index += 1
    }
    guard count > 0, let (multiplier, exponent) = Quantity.scale(text, from: index) else { return nil }
    self.init(digits, multiplier, power + exponent, negative)
  }

  private init(_ digits: Int128, _ multiplier: Int128, _ power: Int, _ negative: Bool) {
    var power = power
    var (value, capped) = digits.multipliedReportingOverflow(by: multiplier)
    while power > 0, value != 0, !capped {
      (value, capped) = value.multipliedReportingOverflow(by: 10)
      power -= 1
    }
    var rounds = false
    while power < 0, value != 0, !capped {
      if value % 10 != 0 { rounds = true }
      value /= 10
      power += 1
    }
    if rounds { value += 1 }
    if capped || value > Quantity.limit { value = Quantity.limit }
    nano = negative ? -value : value
  }

  /// What a suffix multiplies by, as a factor and a power of ten.
  private static func scale(_ text: Span<UInt8>, from start: Int) -> (Int128, Int)? {
    let length = text.count - start
    if length == 0 { return (1, 0) }
    let first = text[start]
    if length == 1 {
      switch first {
      case UInt8(ascii: "n"): return (1, -9)
      case UInt8(ascii: "u"): return (1, -6)
      case UInt8(ascii: "m"): return (1, -3)
      case UInt8(ascii: "k"): return (1, 3)
      case UInt8(ascii: "M"): return (1, 6)
      case UInt8(ascii: "G"): return (1, 9)
      case UInt8(ascii: "T"): return (1, 12)
      case UInt8(ascii: "P"): return (1, 15)
      case UInt8(ascii: "E"): return (1, 18)
      default: return nil
      }
    }
    if length == 2, text[start + 1] == UInt8(ascii: "i") {
      switch first {
      case UInt8(ascii: "K"): return (1 << 10, 0)
      case UInt8(ascii: "M"): return (1 << 20, 0)
      case UInt8(ascii: "G"): return (1 << 30, 0)
      case UInt8(ascii: "T"): return (1 << 40, 0)
      case UInt8(ascii: "P"): return (1 << 50, 0)
      case UInt8(ascii: "E"): return (1 << 60, 0)
      default: return nil
      }
    }
    return first | 0x20 == UInt8(ascii: "e") ? exponent(text, from: start + 1).map { (1, $0) } : nil
  }

  /// A whole number with or without a sign, up to 10,000 either way.
  private static func exponent(_ text: Span<UInt8>, from start: Int) -> Int? {
    var index = start
    let negative = text[index] == UInt8(ascii: "-")
    if negative || text[index] == UInt8(ascii: "+") { index += 1 }
    guard index < text.count else { return nil }
    var value = 0
    while index < text.count {
      guard text[index] >= 48, text[index] <= 57, value < 10_000 else { return nil }
      value = value * 10 + Int(text[index] - 48)
      index += 1
    }
    return value < 10_000 ? negative ? -value : value : nil
  }

  public static func < (left: Quantity, right: Quantity) -> Bool { left.nano < right.nano }

  public var sign: Int { nano.signum() == 0 ? 0 : nano < 0 ? -1 : 1 }

  /// The value as an integer, when it is one of 64 bits.
  public var integer: Int64? { nano % Quantity.unit == 0 ? Int64(exactly: nano / Quantity.unit) : nil }

  public var approximate: Double { Double(nano) / 1e9 }

  /// The shortest decimal spelling, without a suffix.
  public var text: String {
    let magnitude = nano.magnitude
    let whole = magnitude / UInt128(Quantity.unit)
    var fraction = String(magnitude % UInt128(Quantity.unit))
    fraction = String(repeating: "0", count: 9 - fraction.count) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    return (nano < 0 ? "-" : "") + String(whole) + (fraction.isEmpty ? "" : "." + fraction)
  }
}
