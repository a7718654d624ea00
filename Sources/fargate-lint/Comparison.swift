import Linting
import Manifests
import Policies
import YAML

/// What a run is compared with, so that only what is new counts.
struct Comparison {
  static let options = [
    Option(name: "baseline", value: "FILE", help: "pass over the findings that `baseline` wrote there"),
    Option(name: "changed-since", value: "REV", help: "only what is found now and was not at a revision"),
  ]

  /// The baseline that a call names; nil: none.
  static func baseline(_ arguments: Arguments, paths: [String]) throws(UsageError) -> Baseline? {
    guard let path = arguments.value("baseline") else { return nil }
    let bytes = PathName.absolute(Array(path.utf8), from: System.workingDirectory())
    let file = SourceFile(name: FileName(path), path: bytes, format: .json)
    do throws(LoadError) {
      return try BaselineReader.read(file, wholeOf: paths.map { Array($0.utf8) })
    } catch { throw UsageError(verbatim: error.text) }
  }

  private let arguments: Arguments
  /// nil: the run is compared with no revision.
  private let tree: RevisionTree?

  /// - Throws: when the call names a revision and there is none to compare with; told before anything is read.
  init(_ arguments: Arguments) throws(UsageError) {
    self.arguments = arguments
    tree = try arguments.value("changed-since").map { revision throws(UsageError) in
      try RevisionTree(revision, option: "changed-since", arguments)
    }
  }

  /// The report with what is new since the revision, or as it is.
  func compare(_ report: Report) async throws(UsageError) -> Report {
    guard let tree else { return report }
    let former = try await former(in: tree)
    let new = report.findings(unknownTo: former)
    return report.showing(new, at: try await causes(of: new, in: tree))
  }

  private func former(in tree: RevisionTree) async throws(UsageError) -> KnownFindings {
    do throws(UsageError) {
      return try await tree.run(arguments) { request throws(UsageError) in
        let former = await request.linter.report(on: request.input)
        if former.unrendered.complain() { throw UsageError("what is said above was not rendered") }
        return KnownFindings(former)
      }
    } catch {
      let reason = Failure(error).text
      throw UsageError(verbatim: "\(reason)\nfargate-lint: error: \(tree.option): that is how it was at the revision")
    }
  }

  /// Where the change stands, by fingerprint, that brings about what is found in files that it leaves as they were.
  private func causes(
    of findings: [Finding], in tree: RevisionTree
  ) async throws(UsageError) -> [Fingerprint: Cause] {
    let here = System.workingDirectory()
    var elsewhere: [Finding] = []
    for finding in findings where tree.checkout.isUntouched(PathName.absolute(finding.file.bytes, from: here)) {
      elsewhere.append(finding)
    }
    if elsewhere.isEmpty { return [:] }
    var changes: Changes
    do throws(RenderError) { changes = Changes(try tree.checkout.changes()) } catch {
      throw UsageError("`--changed-since`: \(error.message)")
    }
    if changes.count == 0 { return [:] }
    let found = try await CauseSearch.causes(of: elsewhere, amongChanges: changes.count) {
      count throws(UsageError) -> KnownFindings? in
      changes.make(count, in: tree.checkout)
      do throws(UsageError) {
        return try await tree.run(arguments) { request throws(UsageError) in
          KnownFindings(await request.linter.report(on: request.input))
        }
      } catch {
        // Half of a change may be no configuration.
        return nil
      }
    }
    return found.mapValues { changes.cause($0, in: tree.checkout.home, from: here) }
  }
}
