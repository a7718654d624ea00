import Linting
import Manifests

/// A revision of the repository in a folder of its own, over which a call runs as it does over the work tree.
///
/// A class, so that closures may hold it: its checkout has one owner.
final class RevisionTree {
  let checkout: Checkout
  /// The option that names the revision, as it is written.
  let option: String
  /// The working directory, and where it lies in the tree; absolute.
  private let here: [UInt8]
  private let folder: [UInt8]

  /// - Parameter option: the name of the option that names the revision.
  init(_ revision: String, option name: String, _ arguments: Arguments) throws(UsageError) {
    here = System.workingDirectory()
    guard let home = RevisionTree.repository else {
      throw UsageError(
        "`--\(name)` compares with a revision of a git repository, and the working directory lies in none")
    }
    for operand in arguments.operands {
      guard operand != "-", PathName.isInside(PathName.absolute(Array(operand.utf8), from: here), home) else {
        throw UsageError("`--\(name)` takes paths of this repository alone")
      }
    }
    option = "`--\(name) \(revision)`"
    do throws(RenderError) {
      checkout = try Checkout.make(of: revision, inRepository: home, on: System.variable("PATH") ?? [])
    } catch { throw UsageError("`--\(name) \(revision)`: \(error.message)") }
    folder = PathName.absolute(PathName.relative(here, to: home), from: checkout.folder)
  }

  /// The root of the repository that the working directory lies in; nil where it lies in none.
  static var repository: [UInt8]? {
    guard let prefix = LintRequest.repositoryPrefix() else { return nil }
    var root = System.workingDirectory()
    for _ in prefix.split(separator: "/") { root = PathName.folder(of: root) }
    return root
  }

  /// Does something with what a call asks for, in the tree.
  func run<Result: Sendable>(
    _ arguments: Arguments, _ body: (LintRequest) async throws(UsageError) -> Result
  ) async throws(UsageError) -> Result {
    let paths = (arguments.operands.isEmpty ? ["."] : arguments.operands).map { moved($0) }
    // What is newer than the revision was empty.
    for path in ["."] + paths { checkout.fill(PathName.absolute(Array(path.utf8), from: folder)) }
    guard System.enter(folder) else { throw UsageError("\(option): its files cannot be read") }
    defer { _ = System.enter(here) }
    let own = arguments.replacingPaths { path in
      let path = moved(path)
      return System.kind(PathName.absolute(Array(path.utf8), from: folder)) == nil ? nil : path
    }
    return try await body(LintRequest(own, paths: paths))
  }

  /// A path of the work tree as it is written in the tree.
  private func moved(_ path: String) -> String {
    let path = PathName.absolute(Array(path.utf8), from: here)
    guard PathName.isInside(path, checkout.home), !PathName.isInside(path, here) else {
      return FileName(bytes: PathName.relative(path, to: here)).text
    }
    return FileName(bytes: PathName.absolute(PathName.relative(path, to: checkout.home), from: checkout.folder)).text
  }
}
