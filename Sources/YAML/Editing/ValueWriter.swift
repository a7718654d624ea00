/// Writes values as YAML or JSON.
struct ValueWriter {
  enum Style { case block, flow, json }

  let style: Style
  /// Ends the lines that it writes.
  var lineBreak = "\n"

  /// In columns, of what stands in a block within another.
  static let step = 2

  // MARK: Scalars

  /// A text without quotes where it reads as itself, else as a JSON string, which YAML takes too.
  func text(_ text: String) -> String {
    style != .json && ValueWriter.isPlain(text, inFlow: style == .flow) ? text : ValueWriter.quoted(text)
  }

  /// A text in the quotes that stood there before, as far as it can be.
  func text(_ text: String, like old: NodeStyle) -> String {
    switch old {
    case .doubleQuoted: ValueWriter.quoted(text)
    case .singleQuoted where style != .json && text.unicodeScalars.allSatisfy(ValueWriter.isPrintable):
      "'" + text.replacing("'", with: "''") + "'"
    default: self.text(text)
    }
  }

  private static func quoted(_ text: String) -> String {
    var out = ""
    JSONWriter.append(text, to: &out)
    return out
  }

  /// Whether a plain scalar would be read as this text.
  static func isPlain(_ text: String, inFlow: Bool) -> Bool {
    let scalars = text.unicodeScalars
    guard let first = scalars.first, let last = scalars.last, scalars.allSatisfy(isPrintable), first != " ",
      last != " ", last != ":", !"-?:,[]{}#&*!|>'\"%@`=".unicodeScalars.contains(first),
      !text.contains(": "), !text.contains(" #")
    else { return false }
    if inFlow, scalars.contains(where: { ",[]{}:?".unicodeScalars.contains($0) }) { return false }
    return Array(text.utf8).withUnsafeBufferPointer { Scalar.resolving(plain: $0) == .scalar(.string) }
  }

  /// Whether a character may stand in a line without an escape.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7e, 0xa0...0x2027, 0x202a...0xd7ff, 0xe000...0xfefe, 0xff00...0xfffd, 0x1_0000...0x10_ffff: true
    default: false
    }
  }

  // MARK: Values

  /// A value on one line.
  func inline(_ value: EditValue) -> String {
    switch value {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .uint(let value): return String(value)
    case .double(let value): return JSONWriter.text(value)
    case .string(let text): return self.text(text)
    case .list(let items):
      let inner = inFlow
      return "[" + items.map { inner.inline($0) }.joined(separator: ", ") + "]"
    case .map(let entries):
      let inner = inFlow
      return "{" + entries.map { inner.entry($0) }.joined(separator: ", ") + "}"
    }
  }

  private var inFlow: ValueWriter { style == .block ? ValueWriter(style: .flow, lineBreak: lineBreak) : self }

  /// A key with its value, in a flow mapping.
  func entry(_ entry: EditValue.Entry) -> String { "\(text(entry.key)): \(inline(entry.value))" }

  /// An entry of a block mapping, from its key on; further lines are indented, the last one is not ended.
  func block(_ entry: EditValue.Entry, column: Int) -> String {
    text(entry.key) + ":" + block(entry.value, below: column)
  }

  /// What follows a key's colon, or the dash of an item.
  func block(_ value: EditValue, below column: Int) -> String {
    switch value {
    case .map(let entries) where !entries.isEmpty:
      let inner = column + ValueWriter.step
      return entries.map { lineBreak + blanks(inner) + block($0, column: inner) }.joined()
    case .list(let items) where !items.isEmpty:
      let inner = column + ValueWriter.step
      return items.map { lineBreak + blanks(inner) + self.item($0, column: inner) }.joined()
    default: return " " + inline(value)
    }
  }

  /// An item of a block sequence, from its dash on.
  func item(_ value: EditValue, column: Int) -> String {
    guard case .map(let entries) = value, !entries.isEmpty else { return "-" + block(value, below: column) }
    let inner = column + ValueWriter.step
    return "- " + entries.map { block($0, column: inner) }.joined(separator: lineBreak + blanks(inner))
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}
