extension Tree {
  /// Whether the text of a scalar holds the mark of a later substitution, so that its value is not known yet:
  /// `${NAME}`, `${NAME:=default}`, `$(NAME)`, `{{ template }}`, `<placeholder>`.
  public func isPlaceholder(_ node: NodeID) -> Bool {
    guard mayHavePlaceholders, kind(node) == .scalar else { return false }
    return withUTF8(node) { text in
      var index = 0
      while index + 2 < text.count {
        switch text[index] {
        case UInt8(ascii: "$"):
          if text[index + 1] == UInt8(ascii: "{"), Tree.closes(text, from: index + 2, with: UInt8(ascii: "}")) {
            return true
          }
          if text[index + 1] == UInt8(ascii: "("), Tree.closes(text, from: index + 2, with: UInt8(ascii: ")")) {
            return true
          }
        case UInt8(ascii: "{") where text[index + 1] == UInt8(ascii: "{"):
          return true
        case UInt8(ascii: "<") where !Tree.isGroup(text, at: index):
          if Tree.closes(text, from: index + 1, with: UInt8(ascii: ">")) { return true }
        default: break
        }
        index += 1
      }
      return false
    }
  }

  /// Whether a name begins at `start` and the mark ends on the same line.
  private static func closes(_ text: borrowing Span<UInt8>, from start: Int, with end: UInt8) -> Bool {
    guard isLetter(text[start]) else { return false }
    var index = start + 1
    while index < text.count, index - start < 256 {
      let byte = text[index]
      if byte == end { return true }
      if end != UInt8(ascii: "}") {
        guard isLetter(byte) || (48...57).contains(byte) || byte == 45 || byte == 46 || byte == 32 else { return false }
      } else if byte == 10 {
        return false
      }
      index += 1
    }
    return false
  }

  /// Whether `<` begins the name of a group in a regular expression: `(?<name>`, `(?P<name>`, `\\k<name>`.
  private static func isGroup(_ text: borrowing Span<UInt8>, at start: Int) -> Bool {
    guard start >= 2 else { return false }
    switch (text[start - 2], text[start - 1]) {
    case (UInt8(ascii: "("), UInt8(ascii: "?")), (UInt8(ascii: "?"), UInt8(ascii: "P")),
      (UInt8(ascii: "\\"), UInt8(ascii: "k")), (UInt8(ascii: "\\"), UInt8(ascii: "g")):
      return true
    default: return false
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
  }
}
