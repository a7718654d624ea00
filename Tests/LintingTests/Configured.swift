import Fargate
import Foundation
import Linting
import Manifests
import Policies
import TestData

/// A run over a folder of files, as their configurations say.
struct Configured {
  let rules: ConfiguredRules
  let report: Report

  /// A policy with parameters, so that configurations have something to set.
  static let policy = """
    apiVersion: fargate-lint.dev/v1
    kind: Policy
    metadata: {name: few-replicas}
    spec:
      title: t
      category: size
      severity: warning
      params: {most: {type: int, default: 3}, names: {type: list(string), default: []}, factor: {type: double, default: 1.5}}
      match: {subject: object, kinds: [apps/v1/Deployment]}
      validations:
        - expression: object.spec.replicas <= params.most || object.metadata.name in params.names
          at: object.spec.replicas
          message: at most {{params.most}}
    """

  /// A run over a folder with these policies alone.
  static func report(on folder: URL, policies: [String], _ selection: RuleSet.Selection) async throws -> Report {
    let tables = try LintTables.bundled()
    var loader = PolicyLoader(vocabulary: tables.vocabulary)
    for (number, policy) in policies.enumerated() { loader.add(text: policy, file: "\(number).yaml") }
    let path = Array(folder.resolvingSymlinksInPath().path.utf8)
    let files = try Discovery.find([path], Discovery.Options()).files.filter {
      !$0.name.text.hasSuffix(Configuration.fileName)
    }
    var configurations = ConfigurationFiles(paths: [path], root: nil)
    let rules = try ConfiguredRules(loader.rules, selection, files, &configurations, wholeOf: [path])
    let options = LintOptions(today: CalendarDate(year: 2026, month: 1, day: 1))
    let linter = Linter(rules: rules, options: options, vocabulary: tables.vocabulary, tables: tables)
    return await linter.report(on: LintInput(files: files))
  }

  /// - Parameter part: the folder whose files are judged, empty for all of them; the others may be named by these.
  /// - Throws: `ConfiguredRules.Failure`, with names of files relative to the folder.
  static func check(
    _ files: [String: String], root: String? = nil, judging part: String = "", select: [String] = []
  ) async throws -> Configured {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("fargate-lint-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, text) in files { try TestData.write(text, to: path, in: folder) }
    let tables = try LintTables.bundled()
    let vocabulary = tables.vocabulary
    var loader = PolicyLoader(vocabulary: vocabulary)
    loader.addBundled(withTests: false)
    loader.add(text: policy, file: "few.yaml")
    let path = Array(folder.path.utf8)
    let found = try Discovery.find([Array("\(folder.path)/\(part)".utf8)], Discovery.Options()).files
      .filter { !$0.name.text.hasSuffix(Configuration.fileName) }
    var configurations = ConfigurationFiles(
      paths: [path], root: root.map { Array("\(folder.path)/\($0)".utf8) })
    var selection = RuleSet.Selection()
    selection.select = select
    // Tests write Pods for short.
    if select.isEmpty { selection.ignore = ["bare-pod", "no-requests"] }
    let rules = try ConfiguredRules(loader.rules, selection, found, &configurations, wholeOf: [path])
    let options = LintOptions(today: CalendarDate(year: 2026, month: 1, day: 1))
    let linter = Linter(rules: rules, options: options, vocabulary: vocabulary, tables: tables)
    var input = LintInput(files: found)
    input.folders = [path]
    input.settings = ScopeSettings(rules.root, tables: tables)
    return Configured(rules: rules, report: await linter.report(on: input))
  }

  /// `LINE:COLUMN: MESSAGE` of each error, with the file's name where it is nested.
  static func errors(_ files: [String: String], root: String? = nil) async throws -> [String] {
    do {
      _ = try await check(files, root: root)
      return []
    } catch ConfiguredRules.Failure.configuration(let errors) {
      return errors.map { error in
        let path = error.file.split(separator: "/").drop { !$0.hasPrefix("fargate-lint-") }.dropFirst()
        let nested = path.count > 1 ? path.joined(separator: "/") + ":" : ""
        return "\(nested)\(error.position.line):\(error.position.column): \(error.message)"
      }
    }
  }

  /// `FILE:LINE SEVERITY RULE`, with `(suppressed: WHY)` behind what is.
  var lines: [String] {
    report.findings.map { finding in
      let file = finding.file.text.split(separator: "/").drop { !$0.hasPrefix("fargate-lint-") }.dropFirst()
      let suppressed = finding.suppression.map { " (\($0.kind.rawValue): \($0.justification ?? ""))" } ?? ""
      return "\(file.joined(separator: "/")):\(finding.start.line) \(finding.severity.rawValue) \(finding.rule)"
        + suppressed
    }
  }
}
