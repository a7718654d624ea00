/// A version of semver.org 2.0.0.
public struct Semver: Hashable, Comparable, Sendable {
  public let major: UInt64
  public let minor: UInt64
  public let patch: UInt64
  let prerelease: [Substring]
  let build: Substring

  /// Reads `1.2.3-rc.1+build`; nil when the text is no version.
  public init?(parsing text: String) {
    var core = Substring(text)
    var build = Substring()
    var prerelease: [Substring] = []
    if let plus = core.firstIndex(of: "+") {
      build = core[core.index(after: plus)...]
      core = core[..<plus]
      guard Semver.areIdentifiers(build, numbersPadded: true) else { return nil }
    }
    if let dash = core.firstIndex(of: "-") {
      let identifiers = core[core.index(after: dash)...]
      core = core[..<dash]
      guard Semver.areIdentifiers(identifiers, numbersPadded: false) else { return nil }
      prerelease = identifiers.split(separator: ".")
    }
    let numbers = core.split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count == 3, let major = Semver.number(numbers[0]), let minor = Semver.number(numbers[1]),
      let patch = Semver.number(numbers[2])
    else { return nil }
    self.major = major
    self.minor = minor
    self.patch = patch
    self.prerelease = prerelease
    self.build = build
  }

  /// Reads `v1`, `01.02` and their like as the versions that they mean; nil when the text is none.
  public init?(normalizing text: String) {
    let rest = text.hasPrefix("v") ? text.dropFirst() : Substring(text)
    let core = rest.prefix { $0 != "-" && $0 != "+" }
    let tail = rest.dropFirst(core.count)
    var numbers = core.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard numbers.count <= 3, numbers.count == 3 || tail.isEmpty else { return nil }
    numbers = numbers.map { number in
      let stripped = number.drop { $0 == "0" }
      return stripped.isEmpty && !number.isEmpty ? "0" : String(stripped)
    }
    while numbers.count < 3 { numbers.append("0") }
    self.init(parsing: numbers.joined(separator: ".") + tail)
  }

  /// The version at the start of an image tag: `v2.4` and `1.1.3-linux_amd64` name versions too; nil for `latest`.
  public init?(prefixOf tag: String) {
    // Most tags name no version.
    guard let start = tag.utf8.first(where: { $0 != UInt8(ascii: "v") && $0 != UInt8(ascii: "V") }),
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(start), tag.utf8.contains(UInt8(ascii: "."))
    else { return nil }
    var rest = Substring(tag)
    if rest.first == "v" || rest.first == "V" { rest = rest.dropFirst() }
    var numbers: [Substring] = []
    while numbers.count < 3 {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty else { break }
      numbers.append(digits)
      rest = rest.dropFirst(digits.count)
      guard rest.first == ".", numbers.count < 3 else { break }
      rest = rest.dropFirst()
    }
    guard numbers.count >= 2, rest.isEmpty || rest.first == "-" || rest.first == "+" else { return nil }
    while numbers.count < 3 { numbers.append("0") }
    let core = numbers.map { String(UInt64($0) ?? 0) }.joined(separator: ".")
    if let exact = Semver(parsing: core + rest) {
      self = exact
    } else if let plain = Semver(parsing: core) {
      self = plain
    } else {
      return nil
    }
  }

  private static func number(_ text: Substring) -> UInt64? {
    guard text.allSatisfy({ $0.isASCII && $0.isNumber }), text == "0" || text.first != "0" else { return nil }
    return UInt64(text)
  }

  private static func areIdentifiers(_ text: Substring, numbersPadded: Bool) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      guard !part.isEmpty, part.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) else {
        return false
      }
      return numbersPadded || !part.allSatisfy(\.isNumber) || part == "0" || part.first != "0"
    }
  }

  /// Precedence (semver.org, 11); build metadata does not count.
  public static func < (left: Semver, right: Semver) -> Bool {
    let numbers = (left.major, left.minor, left.patch)
    let others = (right.major, right.minor, right.patch)
    if numbers != others { return numbers < others }
    if left.prerelease.isEmpty || right.prerelease.isEmpty {
      return !left.prerelease.isEmpty && right.prerelease.isEmpty
    }
    for (one, other) in zip(left.prerelease, right.prerelease) where one != other {
      switch (UInt64(one), UInt64(other)) {
      case (let a?, let b?): return a < b
      case (_?, nil): return true
      case (nil, _?): return false
      case (nil, nil): return one.utf8.lexicographicallyPrecedes(other.utf8)
      }
    }
    return left.prerelease.count < right.prerelease.count
  }

  public var text: String {
    "\(major).\(minor).\(patch)" + (prerelease.isEmpty ? "" : "-" + prerelease.joined(separator: "."))
      + (build.isEmpty ? "" : "+" + build)
  }
}
