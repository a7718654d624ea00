/// The checkout that a folder lies in, as its `.git` describes it. git is not run, and nothing is fetched.
public struct WorkTree: Sendable, Equatable {
  /// Where the folder lies below the repository's root, with `/`; empty at the root.
  public let prefix: String
  /// The commit that is checked out; nil where that is not known, or before the first.
  public let revision: String?
  /// nil where no branch is checked out.
  public let branch: String?
  /// The address of `origin`, else of the only remote, as a URI without credentials; nil where there is none that
  /// another machine could follow.
  public let remote: String?

  public init(prefix: String, revision: String?, branch: String?, remote: String?) {
    self.prefix = prefix
    self.revision = revision
    self.branch = branch
    self.remote = remote
  }

  /// - Parameter folder: absolute.
  /// - Returns: nil where the folder lies in no repository.
  public init?(around folder: [UInt8]) {
    var root = folder
    while System.kind(PathName.join(root, WorkTree.entry)) == nil {
      guard root.count > 1 else { return nil }
      root = PathName.folder(of: root)
    }
    prefix = root == folder ? "" : FileName(bytes: PathName.relative(folder, to: root)).text
    let files = GitFiles(at: PathName.join(root, WorkTree.entry), in: root)
    let head = files.line("HEAD") ?? ""
    if head.hasPrefix("ref: ") {
      let reference = String(head.dropFirst(5))
      branch = reference.hasPrefix("refs/heads/") ? String(reference.dropFirst(11)) : nil
      revision = files.commit(of: reference)
    } else {
      branch = nil
      revision = GitFiles.commit(head)
    }
    remote = files.remote.flatMap(WorkTree.address)
  }

  private static let entry = Array(".git".utf8)

  /// A remote's address as a URI that tells no secret: without user and password (but the user of ssh), query and
  /// fragment. `git@host:path` becomes `ssh://git@host/path`.
  static func address(_ text: String) -> String? {
    var address = text
    if !text.contains("://") {
      guard let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/") else { return nil }
      address = "ssh://\(text[..<colon])/\(text[text.index(after: colon)...].drop { $0 == "/" })"
    }
    guard let colon = address.firstIndex(of: ":") else { return nil }
    let scheme = address[..<colon].lowercased()
    guard ["https", "http", "ssh", "git"].contains(scheme) else { return nil }
    let rest = address[address.index(colon, offsetBy: 3)...].prefix { $0 != "?" && $0 != "#" }
    let host = rest.prefix { $0 != "/" }
    let path = rest[host.endIndex...]
    var authority = host
    if let at = host.lastIndex(of: "@") {
      authority = host[host.index(after: at)...]
      if scheme == "ssh" { authority = host[..<at].prefix { $0 != ":" } + "@" + authority }
    }
    let uri = "\(scheme)://\(authority)\(path)"
    let isPlain = uri.unicodeScalars.allSatisfy {
      $0.isASCII && $0.value > 0x20 && !"\"<>\\^`{|}\u{7f}".unicodeScalars.contains($0)
    }
    return isPlain && !authority.isEmpty ? uri : nil
  }
}

/// The few files of a repository that say where it stands.
private struct GitFiles {
  /// Of this work tree.
  private let own: [UInt8]
  /// Of all work trees of the repository.
  private let shared: [UInt8]

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
