/// The few files of a repository that say where it stands.
struct GitFiles {
  /// The folder of this work tree's own files.
  let own: [UInt8]
  /// The folder of those that all work trees of the repository share.
  let shared: [UInt8]

  /// - Parameter entry: the folder `.git`, or the file that names another one.
  init(at entry: [UInt8], in root: [UInt8]) {
    func followed(_ path: [UInt8], _ text: String) -> [UInt8] { PathName.absolute(Array(text.utf8), from: path) }
    var own = entry
    if let line = GitFiles.text(entry).map(GitFiles.firstLine), line.hasPrefix("gitdir: ") {
      own = followed(root, String(line.dropFirst(8)))
    }
    self.own = own
    let common = GitFiles.text(PathName.join(own, Array("commondir".utf8))).map(GitFiles.firstLine)
    shared = common.map { followed(own, $0) } ?? own
  }

  /// The first line of a file of this work tree.
  func line(_ name: String) -> String? { GitFiles.text(PathName.join(own, Array(name.utf8))).map(GitFiles.firstLine) }

  func commit(of reference: String) -> String? {
    for folder in [own, shared] {
      if let text = GitFiles.text(PathName.join(folder, Array(reference.utf8))) {
        return GitFiles.commit(GitFiles.firstLine(text))
      }
    }
    guard let packed = GitFiles.text(PathName.join(shared, Array("packed-refs".utf8))) else { return nil }
    for line in packed.split(separator: "\n") where line.hasSuffix(reference) {
      let parts = line.split(separator: " ", maxSplits: 1)
      if parts.count == 2, parts[1] == reference { return GitFiles.commit(String(parts[0])) }
    }
    return nil
  }

  /// SHA-1 or SHA-256 in hexadecimal digits.
  static func commit(_ text: String) -> String? {
    [40, 64].contains(text.utf8.count) && text.allSatisfy(\.isHexDigit) ? text : nil
  }

  /// The address of `origin`, else of the only remote.
  var remote: String? {
    var urls: [(name: String, url: String)] = []
    var section: String?
    for line in (GitFiles.text(PathName.join(shared, Array("config".utf8))) ?? "").split(whereSeparator: \.isNewline) {
      let line = GitFiles.trimmed(line)
      if line.hasPrefix("[") {
        section = line.hasPrefix("[remote \"") ? String(line.dropFirst(9).prefix { $0 != "\"" }) : nil
      } else if let section, let equals = line.firstIndex(of: "="), GitFiles.trimmed(line[..<equals]) == "url" {
        urls.append((section, String(GitFiles.trimmed(line[line.index(after: equals)...]))))
      }
    }
    let names = Set(urls.map(\.name))
    return (urls.first { $0.name == "origin" } ?? (names.count == 1 ? urls.first : nil))?.url
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }

  private static func firstLine(_ text: String) -> String { String(text.prefix { !$0.isNewline }) }

  private static func text(_ path: [UInt8]) -> String? {
    guard System.kind(path) == .file else { return nil }
    return try? SourceFile(name: FileName(bytes: path), path: path, format: .yaml).contents(upTo: 64)
  }
}
