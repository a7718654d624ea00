/// What a format writes in place of some characters; all that lies between them is copied whole.
///
/// - Complexity: a text without any such character costs one look at each of its bytes.
public struct Escaping: Sendable {
  private let replacements: [Unicode.Scalar: String]
  /// For each byte of UTF-8, whether a character to replace may begin with it.
  private let isSuspect: [Bool]

  public init(_ replacements: [Unicode.Scalar: String]) {
    self.replacements = replacements
    var isSuspect = [Bool](repeating: false, count: 256)
    for scalar in replacements.keys { isSuspect[Int(Unicode.UTF8.encode(scalar)?.first ?? 0)] = true }
    self.isSuspect = isSuspect
  }

  /// - Parameter name: what is written in place of a character of the ranges that has no replacement of its own.
  public init(
    _ replacements: [Unicode.Scalar: String], _ ranges: [ClosedRange<UInt32>], as name: (Unicode.Scalar) -> String
  ) {
    var all: [Unicode.Scalar: String] = [:]
    for scalar in ranges.joined().compactMap(Unicode.Scalar.init) { all[scalar] = name(scalar) }
    self.init(all.merging(replacements) { $1 })
  }

  public func append(_ text: String, to out: inout String) {
    let isPlain = text.utf8.withContiguousStorageIfAvailable { bytes in
      !bytes.contains { isSuspect[Int($0)] }
    }
    if isPlain == true {
      out += text
      return
    }
    var copied = text.startIndex
    var place = copied
    while let found = text.utf8[place...].firstIndex(where: { isSuspect[Int($0)] }) {
      place = text.unicodeScalars.index(after: found)
      guard let replacement = replacements[text.unicodeScalars[found]] else { continue }
      out += text[copied..<found]
      out += replacement
      copied = place
    }
    out += text[copied...]
  }

  public func callAsFunction(_ text: String) -> String {
    var out = ""
    append(text, to: &out)
    return out
  }
}
