/// An IP address of either family, without a zone.
public struct IPAddress: Hashable, Sendable {
  /// 4 or 16 bytes in network order.
  let bytes: [UInt8]

  /// Reads `192.168.0.1` and `2001:db8::68`; nil for anything else. Numbers with leading zeros, zones and IPv4-mapped
  /// addresses are refused, as Kubernetes refuses them.
  public init?(parsing text: String) {
    guard let bytes = text.contains(":") ? IPAddress.version6(text) : IPAddress.version4(Substring(text)) else {
      return nil
    }
    self.bytes = bytes
    if bytes.count == 16, bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 255, bytes[11] == 255 { return nil }
  }

  init(bytes: [UInt8]) { self.bytes = bytes }

  private static func version4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      guard part.allSatisfy(\.isDigit), part == "0" || part.first != "0", let byte = UInt8(part) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  private static func version6(_ text: String) -> [UInt8]? {
    // Around one `::`, or the whole.
    guard !text.contains(":::") else { return nil }
    let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    guard halves.count <= 2 else { return nil }
    var parts: [[UInt8]] = []
    for (place, half) in halves.enumerated() {
      guard let bytes = groups(half, last: place == halves.count - 1) else { return nil }
      parts.append(bytes)
    }
    guard parts.count == 2 else { return parts[0].count == 16 ? parts[0] : nil }
    let missing = 16 - parts[0].count - parts[1].count
    guard missing >= 2 else { return nil }
    return parts[0] + [UInt8](repeating: 0, count: missing) + parts[1]
  }

  /// The bytes of `2001:db8`; the last group of all may be an IPv4 address.
  private static func groups(_ text: Substring, last: Bool) -> [UInt8]? {
    guard !text.isEmpty else { return [] }
    var bytes: [UInt8] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (place, part) in parts.enumerated() {
      if last, place == parts.count - 1, part.contains(".") {
        guard let embedded = version4(part) else { return nil }
        bytes += embedded
      } else {
        guard (1...4).contains(part.count), part.allSatisfy({ $0.isASCII && $0.isHexDigit }),
          let group = UInt16(part, radix: 16)
        else { return nil }
        bytes += [UInt8(group >> 8), UInt8(group & 255)]
      }
    }
    return bytes
  }

  /// As RFC 5952 has it: lower case, the longest run of two zero groups or more as `::`.
  public var text: String {
    guard bytes.count == 16 else { return bytes.map(String.init).joined(separator: ".") }
    let groups = (0..<8).map { UInt16(bytes[$0 * 2]) << 8 | UInt16(bytes[$0 * 2 + 1]) }
    var longest = 0..<0
    var place = 0
    while place < 8 {
      let end = groups[place...].firstIndex { $0 != 0 } ?? 8
      if end - place > max(longest.count, 1) { longest = place..<end }
      place = max(end, place + 1)
    }
    func shown(_ groups: ArraySlice<UInt16>) -> String { groups.map { String($0, radix: 16) }.joined(separator: ":") }
    if longest.isEmpty { return shown(groups[...]) }
    return shown(groups[..<longest.lowerBound]) + "::" + shown(groups[longest.upperBound...])
  }

  public var family: Int { bytes.count == 4 ? 4 : 6 }

  public var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } }

  public var isLoopback: Bool {
    bytes.count == 4 ? bytes[0] == 127 : bytes[15] == 1 && bytes[..<15].allSatisfy { $0 == 0 }
  }

  public var isLinkLocalUnicast: Bool {
    bytes.count == 4 ? bytes[0] == 169 && bytes[1] == 254 : bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80
  }

  public var isLinkLocalMulticast: Bool {
    bytes.count == 4
      ? bytes[0] == 224 && bytes[1] == 0 && bytes[2] == 0 : bytes[0] == 0xff && bytes[1] & 0x0f == 0x02
  }

  private var isMulticast: Bool { bytes.count == 4 ? bytes[0] & 0xf0 == 0xe0 : bytes[0] == 0xff }

  public var isGlobalUnicast: Bool {
    !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast && bytes != [255, 255, 255, 255]
  }
}

/// A block of addresses, `192.168.0.0/24`; bits of the host are kept.
public struct CIDR: Hashable, Sendable {
  public let address: IPAddress
  public let prefixLength: Int

  /// nil when the text is no address, `/` and a length that fits it, without leading zeros.
  public init?(parsing text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(parsing: String(parts[0])), parts[1].allSatisfy(\.isDigit),
      parts[1] == "0" || parts[1].first != "0", let length = Int(parts[1]), length <= address.bytes.count * 8
    else { return nil }
    self.address = address
    prefixLength = length
  }

  private init(address: IPAddress, prefixLength: Int) {
    self.address = address
    self.prefixLength = prefixLength
  }

  public var text: String { "\(address.text)/\(prefixLength)" }

  /// Without bits of the host.
  public var masked: CIDR {
    let bytes = address.bytes.enumerated().map { place, byte in
      let kept = min(max(prefixLength - place * 8, 0), 8)
      return byte & UInt8(truncatingIfNeeded: 0xff00 >> kept)
    }
    return CIDR(address: IPAddress(bytes: bytes), prefixLength: prefixLength)
  }

  public func contains(_ other: IPAddress) -> Bool {
    other.bytes.count == address.bytes.count
      && CIDR(address: other, prefixLength: prefixLength).masked.address == masked.address
  }

  public func contains(_ other: CIDR) -> Bool { other.prefixLength >= prefixLength && contains(other.address) }
}
