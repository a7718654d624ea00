import Linting
import Manifests
import Reporting

/// `audit`: the picture of a whole repository.
enum AuditCommand {
  static let options =
    [
      Option(
        name: "format", value: "FORMAT",
        help: "text (default), json, markdown, or html (default where --output ends in .html)",
        words: AuditFormat.allCases.map(\.rawValue)),
      Option(
        name: "diff", value: "REV",
        help: "say what has changed since a revision, in placement, sizes, cost and blockers: text, json or markdown"),
      Option(name: "output", value: "FILE", help: "write the audit there instead of standard output"),
      Option(name: "report", value: "FORMAT=FILE", help: "write a report as `check` does, too (repeatable)"),
      Option(name: "fail-on", value: "LEVEL", help: "as `check` takes it; an audit ends with 0 whatever it finds"),
      LintRequest.showConfiguration,
    ] + Comparison.options + LintRequest.options + RunCache.options + ReportOutput.options

  static func run(_ arguments: Arguments) async throws(Failure) -> ExitCode {
    do throws(UsageError) {
      let reports = try ReportOutput.further(arguments)
      _ = try arguments.word("fail-on", CheckCommand.FailOn.self, default: .never)
      let isPage = arguments.value("output").map { $0.lowercased().hasSuffix(".html") } ?? false
      let format =
        arguments.has("diff")
        ? .text : try arguments.word("format", AuditFormat.self, default: isPage ? .html : .text)
      let comparison = try Comparison(arguments)
      let former = try await former(arguments)
      let tellsFixes = format == .json || reports.contains { $0.format.tellsFixes }
      let request = owned(try LintRequest(arguments, nil, tellsFixes ? .fixes : .findings))
      if let shown = arguments.value("show-config") { return try request.showConfiguration(of: shown) }
      let console = try ReportOutput.console(arguments, files: request.sourceFiles)
      var audit = await request.linter.audit(of: request.input)
      audit.report = try await comparison.compare(audit.report)
      try ReportOutput.write(to: arguments.value("output")) { out in
        if let former {
          former.format.write(AuditDiff(from: former.audit, to: audit), console: console, to: &out)
        } else {
          format.write(audit, console: console, to: &out)
        }
      }
      for report in reports { try report.write(audit.report, console) }
      return audit.report.unrendered.complain() ? .failure : .fine
    } catch { throw Failure(error) }
  }

  private static func owned(_ request: LintRequest) -> LintRequest {
    var request = request
    request.input.owners = ownership(request.input.repositoryPrefix)
    return request
  }

  // MARK: Differences

  /// What `--diff` compares with, and how it is shown; nil where nothing is compared.
  private static func former(
    _ arguments: Arguments
  ) async throws(UsageError) -> (audit: Audit, format: AuditDiffFormat)? {
    guard let revision = arguments.value("diff") else { return nil }
    let format = try arguments.word("format", AuditDiffFormat.self, default: .text)
    return (try await audit(arguments, at: revision), format)
  }

  /// Takes stock of what a revision of the repository holds, as if it lay in the working directory.
  private static func audit(_ arguments: Arguments, at revision: String) async throws(UsageError) -> Audit {
    let tree = try RevisionTree(revision, option: "diff", arguments)
    return try await tree.run(arguments) { request throws(UsageError) in
      await request.linter.audit(of: owned(request).input)
    }
  }

  // MARK: Repository

  /// What the repository's `CODEOWNERS` says.
  private static func ownership(_ prefix: String?) -> Ownership {
    guard let prefix, let root = RevisionTree.repository else { return Ownership() }
    for place in CodeOwners.places {
      let path = PathName.join(root, Array(place.utf8))
      guard System.kind(path) == .file else { continue }
      let file = SourceFile(name: FileName(place), path: path, format: .yaml)
      if let text = try? file.contents() { return Ownership(CodeOwners(text), prefix: prefix) }
    }
    return Ownership()
  }
}
