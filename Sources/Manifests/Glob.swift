/// A pattern over paths, as in `.gitignore`: `*` and `?` within a name, `**` any folders, `[a-z]`, `{a,b}`.
///
/// A pattern without `/` matches the name of a file or of any folder above it; one with `/` is anchored. What matches
/// a folder matches all below it. Matching takes time in proportion to pattern times path.
public struct Glob: Sendable {
  private let alternatives: [[[Piece]?]]
  private let isAnchored: Bool

  private enum Piece: Hashable {
    case one(UInt8)
    case any
    case run
    case oneOf(Set<UInt8>, negated: Bool)
  }

  public init(_ pattern: String) {
    var pattern = pattern
    if pattern.hasPrefix("./") { pattern.removeFirst(2) }
    if pattern.hasPrefix("/") { pattern.removeFirst() }
    while pattern.hasSuffix("/") { pattern.removeLast() }
    isAnchored = pattern.contains("/")
    // nil stands for `**`.
    alternatives = Glob.expanded(pattern).map { text in
      text.split(separator: "/").map { $0 == "**" ? nil : Glob.pieces(Array($0.utf8)) }
    }
  }

  /// - Parameter path: relative, with `/`.
  public func matches(_ path: [UInt8]) -> Bool {
    let parts = path.split(separator: PathName.slash).map(Array.init)
    return alternatives.contains { pattern in
      if !isAnchored, let only = pattern.first, let pieces = only { return parts.contains { Glob.matches(pieces, $0) } }
      return (1...max(parts.count, 1)).contains { Glob.matches(pattern[...], parts.prefix($0)) }
    }
  }

  /// Whether the segments match; `**` takes any number, none too.
  private static func matches(_ pattern: ArraySlice<[Piece]?>, _ parts: ArraySlice<[UInt8]>) -> Bool {
    var reachable: Set<Int> = [pattern.startIndex]
    func close(_ set: Set<Int>) -> Set<Int> {
      var result = set
      for place in set {
        var next = place
        while next < pattern.endIndex, pattern[next] == nil {
          next += 1
          result.insert(next)
        }
      }
      return result
    }
    reachable = close(reachable)
    for part in parts {
      var next: Set<Int> = []
      for place in reachable where place < pattern.endIndex {
        if let pieces = pattern[place] {
          if matches(pieces, part) { next.insert(place + 1) }
        } else {
          next.insert(place)
        }
      }
      reachable = close(next)
    }
    return reachable.contains(pattern.endIndex)
  }

  private static func matches(_ pieces: [Piece], _ name: [UInt8]) -> Bool {
    var place = 0
    var at = 0
    var star: (piece: Int, at: Int)?
    while at < name.count {
      if place < pieces.count, pieces[place] == .run {
        star = (place, at)
        place += 1
      } else if place < pieces.count, takes(pieces[place], name[at]) {
        place += 1
        at += 1
      } else if let last = star {
        place = last.piece + 1
        at = last.at + 1
        star = (last.piece, at)
      } else {
        return false
      }
    }
    return pieces[place...].allSatisfy { $0 == .run }
  }

  private static func takes(_ piece: Piece, _ byte: UInt8) -> Bool {
    switch piece {
    case .one(let wanted): byte == wanted
    case .any: true
    case .run: false
    case .oneOf(let set, let negated): set.contains(byte) != negated
    }
  }

  private static func pieces(_ text: [UInt8]) -> [Piece] {
    var result: [Piece] = []
    var at = 0
    while at < text.count {
      switch text[at] {
      case UInt8(ascii: "*"): if result.last != .run { result.append(.run) }
      case UInt8(ascii: "?"): result.append(.any)
      case UInt8(ascii: "["):
        guard let end = text[(at + 1)...].dropFirst().firstIndex(of: UInt8(ascii: "]")) else {
          result.append(.one(text[at]))
          break
        }
        result.append(set(Array(text[(at + 1)..<end])))
        at = end
      case UInt8(ascii: "\\") where at + 1 < text.count:
        at += 1
        result.append(.one(text[at]))
      default: result.append(.one(text[at]))
      }
      at += 1
    }
    return result
  }

  private static func set(_ inner: [UInt8]) -> Piece {
    var members: Set<UInt8> = []
    let negated = inner.first == UInt8(ascii: "!") || inner.first == UInt8(ascii: "^")
    let list = negated ? Array(inner.dropFirst()) : inner
    var at = 0
    while at < list.count {
      if at + 2 < list.count, list[at + 1] == UInt8(ascii: "-"), list[at] <= list[at + 2] {
        members.formUnion(list[at]...list[at + 2])
        at += 3
      } else {
        members.insert(list[at])
        at += 1
      }
    }
    return .oneOf(members, negated: negated)
  }

  /// `{a,b}` written out; at most 256 alternatives, then braces are plain letters.
  private static func expanded(_ pattern: String) -> [String] {
    var done: [String] = []
    var waiting = [pattern]
    while let next = waiting.popLast() {
      guard done.count + waiting.count < 256, let open = next.firstIndex(of: "{"),
        let close = next[open...].firstIndex(of: "}")
      else {
        done.append(next)
        continue
      }
      let inner = next[next.index(after: open)..<close]
      for choice in inner.split(separator: ",", omittingEmptySubsequences: false).reversed() {
        waiting.append(String(next[..<open]) + String(choice) + String(next[next.index(after: close)...]))
      }
    }
    return done
  }
}
