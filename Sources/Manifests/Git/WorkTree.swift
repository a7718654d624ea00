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
    // Two clones may keep the same in other files.
    guard let found = Witness.$current.withValue(nil, operation: { WorkTree(read: folder) }) else {
      Witness.note(.workTree, folder, [])
      return nil
    }
    Witness.note(.workTree, folder, Observation.answer(found))
    self = found
  }

  private init?(read folder: [UInt8]) {
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
