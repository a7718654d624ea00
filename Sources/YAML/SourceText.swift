/// A text in memory with the lines and columns of its characters.
///
/// For texts that are kept whole, such as policies and configuration.
public struct SourceText: Sendable {
  public let bytes: [UInt8]
  private let marks: [Locator.Mark]

  public init(_ text: String) {
    bytes = Array(text.utf8)
    marks = bytes.withUnsafeBufferPointer { buffer in
      let locator = Locator(buffer, firstLine: 1)
      _ = locator.position(of: .max)
      return locator.marks
    }
  }

  /// The line and column of an offset in characters. Cost: bounded, however long the text.
  public func position(of character: Int) -> Position {
    bytes.withUnsafeBufferPointer { Locator($0, marks: marks).position(of: character) }
  }

  /// A line's text without its end; empty beyond the last.
  public func line(_ number: Int) -> String {
    var rest = bytes[...]
    for _ in 1..<max(number, 1) {
      guard let end = rest.firstIndex(of: 0x0a) else { return "" }
      rest = rest[(end + 1)...]
    }
    return String(decoding: rest.prefix { $0 != 0x0a }.filter { $0 != 0x0d }, as: UTF8.self)
  }

  /// Where a character of a scalar's value stands in the text, as an offset in characters.
  ///
  /// The value is walked beside its source: line folds, indentation and escapes make them differ.
  public func character(atValueByte offset: Int, of node: NodeID, in tree: Tree) -> Int {
    let range = tree.range(node)
    let source = Array(
      String(decoding: bytes, as: UTF8.self).unicodeScalars.dropFirst(range.lowerBound).prefix(range.count))
    let value = Array(String(decoding: Array(tree.string(node).utf8.prefix(offset)), as: UTF8.self).unicodeScalars)
    var at = 0
    switch tree.style(node) {
    case .singleQuoted, .doubleQuoted: at = 1
    case .literal, .folded: at = (source.firstIndex(of: "\n") ?? -1) + 1
    case .plain, .block, .flow: break
    }
    let isBlock = tree.style(node) == .literal || tree.style(node) == .folded
    var indentation = 0
    if isBlock {
      at = SourceText.behindBlanks(source, at)
      indentation = at - (source[..<at].lastIndex(of: "\n").map { $0 + 1 } ?? 0)
    }
    for scalar in value {
      guard at < source.count else { break }
      if source[at] == "\n" || (source[at] == "\r" && tree.style(node) != .doubleQuoted) {
        // A break in the source is a blank or a break in the value; indentation and further breaks follow.
        at += 1
        if scalar == "\n", isBlock {
          // What a line is indented more than the first one belongs to the value.
          var line = at
          while line < source.count, line < at + indentation, source[line] == " " { line += 1 }
          if line < source.count, source[line] == "\n" { continue }
          at = line
        } else {
          at = SourceText.behindBlanks(source, at)
        }
      } else if source[at] == "\\", tree.style(node) == .doubleQuoted {
        at += SourceText.escapeLength(source, at)
      } else if source[at] == "'", tree.style(node) == .singleQuoted {
        at += 2
      } else {
        at += 1
      }
    }
    return range.lowerBound + min(at, source.count)
  }

  private static func behindBlanks(_ source: [Unicode.Scalar], _ start: Int) -> Int {
    var at = start
    while at < source.count, source[at] == " " || source[at] == "\n" || source[at] == "\r" || source[at] == "\t" {
      at += 1
    }
    return at
  }

  private static func escapeLength(_ source: [Unicode.Scalar], _ at: Int) -> Int {
    guard at + 1 < source.count else { return 1 }
    switch source[at + 1] {
    case "x": return 4
    case "u": return 6
    case "U": return 10
    default: return 2
    }
  }
}
