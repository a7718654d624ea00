import Manifests
import YAML

extension SourceFile {
  /// The one file of a path given to a command.
  /// - Parameter standardInputName: what places call standard input; nil: `<stdin>`.
  static func one(_ path: String, for command: String, standardInputName: String? = nil) throws(Failure) -> SourceFile {
    var options = Discovery.Options()
    if let standardInputName { options.standardInputName = standardInputName }
    let files: [SourceFile]
    do throws(Discovery.NoSuchPath) {
      files = try Discovery.find([Array(path.utf8)], options).files
    } catch { throw Failure(UsageError("no such file `\(error.path)`")) }
    guard let file = files.first, files.count == 1 else {
      throw Failure(UsageError("`\(command)` takes one file, and `\(path)` is none"))
    }
    return file
  }

  /// Reads the documents one after another, up to the first that kubectl would refuse.
  /// - Returns: why and where it stopped; nil when all were read.
  func forEachDocument(_ body: (borrowing Document, Tree, NodeID) -> Void) throws(Failure) -> (
    message: String, position: Position
  )? {
    var problem: (message: String, position: Position)?
    var stream = DocumentStream()
    do {
      let descriptor = try open()
      defer { close(descriptor) }
      _ = try stream.read(descriptor, as: format) { document in
        if let first = document.problems.first(where: { $0.kind != .duplicateKey }) {
          problem = (first.message, document.position(of: first.range.lowerBound))
        } else if document.isTemplate {
          problem = ("a template, not YAML until it is rendered", document.position(of: 0))
        } else if let tree = document.tree, let root = tree.root {
          body(document, tree, root)
        }
        return problem == nil
      }
    } catch let error as OpenError {
      throw Failure(UsageError("`\(name.text)` cannot be read: \(error.reason)"))
    } catch {
      throw Failure(UsageError("`\(name.text)` cannot be read"))
    }
    return problem
  }
}
