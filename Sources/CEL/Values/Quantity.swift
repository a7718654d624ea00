/// A Kubernetes resource quantity: an exact decimal in steps of 10⁻⁹ (apimachinery, `resource.Quantity`).
public struct Quantity: Hashable, Comparable, Sendable {
  /// The value in units of 10⁻⁹.
  public let nano: Int128

  public init(nano: Int128) { self.nano = nano }

  static let unit: Int128 = 1_000_000_000
  /// Amounts beyond this are capped, as the API server caps them.
  static let limit = Int128(Int64.max) * unit

  public static let suffixes = "n u m k M G T P E Ki Mi Gi Ti Pi Ei"

  /// Reads `500m`, `1.5Gi`, `1e3`; nil when the text is no quantity. Parts below 10⁻⁹ are rounded up, away from zero.
  public init?(parsing text: String) {
    var rest = Substring(text).utf8[...]
    var negative = false
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      negative = sign == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    let whole = rest.prefix { (48...57).contains($0) }
    rest = rest.dropFirst(whole.count)
    var fraction = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = rest.prefix { (48...57).contains($0) }
      rest = rest.dropFirst(fraction.count)
    }
    guard !(whole.isEmpty && fraction.isEmpty) else { return nil }
    guard let (multiplier, exponent) = Quantity.scale(Substring(rest)) else { return nil }
    // digits × multiplier × 10^(exponent - fraction.count), in units of 10⁻⁹
    var digits: Int128 = 0
    var power = exponent - fraction.count + 9
    for byte in Array(whole) + Array(fraction) {
      if digits > Quantity.limit * 1_000 {
        power += 1
        continue
      }
      digits = digits * 10 + Int128(byte - 48)
    }
    var value = digits
    var capped = false
    var rounds = false
    func multiply(_ factor: Int128) {
      let (product, overflow) = value.multipliedReportingOverflow(by: factor)
      if overflow { capped = true } else { value = product }
    }
    multiply(multiplier)
    while power > 0, value != 0, !capped {
      multiply(10)
      power -= 1
    }
    while power < 0, value != 0 {
      if value % 10 != 0 { rounds = true }
      value /= 10
      power += 1
    }
    if rounds { value += 1 }
    if capped || value > Quantity.limit { value = Quantity.limit }
    nano = negative ? -value : value
  }

  /// What a suffix multiplies by, as a factor and a power of ten.
  private static func scale(_ suffix: Substring) -> (Int128, Int)? {
    switch suffix {
    case "": return (1, 0)
    case "n": return (1, -9)
    case "u": return (1, -6)
    case "m": return (1, -3)
    case "k": return (1, 3)
    case "M": return (1, 6)
    case "G": return (1, 9)
    case "T": return (1, 12)
    case "P": return (1, 15)
    case "E": return (1, 18)
    case "Ki": return (1 << 10, 0)
    case "Mi": return (1 << 20, 0)
    case "Gi": return (1 << 30, 0)
    case "Ti": return (1 << 40, 0)
    case "Pi": return (1 << 50, 0)
    case "Ei": return (1 << 60, 0)
    default:
      guard suffix.first == "e" || suffix.first == "E", let exponent = Int(suffix.dropFirst()), abs(exponent) < 10_000
      else { return nil }
      return (1, exponent)
    }
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
