/// Go's `strconv.FormatFloat(value, 'g', -1, 32)`: how a number that is a key is spelled in JSON.
func goShortest(_ value: Float) -> String {
  guard value.isFinite else { return value.isNaN ? ".nan" : value < 0 ? "-.inf" : ".inf" }
  guard value != 0 else { return value.sign == .minus ? "-0" : "0" }
  let (digits, exponent) = shortestDigits(value.magnitude.description)
  let sign = value < 0 ? "-" : ""
  if exponent < -4 || exponent >= 6 || exponent >= 21 {
    let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
    let magnitude = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
    return sign + digits.prefix(1) + fraction + "e" + (exponent < 0 ? "-" : "+") + magnitude
  }
  if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
  if digits.count <= exponent + 1 { return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count) }
  return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
}

/// The significant digits of a decimal number as Swift prints it, and the power of ten of the first.
private func shortestDigits(_ text: String) -> (String, Int) {
  let parts = text.split(separator: "e", maxSplits: 1)
  var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
  let number = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
  var digits = String(number[0]) + (number.count > 1 ? String(number[1]) : "")
  exponent += number[0].count - 1
  let leading = digits.prefix { $0 == "0" }.count
  digits.removeFirst(leading)
  exponent -= leading
  while digits.last == "0" { digits.removeLast() }
  return (digits, exponent)
}

/// Standard base64 with padding, line breaks allowed, as Go's decoder takes it; nil when it is none.
func base64Decoded(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
  var bytes: [UInt8] = []
  var bits: UInt32 = 0
  var have = 0
  var padding = 0
  for byte in text where byte != 10 && byte != 13 {
    if byte == UInt8(ascii: "=") {
      padding += 1
      bits <<= 6
    } else {
      guard padding == 0 else { return nil }
      let value: UInt32
      switch byte {
      case 65...90: value = UInt32(byte) - 65
      case 97...122: value = UInt32(byte) - 71
      case 48...57: value = UInt32(byte) + 4
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      default: return nil
      }
      bits = bits << 6 | value
    }
    have += 1
    if have == 4 {
      guard padding <= 2 else { return nil }
      bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
      if padding < 2 { bytes.append(UInt8(truncatingIfNeeded: bits >> 8)) }
      if padding < 1 { bytes.append(UInt8(truncatingIfNeeded: bits)) }
      (bits, have) = (0, 0)
      if padding > 0 { have = 4 }
    } else if have > 4 {
      return nil
    }
  }
  return have == 0 || have == 4 ? bytes : nil
}
