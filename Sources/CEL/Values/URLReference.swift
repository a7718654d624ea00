/// An absolute URI or an absolute path, read as Kubernetes reads them (RFC 3986; Go, `net/url`).
public struct URLReference: Hashable, Sendable {
  /// As given.
  public let text: String
  /// Lower case; empty for a path.
  public let scheme: String
  /// With the port; an IPv6 address in its brackets.
  public let host: String
  public let escapedPath: String
  private let rawQuery: Substring

  public init?(parsing text: String) {
    // The whole must be a request's URI, where a fragment counts to what it follows; its parts are those without it.
    let fragment = text.firstIndex(of: "#")
    guard let whole = Parts(Substring(text)), let parts = fragment.map({ Parts(text[..<$0]) }) ?? whole,
      URLReference.unescaped(fragment.map { text[$0...] } ?? "", plusIsSpace: false) != nil
    else { return nil }
    self.text = text
    scheme = parts.scheme
    host = parts.host
    escapedPath = parts.escapedPath
    rawQuery = parts.query
  }

  private struct Parts {
    var scheme = ""
    var host = ""
    var escapedPath = ""
    var query = Substring()

    init?(_ text: Substring) {
      guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { return nil }
      var rest = text
      guard let scheme = URLReference.scheme(&rest) else { return nil }
      self.scheme = scheme.lowercased()
      if let mark = rest.firstIndex(of: "?") {
        query = rest[rest.index(after: mark)...]
        rest = rest[..<mark]
      }
      // `mailto:a@b` has no host and no path.
      guard rest.hasPrefix("/") else {
        if scheme.isEmpty { return nil }
        return
      }
      if !scheme.isEmpty, rest.hasPrefix("//") {
        rest = rest.dropFirst(2)
        let authority = rest.prefix { $0 != "/" }
        rest = rest.dropFirst(authority.count)
        guard let host = URLReference.host(authority) else { return nil }
        self.host = host
      }
      guard let path = URLReference.unescaped(rest, plusIsSpace: false) else { return nil }
      escapedPath = rest.utf8.allSatisfy(URLReference.mayStandInPath) ? String(rest) : URLReference.escaped(path)
    }
  }

  /// Takes the scheme and its colon; empty without one; nil for a colon without a scheme.
  private static func scheme(_ rest: inout Substring) -> Substring? {
    for index in rest.indices {
      let character = rest[index]
      guard character.isASCII else { return "" }
      if character.isLetter { continue }
      if character.isNumber || "+-.".contains(character) {
        if index == rest.startIndex { return "" }
        continue
      }
      guard character == ":" else { return "" }
      guard index > rest.startIndex else { return nil }
      let scheme = rest[..<index]
      rest = rest[rest.index(after: index)...]
      return scheme
    }
    return ""
  }

  private static func host(_ authority: Substring) -> String? {
    var host = authority
    if let at = authority.lastIndex(of: "@") {
      let user = authority[..<at]
      guard user.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-._~!$&'()*+,;=%:@".contains($0)) }) else {
        return nil
      }
      host = authority[authority.index(after: at)...]
    }
    let port: Substring
    if host.hasPrefix("[") {
      guard let end = host.lastIndex(of: "]") else { return nil }
      port = host[host.index(after: end)...]
    } else {
      port = host.lastIndex(of: ":").map { host[$0...] } ?? ""
    }
    guard port.isEmpty || (port.first == ":" && port.dropFirst().allSatisfy(\.isDigit)) else { return nil }
    let allowed = "-_.~!$&'()*+,;=:[]<>\"%"
    guard host.allSatisfy({ !$0.isASCII || $0.isLetter || $0.isNumber || allowed.contains($0) }) else { return nil }
    return String(host)
  }

  public var port: String {
    guard let colon = host.lastIndex(of: ":"), host[colon...].dropFirst().allSatisfy(\.isDigit) else { return "" }
    return String(host[colon...].dropFirst())
  }

  /// The host without its port and brackets.
  public var hostname: String {
    if host.hasPrefix("["), let end = host.lastIndex(of: "]") { return String(host[..<end].dropFirst()) }
    return String(host.prefix { $0 != ":" })
  }

  /// The query's keys in the order of their first values; what cannot be unescaped is left out.
  public var query: [(key: String, values: [String])] {
    var result: [(key: String, values: [String])] = []
    for part in rawQuery.split(separator: "&") where !part.contains(";") {
      let equals = part.firstIndex(of: "=")
      let rawKey = equals.map { part[..<$0] } ?? part
      let rawValue = equals.map { part[part.index(after: $0)...] } ?? ""
      guard let key = URLReference.unescaped(rawKey, plusIsSpace: true),
        let value = URLReference.unescaped(rawValue, plusIsSpace: true)
      else { continue }
      if let place = result.firstIndex(where: { $0.key == key }) {
        result[place].values.append(value)
      } else {
        result.append((key, [value]))
      }
    }
    return result
  }

  // MARK: Escapes

  /// nil for a `%` without two digits.
  private static func unescaped(_ text: Substring, plusIsSpace: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = Substring(text).utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
          return nil
        }
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "-_.~".utf8.contains(byte)
  }

  private static func mayStandInPath(_ byte: UInt8) -> Bool {
    isUnreserved(byte) || "!$&'()*+,;=:@[]%/".utf8.contains(byte)
  }

  private static func escaped(_ path: String) -> String {
    var text = ""
    for byte in path.utf8 {
      if isUnreserved(byte) || "$&+,/:;=@".utf8.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        text += "%" + (hex.count < 2 ? "0" : "") + hex
      }
    }
    return text
  }
}
