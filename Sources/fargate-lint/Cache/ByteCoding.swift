/// Numbers of eight bytes, the lowest first, and byte strings behind their counts.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(byte: UInt8) { bytes.append(byte) }

  mutating func write(_ number: Int) {
    for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> (place * 8))) }
  }

  mutating func write(_ text: [UInt8]) {
    write(text.count)
    bytes += text
  }
}

/// Reads what `ByteWriter` wrote; nil at what it did not.
struct ByteReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func byte() -> UInt8? { rest.popFirst() }

  mutating func number() -> Int? {
    guard rest.count >= 8 else { return nil }
    var number = 0
    for (place, byte) in rest.prefix(8).enumerated() { number |= Int(byte) << (place * 8) }
    rest = rest.dropFirst(8)
    return number
  }

  mutating func bytes() -> [UInt8]? {
    guard let count = number(), count >= 0, count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }
}
