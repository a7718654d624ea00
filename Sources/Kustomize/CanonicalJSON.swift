import YAML

extension Element {
  /// The value as Go's `encoding/json` writes it: keys sorted, `<`, `>` and `&` escaped.
  var canonicalJSON: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to output: inout String) {
    switch kind {
    case .mapping:
      output += "{"
      let sorted = fields.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      for (number, field) in sorted.enumerated() {
        if number > 0 { output += "," }
        CanonicalJSON.write(field.name, to: &output)
        output += ":"
        field.value.write(to: &output)
      }
      output += "}"
    case .sequence:
      output += "["
      for (number, item) in items.enumerated() {
        if number > 0 { output += "," }
        item.write(to: &output)
      }
      output += "]"
    case .scalar:
      switch settledTag {
      case .null: output += "null"
      case .bool: output += text.lowercased()
      case .int, .float: output += CanonicalJSON.number(text)
      case .string, .timestamp, .untagged: CanonicalJSON.write(text, to: &output)
      }
    }
  }
}

enum CanonicalJSON {
  static func write(_ text: String, to output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case "\u{8}": output += "\\b"
      case "\u{c}": output += "\\f"
      case "<", ">", "&", "\u{2028}", "\u{2029}": output += escape(scalar)
      default:
        if scalar.value < 0x20 { output += escape(scalar) } else { output.unicodeScalars.append(scalar) }
      }
    }
    output += "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
  }

  /// A whole number as Go writes it from a double.
  static func whole(_ number: Double) -> String {
    if abs(number) < 1e21, let whole = Int128(exactly: number) { return "\(whole)" }
    return signed("\(number)")
  }

  /// A number as Go writes it for people, which is how kustomize makes text of it.
  static func shortest(_ number: Double) -> String {
    let size = abs(number)
    if size == 0 || size >= 1e-4 && size < 1e6 { return whole(number, or: "\(number)") }
    // Swift writes digits and an exponent from 1e16 and below 1e-4 only.
    let far = "\(number)"
    guard !far.contains("e") else { return signed(far) }
    let digits = far.filter { $0.isNumber }.drop { $0 == "0" }
    let exponent = far.drop { $0 == "-" }.prefix { $0 != "." }.count - 1
    var mantissa = String(digits.prefix(1))
    var rest = String(digits.dropFirst())
    while rest.last == "0" { rest.removeLast() }
    if !rest.isEmpty { mantissa += ".\(rest)" }
    return "\(number < 0 ? "-" : "")\(mantissa)e+\(exponent < 10 ? "0" : "")\(exponent)"
  }

  private static func whole(_ number: Double, or text: String) -> String {
    number == number.rounded() ? whole(number) : text
  }

  /// With the sign that Go gives every exponent.
  private static func signed(_ number: String) -> String {
    guard let exponent = number.firstIndex(of: "e"), number[exponent...].dropFirst().first?.isNumber ?? false else {
      return number
    }
    return "\(number[..<exponent])e+\(number[number.index(after: exponent)...])"
  }

  /// A number by its value, however it is spelled.
  static func number(_ text: String) -> String {
    if CoreType(plain: text) == .float, let number = Double(text), number == number.rounded() { return whole(number) }
    var json = ""
    if let tree = try? Tree.parse(text).first, let root = tree.root { tree.appendJSON(of: root, to: &json) }
    return json.isEmpty ? text : signed(json)
  }
}
