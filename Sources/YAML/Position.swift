/// A place in a file, as people and SARIF count: both from 1, the column in UTF-16 units.
public struct Position: Hashable, Comparable, Sendable {
  // Half the size of two integers: a finding keeps two places.
  private let storedLine: UInt32
  private let storedColumn: UInt32

  public var line: Int { Int(storedLine) }
  public var column: Int { Int(storedColumn) }

  public init(line: Int, column: Int) {
    storedLine = UInt32(clamping: line)
    storedColumn = UInt32(clamping: column)
  }

  public static func < (left: Position, right: Position) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// Turns offsets in characters into lines and columns, late and only for what is reported.
///
/// A line ends with LF, CR LF or CR. The text is passed over once; each answer starts from a mark at most 4,096
/// characters before it.
final class Locator {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var marks: [Mark]
  private var last: Mark

  struct Mark {
    var byte = 0
    var character = 0
    var line: Int
    var column = 1
  }

  private static let spacing = 4_096

  init(_ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int) {
    self.bytes = bytes
    last = Mark(line: firstLine)
    marks = [last]
  }

  /// Goes on from the marks of another locator of the same bytes, the first of them at the start.
  init(_ bytes: UnsafeBufferPointer<UInt8>, marks: [Mark]) {
    self.bytes = bytes
    self.marks = marks
    last = marks[0]
  }

  func position(of target: Int) -> Position {
    let mark = mark(at: target)
    return Position(line: mark.line, column: mark.column)
  }

  /// Offset in bytes of a character.
  func byteOffset(of target: Int) -> Int { mark(at: target).byte }

  /// Whether the next eight bytes are ASCII and end no line.
  private func isPlain(at byte: Int) -> Bool {
    guard byte + 8 <= bytes.count else { return false }
    let word = UnsafeRawPointer(bytes.baseAddress! + byte).loadUnaligned(as: UInt64.self)
    return (word | Locator.below(0x0e, word)) & 0x8080_8080_8080_8080 == 0
  }

  /// Sets the high bit of some byte if one is below a limit, all being ASCII.
  private static func below(_ limit: UInt64, _ word: UInt64) -> UInt64 {
    (word &- limit &* 0x0101_0101_0101_0101) & ~word
  }

  private func mark(at target: Int) -> Mark {
    var mark = last
    if target < mark.character || target - mark.character > Locator.spacing {
      mark = marks[min(max(target, 0) / Locator.spacing, marks.count - 1)]
    }
    while mark.character < target, mark.byte < bytes.count {
      if target - mark.character >= 8, marks.count * Locator.spacing - mark.character > 8, isPlain(at: mark.byte) {
        mark.byte += 8
        mark.character += 8
        mark.column += 8
        continue
      }
      let first = bytes[mark.byte]
      if first < 0x80 {
        mark.byte += 1
        if first == 0x0a || (first == 0x0d && !(mark.byte < bytes.count && bytes[mark.byte] == 0x0a)) {
          mark.line += 1
          mark.column = 1
        } else {
          mark.column += 1
        }
      } else {
        mark.byte += first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
        mark.column += first < 0xf0 ? 1 : 2
      }
      mark.character += 1
      if mark.character == marks.count * Locator.spacing { marks.append(mark) }
    }
    last = mark
    return mark
  }
}
