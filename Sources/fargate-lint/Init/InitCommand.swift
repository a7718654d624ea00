import Linting
import Manifests

/// `init`: a first configuration, with the clusters and profiles that the manifests below its folder show.
enum InitCommand {
  static func run(_ arguments: Arguments) async throws(Failure) -> ExitCode {
    do throws(UsageError) {
      guard arguments.operands.count <= 1, arguments.operands.first != "-" else {
        throw UsageError("`init` takes one folder, for which it writes \(Configuration.fileName)")
      }
      let folder = arguments.operands.first ?? "."
      let path = PathName.absolute(Array(folder.utf8), from: System.workingDirectory())
      guard System.kind(path) == .folder else { throw UsageError("no such folder `\(folder)`") }
      let file = FileName(bytes: path + Array("/\(Configuration.fileName)".utf8))
      let name = folder == "." ? Configuration.fileName : "\(folder)/\(Configuration.fileName)"
      guard System.kind(file.bytes) == nil else {
        throw UsageError("\(name) is there already: it is not written over")
      }
      let request = try LintRequest(arguments, paths: [folder])
      let draft = ConfigurationDraft(await request.linter.audit(of: request.input), below: path)
      if let reason = Output.file(file.text, { $0.write(draft.text) }) {
        throw UsageError("\(name) could not be written: \(reason)")
      }
      Output.standardError("wrote \(name)")
      return .fine
    } catch { throw Failure(error) }
  }
}
