import Linting
import Manifests
import Reporting

/// `audit`: the picture of a whole repository.
enum AuditCommand {
  static let options =
    [
      Option(
        name: "format", value: "FORMAT",
        help: "text (default), json, markdown, or html (default where --output ends in .html)"),
      Option(name: "output", value: "FILE", help: "write the audit there instead of standard output"),
      Option(name: "report", value: "FORMAT=FILE", help: "write a report as `check` does, too (repeatable)"),
      Option(name: "fail-on", value: "LEVEL", help: "as `check` takes it; an audit ends with 0 whatever it finds"),
      LintRequest.showConfiguration,
    ] + LintRequest.options + ReportOutput.options

  static func run(_ arguments: Arguments) async throws(Failure) -> ExitCode {
    do throws(UsageError) {
      let isPage = arguments.value("output").map { $0.lowercased().hasSuffix(".html") } ?? false
      let format = try arguments.word("format", AuditFormat.self, default: isPage ? .html : .text)
      let reports = try ReportOutput.further(arguments)
      _ = try arguments.word("fail-on", CheckCommand.FailOn.self, default: .never)
      var request = try LintRequest(arguments)
      request.input.owners = ownership(request.input.repositoryPrefix)
      if let shown = arguments.value("show-config") { return try request.showConfiguration(of: shown) }
      let audit = await request.linter.audit(of: request.input)
      let console = try ReportOutput.console(arguments, files: request.sourceFiles)
      try ReportOutput.write(to: arguments.value("output")) { format.write(audit, console: console, to: &$0) }
      for report in reports { try report.write(audit.report, console) }
      return audit.report.unrendered.complain() ? .failure : .fine
    } catch { throw Failure(error) }
  }

  /// What the repository's `CODEOWNERS` says.
  private static func ownership(_ prefix: String?) -> Ownership {
    guard let prefix else { return Ownership() }
    var root = System.workingDirectory()
    for _ in prefix.split(separator: "/") { root = PathName.folder(of: root) }
    for place in CodeOwners.places {
      let path = PathName.join(root, Array(place.utf8))
      guard System.kind(path) == .file else { continue }
      let file = SourceFile(name: FileName(place), path: path, format: .yaml)
      if let text = try? file.contents() { return Ownership(CodeOwners(text), prefix: prefix) }
    }
    return Ownership()
  }
}
