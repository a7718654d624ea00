/// The patterns over paths that Argo CD takes, each in the dialect of where it is written.
struct PathPattern {
  enum Dialect {
    /// Go's `path.Match`, for the folders of the git generator: nothing but a slash matches a slash.
    case pathMatch
    /// A git pathspec, for its files: `*` and `?` match slashes too, and a folder matches all below it.
    case pathspec
    /// `doublestar`, for its files under `--enable-new-git-file-globbing`: `**` is any folders, `{a,b}` either.
    case doublestar
    /// `gobwas/glob` without separators, for `directory.include` and `exclude`: `*` matches slashes, `{a,b}` either.
    case glob
  }

  private enum Piece: Equatable {
    case one(Unicode.Scalar)
    case any
    /// Any run of characters but slashes.
    case run
    /// Any run of characters.
    case deepRun
    /// `**/`: nothing, or any folders with the slash behind them.
    case folders
    case oneOf([ClosedRange<Unicode.Scalar>], negated: Bool)
  }

  private let alternatives: [[Piece]]
  private let dialect: Dialect
  /// What stands before the first letter that has a meaning of its own.
  private let prefix: [UInt8]

  init(_ pattern: String, _ dialect: Dialect) {
    self.dialect = dialect
    let pattern = dialect == .pathspec && pattern.hasSuffix("/") ? String(pattern.dropLast()) : pattern
    let hasBraces = dialect == .doublestar || dialect == .glob
    let texts = hasBraces ? PathPattern.expanded(Array(pattern.unicodeScalars)) : [Array(pattern.unicodeScalars)]
    alternatives = texts.map { PathPattern.pieces($0, dialect) }
    prefix = Array(pattern.prefix { !"*?[{\\".contains($0) }.utf8)
  }

  func matches(_ path: String) -> Bool {
    // What most paths differ in.
    guard path.utf8.starts(with: prefix) else { return false }
    let text = Array(path.unicodeScalars)
    return alternatives.contains { pieces in
      if matches(pieces, text) { return true }
      guard dialect == .pathspec else { return false }
      return text.indices.contains { text[$0] == "/" && matches(pieces, Array(text[..<$0])) }
    }
  }

  /// Takes time in proportion to pattern times text: all places that can be reached are followed at once.
  private func matches(_ pieces: [Piece], _ text: [Unicode.Scalar]) -> Bool {
    var reachable = closed([0], pieces, atStart: true)
    for (index, character) in text.enumerated() {
      var next: Set<Int> = []
      for place in reachable where place < pieces.count {
        switch pieces[place] {
        case .one(let wanted): if wanted == character { next.insert(place + 1) }
        case .any: if dialect != .pathMatch && dialect != .doublestar || character != "/" { next.insert(place + 1) }
        case .run: if character != "/" { next.insert(place) }
        case .deepRun: next.insert(place)
        case .folders: next.insert(place)
        case .oneOf(let ranges, let negated):
          if ranges.contains(where: { $0.contains(character) }) != negated { next.insert(place + 1) }
        }
      }
      reachable = closed(next, pieces, atStart: text[index] == "/")
      if reachable.isEmpty { return false }
    }
    return reachable.contains(pieces.count)
  }

  private func closed(_ places: Set<Int>, _ pieces: [Piece], atStart: Bool) -> Set<Int> {
    var result = places
    var waiting = Array(places)
    while let place = waiting.popLast() {
      guard place < pieces.count else { continue }
      switch pieces[place] {
      case .run, .deepRun: if result.insert(place + 1).inserted { waiting.append(place + 1) }
      case .folders: if atStart, result.insert(place + 1).inserted { waiting.append(place + 1) }
      case .one, .any, .oneOf: break
      }
    }
    return result
  }

  private static func pieces(_ text: [Unicode.Scalar], _ dialect: Dialect) -> [Piece] {
    var result: [Piece] = []
    var at = 0
    while at < text.count {
      switch text[at] {
      case "*":
        let stars = text[at...].prefix { $0 == "*" }.count
        at += stars - 1
        if dialect == .pathspec || dialect == .glob {
          result.append(.deepRun)
        } else if dialect == .doublestar, stars == 2, result.isEmpty || result.last == .one("/") {
          if at + 1 < text.count, text[at + 1] == "/" {
            result.append(.folders)
            at += 1
          } else {
            result.append(at + 1 == text.count ? .deepRun : .run)
          }
        } else {
          result.append(.run)
        }
      case "?": result.append(.any)
      case "[":
        if let (piece, end) = set(text, from: at, dialect) {
          result.append(piece)
          at = end
        } else {
          result.append(.one("["))
        }
      case "\\" where at + 1 < text.count:
        at += 1
        result.append(.one(text[at]))
      default: result.append(.one(text[at]))
      }
      at += 1
    }
    return result
  }

  private static func set(_ text: [Unicode.Scalar], from start: Int, _ dialect: Dialect) -> (piece: Piece, end: Int)? {
    var at = start + 1
    guard at < text.count else { return nil }
    let negated = text[at] == "^" || text[at] == "!" && dialect != .pathMatch
    if negated { at += 1 }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while at < text.count, text[at] != "]" || ranges.isEmpty {
      if at + 2 < text.count, text[at + 1] == "-", text[at + 2] != "]", text[at] <= text[at + 2] {
        ranges.append(text[at]...text[at + 2])
        at += 3
      } else {
        ranges.append(text[at]...text[at])
        at += 1
      }
    }
    return at < text.count ? (.oneOf(ranges, negated: negated), at) : nil
  }

  /// `{a,b}` written out; at most 256 alternatives, then braces are plain letters.
  private static func expanded(_ pattern: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
    var done: [[Unicode.Scalar]] = []
    var waiting = [pattern]
    while let next = waiting.popLast() {
      guard done.count + waiting.count < 256, let open = next.firstIndex(of: "{"),
        let close = next[open...].firstIndex(of: "}")
      else {
        done.append(next)
        continue
      }
      let choices = next[next.index(after: open)..<close].split(separator: ",", omittingEmptySubsequences: false)
      for choice in choices { waiting.append(Array(next[..<open]) + choice + next[(close + 1)...]) }
    }
    return done
  }
}
