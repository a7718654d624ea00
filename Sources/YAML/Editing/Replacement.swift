/// Text of a file that gives way to another text; empty places are insertions.
public struct Replacement: Sendable, Hashable {
  public let start: Position
  /// Exclusive.
  public let end: Position
  public let text: String

  public init(start: Position, end: Position, text: String) {
    self.start = start
    self.end = end
    self.text = text
  }

  /// Whether two of them, in the order of the text, change the same text or meet at one place.
  public static func overlap(_ first: Replacement, _ second: Replacement) -> Bool { second.start <= first.end }
}

extension [Replacement] {
  /// The bytes of a UTF-8 text with the replacements made; nil where they overlap or lie beyond its end, and for UTF-16.
  ///
  /// Lines and columns count as in `Position`; a byte order mark is no character.
  /// - Complexity: O(bytes + replacements · log replacements).
  public func applied(to bytes: [UInt8]) -> [UInt8]? {
    if bytes.count >= 2, Transcoder.utf16ByteOrder(bytes[0], bytes[1]) != nil { return nil }
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    let body = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
    return body.withUnsafeBufferPointer { text in
      var walk = LineWalk(text)
      var out: [UInt8] = []
      out += bytes[..<body.startIndex]
      var copied = 0
      for replacement in sorted(by: { $0.start < $1.start }) {
        guard let start = walk.offset(of: replacement.start), start >= copied,
          let end = walk.offset(of: replacement.end), end >= start
        else { return nil }
        out += text[copied..<start]
        out += replacement.text.utf8
        copied = end
      }
      out += text[copied...]
      return out
    }
  }
}

/// Finds the bytes of positions that come in order.
private struct LineWalk {
  private let text: UnsafeBufferPointer<UInt8>
  private var byte = 0
  private var line = 1
  private var column = 1

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  mutating func offset(of position: Position) -> Int? {
    while (line, column) < (position.line, position.column) {
      guard byte < text.count else { return nil }
      let first = text[byte]
      byte += first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
      if first == 0x0a || (first == 0x0d && !(byte < text.count && text[byte] == 0x0a)) {
        line += 1
        column = 1
      } else {
        column += first < 0xf0 ? 1 : 2
      }
    }
    return line == position.line && column == position.column && byte <= text.count ? byte : nil
  }
}
