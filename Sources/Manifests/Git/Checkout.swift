/// The files of a revision in a folder of its own, taken away with the value. Nothing is written to the repository.
public struct Checkout: ~Copyable {
  private let scratch: ScratchFolder
  /// The root of the tree; absolute.
  public let folder: [UInt8]

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
    let index = Array("GIT_INDEX_FILE=".utf8) + PathName.join(scratch.path, Array("index".utf8))
    func git(_ words: [[UInt8]], _ scratch: borrowing ScratchFolder) throws(ProgramError) -> [UInt8] {
      // No program that the repository's own configuration names is run.
      let safe = ["safe.directory=*", "core.hooksPath=/dev/null", "core.fsmonitor=false"].flatMap { ["-c", $0] }
      return try program.run(
        safe.map { Array($0.utf8) } + words, in: home, scratch, limits, environment: [index])
    }
    let commit: [UInt8]
    do throws(ProgramError) {
      commit = Checkout.line(
        try git(
          ["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"].map { Array($0.utf8) },
          scratch))
    } catch {
      throw RenderError("git knows no revision `\(revision)` here; a shallow clone may lack it")
    }
    do throws(ProgramError) {
      let repository = Checkout.line(try git(["rev-parse", "--absolute-git-dir"].map { Array($0.utf8) }, scratch))
      let tree = [Array("--git-dir".utf8), repository, Array("--work-tree".utf8), folder]
      _ = try git(tree + [Array("read-tree".utf8), commit], scratch)
      _ = try git(tree + ["checkout-index", "--all", "--quiet", "--force"].map { Array($0.utf8) }, scratch)
      // With it the folder is a repository to whoever looks for one, and keeps what its files say of themselves.
      try? System.write(
        Array("gitdir: ".utf8) + repository + [10], to: PathName.join(folder, Array(".git".utf8)))
    } catch {
      throw RenderError(error, scratch, calling: [:])
    }
    return Checkout(scratch: scratch, folder: folder)
  }

  private init(scratch: consuming ScratchFolder, folder: [UInt8]) {
    self.scratch = scratch
    self.folder = folder
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
