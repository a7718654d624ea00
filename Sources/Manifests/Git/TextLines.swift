/// A text by its lines, each with the line break that ends it.
struct TextLines: Sendable {
  let bytes: [UInt8]
  /// Where each line begins, and where the text ends.
  private let starts: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    for (place, byte) in bytes.enumerated() where byte == 10 && place + 1 < bytes.count { starts.append(place + 1) }
    if bytes.isEmpty { starts = [] }
    self.starts = starts + [bytes.count]
  }

  var count: Int { starts.count - 1 }

  /// The bytes of some lines.
  subscript(lines: Range<Int>) -> ArraySlice<UInt8> { bytes[starts[lines.lowerBound]..<starts[lines.upperBound]] }
}
