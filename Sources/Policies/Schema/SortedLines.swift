/// Lines in the order of their bytes, of which those with a beginning are found by halving.
struct SortedLines: Sendable {
  private let bytes: [UInt8]
  private static let lineEnd = UInt8(ascii: "\n")

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The lines that start with a prefix, in their order.
  func starting(with prefix: String) -> [ArraySlice<UInt8>] {
    let prefix = Array(prefix.utf8)
    var result: [ArraySlice<UInt8>] = []
    var start = firstLine(notBefore: prefix)
    while start < bytes.count {
      let end = endOfLine(start)
      guard bytes[start..<end].starts(with: prefix) else { break }
      result.append(bytes[start..<end])
      start = end + 1
    }
    return result
  }

  private func firstLine(notBefore prefix: [UInt8]) -> Int {
    var low = 0
    var high = bytes.count
    while low < high {
      let middle = (low + high) / 2
      let start = bytes[low..<middle].lastIndex(of: SortedLines.lineEnd).map { $0 + 1 } ?? low
      let end = endOfLine(middle)
      if bytes[start..<end].prefix(prefix.count).lexicographicallyPrecedes(prefix) {
        low = end + 1
      } else {
        high = start
      }
    }
    return low
  }

  private func endOfLine(_ place: Int) -> Int {
    bytes[place...].firstIndex(of: SortedLines.lineEnd) ?? bytes.count
  }
}
