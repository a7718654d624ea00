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
