/// The files of a revision in a folder of its own, taken away with the value. Nothing is written to the repository.
public struct Checkout: ~Copyable {
  private let scratch: ScratchFolder
  private let git: Git
  private let commit: [UInt8]
  /// The root of the tree; absolute.
  public let folder: [UInt8]
  /// The root of the repository's work tree; absolute.
  public var home: [UInt8] { git.home }

  /// - Parameters:
  ///   - revision: as git names it: a branch, a tag, a commit.
  ///   - home: the root of the repository's work tree; absolute.
  ///   - searchPath: where git is looked for.
  /// - Throws: when git is not there, or does not know the revision.
  public static func make(
    of revision: String, inRepository home: [UInt8], on searchPath: [UInt8], _ limits: ProgramLimits = ProgramLimits()
  ) throws(RenderError) -> Checkout {
    guard let program = Program.find("git", on: searchPath) else { throw RenderError("git is not on the search path") }
    let scratch = try RenderError.wrapping(ScratchFolder.make)
    let folder = PathName.join(scratch.path, Array("tree".utf8))
    try RenderError.wrapping { () throws(OpenError) in try System.makeFolder(folder) }
    let git = Git(program: program, home: home, limits: limits)
    let index = Array("GIT_INDEX_FILE=".utf8) + PathName.join(scratch.path, Array("index".utf8))
    let commit: [UInt8]
    do throws(ProgramError) {
      commit = Checkout.line(
        try git.run(
          ["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"].map { Array($0.utf8) },
          scratch))
    } catch {
      throw RenderError(
        "git knows no revision `\(revision)` here; a shallow clone may lack it: `git fetch --unshallow`, or `git fetch origin` of that revision, brings it"
      )
    }
    do throws(ProgramError) {
      let repository = Checkout.line(try git.run(["rev-parse", "--absolute-git-dir"].map { Array($0.utf8) }, scratch))
      let tree = [Array("--git-dir".utf8), repository, Array("--work-tree".utf8), folder]
      _ = try git.run(tree + [Array("read-tree".utf8), commit], scratch, environment: [index])
      _ = try git.run(
        tree + ["checkout-index", "--all", "--quiet", "--force"].map { Array($0.utf8) }, scratch, environment: [index])
      // With it the folder is a repository to whoever looks for one, and keeps what its files say of themselves.
      try? System.write(
        Array("gitdir: ".utf8) + repository + [10], to: PathName.join(folder, Array(".git".utf8)))
    } catch {
      throw RenderError(error, scratch, calling: [:])
    }
    return Checkout(scratch: scratch, git: git, commit: commit, folder: folder)
  }

  private init(scratch: consuming ScratchFolder, git: Git, commit: [UInt8], folder: [UInt8]) {
    self.scratch = scratch
    self.git = git
    self.commit = commit
    self.folder = folder
  }

  // MARK: Changes

  /// The files that the work tree holds otherwise than the revision, in byte order; what git ignores is none of them.
  public func changes() throws(RenderError) -> [FileChange] {
    let tracked = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    do throws(ProgramError) {
      let now = try git.run(tracked.map { Array($0.utf8) }, scratch)
      let former = try git.run(["ls-tree", "-r", "-z", "--name-only"].map { Array($0.utf8) } + [commit], scratch)
      let names = Set((now + former).split(separator: 0).map { FileName(bytes: Array($0)) })
      return names.sorted().compactMap {
        FileChange($0, from: content(of: $0, in: folder), to: content(of: $0, in: home))
      }
    } catch { throw RenderError(error, scratch, calling: [:]) }
  }

  /// Whether the work tree holds a file as the revision does.
  /// - Parameter path: absolute.
  public func isUntouched(_ path: [UInt8]) -> Bool {
    guard PathName.isInside(path, home), path != home else { return false }
    let name = FileName(bytes: PathName.relative(path, to: home))
    guard let former = content(of: name, in: folder) else { return false }
    return former == content(of: name, in: home)
  }

  /// Puts the content of a file into the tree in place of the one that it has there.
  /// - Parameter content: nil: the tree is to hold no such file.
  public func put(_ content: [UInt8]?, in file: FileName) {
    let path = PathName.join(folder, file.bytes)
    System.removeFile(path)
    guard let content else { return }
    fill(PathName.folder(of: path))
    try? System.write(content, to: path)
  }

  /// More is looked at by nobody who reviews a change.
  private static let largest = 64 << 20

  private func content(of file: FileName, in root: [UInt8]) -> [UInt8]? {
    let path = PathName.join(root, file.bytes)
    guard System.kind(path) == .file else { return nil }
    return SourceFile(name: file, path: path, format: .yaml).bytes(upTo: Checkout.largest)
  }

  /// Makes an empty folder where the revision has nothing.
  /// - Parameter path: absolute, in the tree.
  public func fill(_ path: [UInt8]) {
    if path == folder || System.kind(path) != nil { return }
    fill(PathName.folder(of: path))
    try? System.makeFolder(path)
  }

  private static func line(_ output: [UInt8]) -> [UInt8] { Array(output.prefix { $0 != 10 }) }
}

/// Calls git for one repository.
private struct Git {
  let program: Program
  /// The root of the work tree; absolute.
  let home: [UInt8]
  let limits: ProgramLimits

  func run(
    _ words: [[UInt8]], _ scratch: borrowing ScratchFolder, environment: [[UInt8]] = []
  ) throws(ProgramError) -> [UInt8] {
    // No program that the repository's own configuration names is run.
    let safe = ["safe.directory=*", "core.hooksPath=/dev/null", "core.fsmonitor=false"].flatMap { ["-c", $0] }
    return try program.run(
      safe.map { Array($0.utf8) } + words, in: home, scratch, limits,
      environment: environment + [Array("GIT_OPTIONAL_LOCKS=0".utf8)])
  }
}
