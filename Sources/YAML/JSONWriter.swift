/// Writing JSON text (RFC 8259), without line breaks or blanks.
public enum JSONWriter {
  /// Appends a string literal. Control characters, quotes and backslashes are escaped; so are U+2028 and U+2029, which
  /// JavaScript takes for line ends.
  public static func append(_ text: String, to out: inout String) {
    out += "\""
    escaping.append(text, to: &out)
    out += "\""
  }

  private static let escaping = Escaping(
    ["\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"], [0...0x1f, 0x7f...0x7f, 0x2028...0x2029]
  ) { scalar in
    let hex = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
  }

  /// A number as JSON has it; a double keeps a point or an exponent.
  public static func text(_ value: Double) -> String { value.description }
}

extension Tree {
  /// Appends the value of a node as JSON, aliases and merge keys resolved, each key once (the last one counts).
  public func appendJSON(of node: NodeID, to out: inout String) {
    switch kind(node) {
    case .mapping:
      out += "{"
      var first = true
      for (key, value) in entries(of: node) {
        if !first { out += "," }
        first = false
        JSONWriter.append(string(key), to: &out)
        out += ":"
        appendJSON(of: value, to: &out)
      }
      out += "}"
    case .sequence:
      out += "["
      var first = true
      for item in items(of: node) {
        if !first { out += "," }
        first = false
        appendJSON(of: item, to: &out)
      }
      out += "]"
    case .scalar, .alias:
      switch scalar(node) {
      case .null?, nil: out += "null"
      case .bool(let value)?: out += value ? "true" : "false"
      case .int(let value)?: out += String(value)
      case .uint(let value)?: out += String(value)
      case .double(let value)?: out += JSONWriter.text(value)
      case .string?: JSONWriter.append(string(node), to: &out)
      }
    }
  }
}
