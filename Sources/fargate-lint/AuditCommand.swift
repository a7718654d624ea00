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
    ] + LintRequest.options + ReportOutput.options

  static func run(_ arguments: Arguments) async throws(Failure) -> ExitCode {
    do throws(UsageError) {
      let reports = try ReportOutput.further(arguments)
      _ = try arguments.word("fail-on", CheckCommand.FailOn.self, default: .never)
      let isPage = arguments.value("output").map { $0.lowercased().hasSuffix(".html") } ?? false
      let format =
        arguments.has("diff")
        ? .text : try arguments.word("format", AuditFormat.self, default: isPage ? .html : .text)
      let former = try await former(arguments)
      let request = try request(arguments)
      if let shown = arguments.value("show-config") { return try request.showConfiguration(of: shown) }
      let console = try ReportOutput.console(arguments, files: request.sourceFiles)
      let audit = await request.linter.audit(of: request.input)
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

  /// - Parameter paths: nil: the operands.
  private static func request(_ arguments: Arguments, paths: [String]? = nil) throws(UsageError) -> LintRequest {
    var request = try LintRequest(arguments, paths: paths)
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
    let here = System.workingDirectory()
    guard let home = repository else {
      throw UsageError("`--diff` compares with a revision of a git repository, and the working directory lies in none")
    }
    guard arguments.operands.allSatisfy({ PathName.isInside(PathName.absolute(Array($0.utf8), from: here), home) })
    else {
      throw UsageError("`--diff` takes paths of this repository alone")
    }
    let checkout: Checkout
    do throws(RenderError) {
      checkout = try Checkout.make(of: revision, inRepository: home, on: System.variable("PATH") ?? [])
    } catch { throw UsageError("`--diff \(revision)`: \(error.message)") }
    let folder = PathName.absolute(PathName.relative(here, to: home), from: checkout.folder)
    let operands = arguments.operands.isEmpty ? ["."] : arguments.operands
    let paths = operands.map { operand in
      FileName(bytes: PathName.relative(PathName.absolute(Array(operand.utf8), from: here), to: here)).text
    }
    // What is newer than the revision was empty.
    for path in [[UInt8(ascii: ".")]] + paths.map({ Array($0.utf8) }) {
      checkout.fill(PathName.absolute(path, from: folder))
    }
    guard System.enter(folder) else { throw UsageError("`--diff \(revision)`: its files cannot be read") }
    defer { _ = System.enter(here) }
    let request = try request(arguments, paths: paths)
    return await request.linter.audit(of: request.input)
  }

  // MARK: Repository

  /// The root of the repository that the working directory lies in; nil where it lies in none.
  private static var repository: [UInt8]? {
    guard let prefix = LintRequest.repositoryPrefix() else { return nil }
    var root = System.workingDirectory()
    for _ in prefix.split(separator: "/") { root = PathName.folder(of: root) }
    return root
  }

  /// What the repository's `CODEOWNERS` says.
  private static func ownership(_ prefix: String?) -> Ownership {
    guard let prefix, let root = repository else { return Ownership() }
    for place in CodeOwners.places {
      let path = PathName.join(root, Array(place.utf8))
      guard System.kind(path) == .file else { continue }
      let file = SourceFile(name: FileName(place), path: path, format: .yaml)
      if let text = try? file.contents() { return Ownership(CodeOwners(text), prefix: prefix) }
    }
    return Ownership()
  }
}
