/// Who owns which files, as a `CODEOWNERS` file says to GitHub and GitLab: of the patterns that match, the last decides.
///
/// - SeeAlso: GitHub documentation, About code owners; GitLab documentation, Code Owners syntax.
public struct CodeOwners: Sendable {
  private let rules: [(pattern: Pattern, owners: [String])]

  private struct Pattern: Sendable {
    let glob: Glob
    /// `folder/*` takes the files of the folder, not those below its folders; nil: any.
    let depth: Int?

    func matches(_ path: [UInt8]) -> Bool {
      if let depth, path.split(separator: PathName.slash).count != depth { return false }
      return glob.matches(path)
    }
  }

  /// Where the file may stand, from the root of the repository: the first that is there holds.
  public static let places = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"]

  public init(_ text: String) {
    var rules: [(Pattern, [String])] = []
    /// GitLab gives a section owners for the patterns that name none.
    var standard: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let words = CodeOwners.words(line)
      guard let first = words.first else { continue }
      if first.hasPrefix("[") || first.hasPrefix("^[") {
        standard = CodeOwners.sectionOwners(words)
        continue
      }
      let owners = Array(words.dropFirst())
      rules.append((CodeOwners.pattern(first), owners.isEmpty ? standard : owners))
    }
    self.rules = rules
  }

  /// The owners of a file; empty where nobody owns it.
  /// - Parameter path: from the root of the repository, with `/`.
  public func owners(of path: [UInt8]) -> [String] { rules.last { $0.pattern.matches(path) }?.owners ?? [] }

  /// Blanks part words, unless a backslash stands before them; `#` begins a comment.
  private static func words(_ line: Substring) -> [String] {
    var words: [String] = []
    var word = ""
    var isEscaped = false
    for letter in line {
      if isEscaped {
        word.append(letter)
        isEscaped = false
      } else if letter == "\\" {
        isEscaped = true
      } else if letter == "#" && word.isEmpty {
        break
      } else if letter.isWhitespace {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(letter)
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  /// What stands behind `[Name]` or `[Name][2]`, where a name may hold blanks.
  private static func sectionOwners(_ words: [String]) -> [String] {
    guard let end = words.lastIndex(where: { $0.hasSuffix("]") }) else { return [] }
    return Array(words[(end + 1)...])
  }

  private static func pattern(_ text: String) -> Pattern {
    var path = text.hasPrefix("/") ? String(text.dropFirst()) : text
    // Below a slash at the front a name stands at the root alone, as it does in a longer path.
    if text.hasPrefix("/"), !path.dropLast().contains("/") { path += path.hasSuffix("/") ? "**" : "/**" }
    let depth = text.hasSuffix("/*") ? path.split(separator: "/").count : nil
    return Pattern(glob: Glob(path), depth: depth)
  }
}
