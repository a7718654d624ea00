import Linting
import Manifests
import Policies
import YAML

/// What a run is compared with, so that only what is new counts.
enum Comparison {
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

  /// The revision that a call names, made before anything is checked, so that a mistake is told at once; nil: none.
  static func revision(_ arguments: Arguments) throws(UsageError) -> RevisionTree? {
    guard let revision = arguments.value("changed-since") else { return nil }
    return try RevisionTree(revision, option: "changed-since", arguments)
  }

  /// The report with what is new since a revision, or as it is.
  static func compare(
    _ report: Report, with tree: RevisionTree?, _ arguments: Arguments
  ) async throws(UsageError) -> Report {
    guard let tree else { return report }
    let former = try await tree.run(arguments) { request throws(UsageError) in
      let former = await request.linter.report(on: request.input)
      if former.unrendered.complain() {
        throw UsageError("\(tree.option): what is said above was not rendered at the revision")
      }
      return KnownFindings(former)
    }
    let new = report.findings(unknownTo: former)
    return report.showing(new, at: try await causes(of: new, in: tree, arguments))
  }

  /// Where the change stands, by fingerprint, that brings about what is found in files that it leaves as they were.
  private static func causes(
    of findings: [Finding], in tree: RevisionTree, _ arguments: Arguments
  ) async throws(UsageError) -> [String: Cause] {
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
