import Foundation

/// Doubles as text.
enum Decimal {
  /// In the fewest digits that read back as the same number; with an exponent below 10⁻⁴ and from 10⁶ on, as Go has it.
  static func text(_ value: Double) -> String {
    guard let (digits, exponent) = parts(value) else { return special(value) }
    return exponent < -4 || exponent >= 6 ? exponential(value, digits, exponent) : plain(value)
  }

  private static func exponential(_ value: Double, _ digits: String, _ exponent: Int) -> String {
    let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
    let power = String(abs(exponent))
    return (value.sign == .minus ? "-" : "") + digits.prefix(1) + fraction + "e" + (exponent < 0 ? "-" : "+")
      + (power.count < 2 ? "0" : "") + power
  }

  /// In the fewest digits, never with an exponent.
  static func plain(_ value: Double) -> String {
    guard let (digits, exponent) = parts(value) else { return special(value) }
    let sign = value.sign == .minus ? "-" : ""
    if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
    if digits.count <= exponent + 1 {
      return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count)
    }
    return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
  }

  /// With `precision` digits after the point.
  static func fixed(_ value: Double, _ precision: Int) -> String {
    value.isFinite ? String(format: "%.\(precision)f", value) : special(value)
  }

  /// One digit before the point, `precision` after it, and a power of ten.
  static func scientific(_ value: Double, _ precision: Int) -> String {
    value.isFinite ? String(format: "%.\(precision)e", value) : special(value)
  }

  private static func special(_ value: Double) -> String { value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity" }

  /// The significant digits and the power of ten of the first; nil for infinity and NaN.
  private static func parts(_ value: Double) -> (digits: String, exponent: Int)? {
    guard value.isFinite else { return nil }
    let pieces = value.magnitude.description.split(separator: "e")
    let number = pieces[0].split(separator: ".")
    var exponent = (pieces.count > 1 ? Int(pieces[1]) ?? 0 : 0) + number[0].count - 1
    var digits = String(number.joined())
    while digits.count > 1, digits.first == "0" {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.count > 1, digits.last == "0" { digits.removeLast() }
    return digits == "0" ? ("0", 0) : (digits, exponent)
  }
}
