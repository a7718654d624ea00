import Manifests
import Policies
import YAML

/// Findings of a former run, which do not count when they are met again. They are known by their fingerprints.
public struct Baseline: Sendable {
  struct Entry: Sendable {
    /// nil for a text that is none of any finding.
    let fingerprint: Fingerprint?
    /// As the former run called it; nil where the file does not say.
    let rule: String?
    /// Relative to the working directory; nil where the file does not say.
    let file: String?
    /// For people.
    let resource: String?
    /// Where the entry stands in the baseline, from 1.
    let line: Int
  }

  /// The baseline's own file.
  let file: FileName
  let entries: [Entry]
  /// Files and folders that the run reads whole, absolute: what is gone from others is not known.
  private let paths: [[UInt8]]

  /// - Parameter paths: files and folders that the run reads whole, from the working directory.
  init(file: FileName, entries: [Entry], wholeOf paths: [[UInt8]]) {
    self.file = file
    self.entries = entries
    let here = System.workingDirectory()
    self.paths = paths.map { PathName.absolute($0, from: here) }
  }

  /// Marks what is known and what is new.
  /// - Parameter rules: those that run; what others found is not gone.
  /// - Returns: a notice for each entry whose finding is gone.
  func apply(to findings: inout [Finding], running rules: [RuleDescription]) -> [Notice] {
    let known = Set(entries.compactMap(\.fingerprint))
    var found: Set<Fingerprint> = []
    for index in findings.indices {
      guard known.contains(findings[index].fingerprint) else {
        findings[index].baselineState = .new
        continue
      }
      found.insert(findings[index].fingerprint)
      findings[index].baselineState = .unchanged
      if findings[index].suppression == nil {
        findings[index].suppression = Finding.Suppression(
          kind: .external, justification: "in the baseline \(file.text)")
      }
    }
    let names = RuleNames(rules)
    return gone(found, names) + renamed(names)
  }

  /// Of each rule that is called by a former name, once.
  private func renamed(_ names: RuleNames) -> [Notice] {
    var seen: Set<String> = []
    return entries.compactMap { entry in
      guard let rule = entry.rule, names.isFormer(rule), seen.insert(rule).inserted else { return nil }
      let start = Position(line: entry.line, column: 1)
      return Notice(renamed: rule, names, at: Place(file: file, start: start, end: start))
    }
  }

  private func gone(_ found: Set<Fingerprint>, _ names: RuleNames) -> [Notice] {
    let here = System.workingDirectory()
    return entries.filter { $0.fingerprint.map { !found.contains($0) } ?? true }.compactMap { entry in
      guard let rule = entry.rule, let name = entry.file, names.isRule(rule) else { return nil }
      let path = PathName.absolute(Array(name.utf8), from: here)
      guard paths.contains(where: { PathName.isInside(path, $0) }) else { return nil }
      let object = entry.resource.map { " (\($0))" } ?? ""
      return Notice(
        kind: .baselineOutdated, rule: names.current(rule), file: file, line: entry.line,
        message: "what was found in \(name)\(object) is gone: `fargate-lint baseline` writes the baseline anew")
    }
  }
}
