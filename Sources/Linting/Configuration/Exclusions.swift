import Manifests
import Policies

/// The entries of `exclude` of all configurations, and what becomes of findings by them.
struct Exclusions: Sendable {
  private var entries: [Exclusion] = []
  /// Entries whose folder is read whole.
  private var isWhole: [Bool] = []
  /// The names of rules that each entry excludes, those of its categories among them.
  private var rules: [Set<String>] = []
  private var byRule: [String: [Int]] = [:]

  init() {}

  init(_ configurations: [Configuration], _ descriptions: [RuleDescription], wholeOf paths: [[UInt8]]) {
    let here = System.workingDirectory()
    let folders = paths.map { PathName.absolute($0, from: here) }
    let byCategory = Dictionary(grouping: descriptions, by: \.category).mapValues { $0.map(\.name) }
    let known = RuleNames(descriptions)
    for configuration in configurations {
      let read = folders.contains { PathName.isInside(configuration.folder, $0) }
      for entry in configuration.exclusions {
        let names = Set(entry.rules.flatMap { byCategory[$0.text] ?? [known.current($0.text)] })
        for name in names { byRule[name, default: []].append(entries.count) }
        entries.append(entry)
        isWhole.append(read)
        rules.append(names)
      }
    }
  }

  /// Marks what is excluded. A finding that its file suppresses stays so.
  /// - Returns: what is to be said of the entries themselves.
  func apply(to findings: inout [Finding], by set: RuleSet, today: CalendarDate) -> [RunVerdict] {
    guard !entries.isEmpty else { return [] }
    let here = System.workingDirectory()
    var used = [Bool](repeating: false, count: entries.count)
    for index in findings.indices {
      let finding = findings[index]
      guard let candidates = byRule[finding.rule] else { continue }
      let file = PathName.absolute(finding.file.bytes, from: here)
      for number in candidates where entries[number].covers(file: file) && entries[number].covers(finding) {
        used[number] = true
        guard findings[index].suppression == nil, !entries[number].isExpired(on: today) else { continue }
        findings[index].suppression = Finding.Suppression(kind: .external, justification: entries[number].reason)
      }
    }
    let running = Set(set.descriptions.map(\.name))
    return entries.indices.map { number in
      let entry = entries[number]
      if entry.isExpired(on: today) {
        let expired = note(
          BuiltInRules.expiredSuppression, "this exclusion has expired: remove it, or give a later `until`", entry, set)
        return RunVerdict(isUsed: used[number], ifUsed: expired, ifUnused: expired)
      }
      let isTold = isWhole[number] && rules[number].isSubset(of: running)
      return RunVerdict(
        isUsed: used[number],
        ifUsed: entry.reason != nil
          ? nil : note(BuiltInRules.suppressionWithoutReason, "this exclusion gives no `reason`", entry, set),
        ifUnused: !isTold
          ? nil : note(BuiltInRules.unusedSuppression, "this exclusion matches no finding: remove it", entry, set))
    }
  }

  private func note(_ rule: RuleDescription, _ message: String, _ entry: Exclusion, _ set: RuleSet) -> Finding? {
    guard !set.ignoredBuiltIns.contains(rule.name) else { return nil }
    return Finding(
      rule: rule.name, category: rule.category, severity: set.severity(of: rule), message: message,
      file: entry.place.file, start: entry.place.start, end: entry.place.end, pointer: nil, document: 0, resource: nil,
      placement: nil, related: [], fingerprint: Fingerprint.key(rule: rule.name, text: message))
  }
}
