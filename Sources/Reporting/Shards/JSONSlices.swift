/// Takes a JSON text apart without reading it whole, so that a report of any size needs the memory of one finding.
///
/// It trusts the text where it does not look: what it cuts out is for a reader of JSON to judge.
struct JSONSlices {
  private let bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  struct Failure: Error {
    let expected: String
    /// In bytes.
    let offset: Int
  }

  /// The values of an object's members, by name; the last of equal names counts.
  func members() throws(Failure) -> [String: ArraySlice<UInt8>] {
    var members: [String: ArraySlice<UInt8>] = [:]
    try forEachPart(open: UInt8(ascii: "{"), close: UInt8(ascii: "}")) { place throws(Failure) in
      let key = try value(&place)
      guard key.first == UInt8(ascii: "\"") else { throw Failure(expected: "a key in double quotes", offset: place) }
      skipSpace(&place)
      try take(UInt8(ascii: ":"), &place)
      skipSpace(&place)
      members[String(decoding: key.dropFirst().dropLast(), as: UTF8.self)] = try value(&place)
    }
    return members
  }

  /// The items of an array.
  func elements() throws(Failure) -> [ArraySlice<UInt8>] {
    var elements: [ArraySlice<UInt8>] = []
    try forEachPart(open: UInt8(ascii: "["), close: UInt8(ascii: "]")) { place throws(Failure) in
      elements.append(try value(&place))
    }
    return elements
  }

  // MARK: Scanning

  private func forEachPart(
    open: UInt8, close: UInt8, _ part: (inout Int) throws(Failure) -> Void
  ) throws(Failure) {
    var place = bytes.startIndex
    skipSpace(&place)
    try take(open, &place)
    skipSpace(&place)
    if peek(place) == close { return }
    while true {
      skipSpace(&place)
      try part(&place)
      skipSpace(&place)
      if peek(place) == close { return }
      try take(UInt8(ascii: ","), &place)
    }
  }

  /// Passes a value and gives its text.
  private func value(_ place: inout Int) throws(Failure) -> ArraySlice<UInt8> {
    let start = place
    var depth = 0
    repeat {
      switch peek(place) {
      case nil: throw Failure(expected: "a value", offset: place)
      case UInt8(ascii: "\""): try passString(&place)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        place += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { throw Failure(expected: "a value", offset: place) }
        depth -= 1
        place += 1
      default:
        place += 1
        if depth == 0 { while let byte = peek(place), !JSONSlices.ends(byte) { place += 1 } }
      }
    } while depth > 0
    return bytes[start..<place]
  }

  private func passString(_ place: inout Int) throws(Failure) {
    let start = place
    place += 1
    while let byte = peek(place) {
      place += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") { return }
    }
    throw Failure(expected: "the end of the text that begins here", offset: start)
  }

  /// Whether a byte ends a number or a word.
  private static func ends(_ byte: UInt8) -> Bool {
    byte <= UInt8(ascii: " ") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
  }

  private func peek(_ place: Int) -> UInt8? { place < bytes.endIndex ? bytes[place] : nil }

  private func skipSpace(_ place: inout Int) {
    while let byte = peek(place), byte <= UInt8(ascii: " ") { place += 1 }
  }

  private func take(_ byte: UInt8, _ place: inout Int) throws(Failure) {
    guard peek(place) == byte else {
      throw Failure(expected: "`\(Character(Unicode.Scalar(byte)))`", offset: place)
    }
    place += 1
  }
}
