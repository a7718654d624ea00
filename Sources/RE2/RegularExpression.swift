import CRE2

/// A regular expression in RE2's syntax, which CEL's `matches` is defined by; matching takes linear time.
public final class RegularExpression: @unchecked Sendable {
  // RE2 objects may be used by many threads at once; the pointer never changes and never leaves this file.
  private let handle: OpaquePointer
  /// The number of characters of the pattern.
  package let patternSize: Int

  public struct PatternError: Error, Sendable {
    public let message: String
  }

  public init(_ pattern: String) throws(PatternError) {
    var pattern = pattern
    let made = pattern.withUTF8 { cre2_compile($0.baseAddress, $0.count) }
    guard let made else { throw PatternError(message: "not enough memory") }
    if let text = cre2_error(made) {
      let message = String(cString: text)
      cre2_delete(made)
      throw PatternError(message: message)
    }
    handle = made
    patternSize = pattern.unicodeScalars.count
  }

  deinit { cre2_delete(handle) }

  /// Whether the expression matches anywhere in the text.
  public func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { cre2_matches(handle, $0.baseAddress, $0.count) }
  }

  package func matches(_ text: Span<UInt8>) -> Bool {
    // RE2 takes a C pointer, and keeps none.
    text.withUnsafeBufferPointer { cre2_matches(handle, $0.baseAddress, $0.count) }
  }

  /// The number of its capturing groups.
  package var groupCount: Int { Int(cre2_group_count(handle)) }

  /// The first match at or after byte `start`: byte ranges of the whole and of each group; nil where there is none.
  package func firstMatch(in text: String, from start: Int) -> [Range<Int>?]? {
    let count = groupCount + 1
    var ranges = [Int](repeating: -1, count: count * 2)
    var text = text
    let found = text.withUTF8 { bytes in
      ranges.withUnsafeMutableBufferPointer {  // RE2 writes two numbers a group, `count` groups.
        cre2_find(handle, bytes.baseAddress, bytes.count, start, $0.baseAddress, count)
      }
    }
    guard found else { return nil }
    return (0..<count).map { ranges[$0 * 2] < 0 ? nil : ranges[$0 * 2]..<ranges[$0 * 2 + 1] }
  }
}
