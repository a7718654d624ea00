/// Something that a run was told by the file system, and whether it would be told the same again.
public struct Observation: Hashable, Sendable {
  public enum Question: UInt8, Sendable {
    /// What stands at the path.
    case kind
    /// Where it leads when links are followed.
    case realPath
    /// What a file holds.
    case content
    /// What a folder holds, as far as anything looks: see `isSeen`.
    case listing
    /// What git ignores below a folder.
    case ignored
    /// What the `.git` around a folder says of itself.
    case workTree
  }

  public let question: Question
  /// Absolute.
  public let path: [UInt8]
  /// nil as long as it is not known.
  public internal(set) var answer: [UInt8]?
  /// While these are as they were, so is the answer. What they are taken from is the path, unless paths stand beside
  /// them; none where the answer can only be asked for again.
  public internal(set) var evidence: [Evidence] = []

  /// A path, and what stands there; nil: nothing.
  public struct Evidence: Hashable, Sendable {
    public let path: [UInt8]
    public let stamp: FileStamp?

    public init(path: [UInt8], stamp: FileStamp?) {
      self.path = path
      self.stamp = stamp
    }
  }

  public init(_ question: Question, _ path: [UInt8], answer: [UInt8]?, evidence: [Evidence] = []) {
    self.question = question
    self.path = path
    self.answer = answer
    self.evidence = evidence
  }

  // MARK: Asking again

  public enum Verdict: Sendable {
    case same
    /// The same answer, by evidence of its own.
    case sameAnew(Observation)
    case different
  }

  /// - Parameter time: stamps of what was changed later than this prove nothing, in nanoseconds since 1970.
  public func verdict(trustingUntil time: Int) -> Verdict {
    if !evidence.isEmpty, evidence.allSatisfy({ FileStamp($0.path) == $0.stamp }) { return .same }
    var anew = self
    guard anew.ask(trustingUntil: time), anew.answer == answer else { return .different }
    return anew.evidence == evidence ? .same : .sameAnew(anew)
  }

  /// Asks, and takes evidence where there is any that proves something.
  /// - Returns: false when the answer changed while it was asked for.
  mutating func ask(trustingUntil time: Int) -> Bool {
    let before: [Evidence]
    if question == .content {
      guard let (stamp, digest) = FileStamp.withDigest(ofFile: path) else { return false }
      (before, answer) = ([Evidence(path: path, stamp: stamp)], digest?.bytes ?? [])
    } else {
      before = evidenceNow()
      answer = answerNow()
      guard before == evidenceNow() else { return false }
    }
    evidence = before.allSatisfy({ $0.stamp.map { $0.isOlder(than: time) } ?? true }) ? before : []
    return true
  }

  private func answerNow() -> [UInt8] {
    switch question {
    case .kind: System.kind(path).map { [$0.rawValue] } ?? []
    case .realPath: System.realPath(path) ?? []
    case .content: FileStamp.withDigest(ofFile: path)?.digest?.bytes ?? []
    case .listing: (try? System.entries(path)).map(Observation.answer) ?? []
    case .ignored: GitIgnore.ignored(below: path).map(Observation.answer) ?? []
    case .workTree: Observation.answer(WorkTree(around: path))
    }
  }

  private func evidenceNow() -> [Evidence] {
    switch question {
    case .kind, .realPath, .workTree: []
    case .content, .listing: [Evidence(path: path, stamp: FileStamp(path))]
    case .ignored: GitIgnore.sources(for: path).map { Evidence(path: $0, stamp: FileStamp($0)) }
    }
  }

  // MARK: Answers

  static func answer(_ entries: [System.Entry]) -> [UInt8] {
    let seen = entries.filter { entry in
      switch entry.kind {
      case .folder: entry.name.first != UInt8(ascii: ".") || isSeen(entry.name)
      case .link: true
      case .file, .other: isSeen(entry.name)
      }
    }
    return Digest(of: seen.flatMap { [$0.kind.rawValue] + $0.name + [0] }).bytes
  }

  /// Whether a list of a folder tells of a file with this name: of what may be a manifest, and of what belongs to git.
  static func isSeen(_ name: some Collection<UInt8>) -> Bool {
    PathName.isManifest(name) || name.elementsEqual(".git".utf8) || name.elementsEqual(".gitignore".utf8)
  }

  static func answer(_ ignored: Set<[UInt8]>) -> [UInt8] {
    Digest(of: ignored.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 + [0] }).bytes
  }

  static func answer(_ tree: WorkTree?) -> [UInt8] {
    guard let tree else { return [] }
    let parts = [tree.prefix, tree.revision ?? "", tree.branch ?? "", tree.remote ?? ""]
    return Digest(of: parts.flatMap { Array($0.utf8) + [0] }).bytes
  }
}
