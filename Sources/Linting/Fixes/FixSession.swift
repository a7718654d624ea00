import Manifests
import YAML

/// Applies fixes to texts in rounds until none is left: of fixes that meet each other one waits for the next round.
///
/// Each round is judged by a report on the changed texts: the findings must be gone and none may be new, else what is to
/// blame is looked for by halves, and refused. The session reads no file and runs no rule: whoever holds it asks for the
/// next `trial`, checks these texts, and hands the report back.
public struct FixSession: Sendable {
  /// Which fixes are applied.
  public enum Permission: Sendable {
    case safe
    /// Those that change what a program does, too.
    case all
  }

  /// A fix that is not applied, and why.
  public struct Refusal: Sendable {
    public let finding: Finding
    public let reason: Reason

    public enum Reason: Sendable, Equatable {
      /// The file is no UTF-8, has changed, or cannot be read.
      case text
      /// The finding would still be there.
      case remains
      /// Something else would be found.
      case brings(rule: String, message: String)
    }
  }

  private let permission: Permission
  private let original: @Sendable (FileName) -> [UInt8]?
  /// What was in the files that fixes change, each read once.
  public private(set) var originals: [FileName: [UInt8]] = [:]
  /// The texts that fixes have changed so far.
  public private(set) var texts: [FileName: [UInt8]] = [:]
  /// The findings that are gone, in the order in which they went.
  public private(set) var fixed: [Finding] = []
  public private(set) var refusals: [Refusal] = []
  /// What to check next; nil: all is done.
  public private(set) var trial: [FileName: [UInt8]]?

  private var report: Report
  private var tried: [Finding] = []
  private var refused: Set<Key> = []

  /// By what a finding is known before and after.
  private struct Key: Hashable {
    let rule: String
    let hash: UInt64

    init(_ finding: Finding) {
      rule = finding.rule
      hash = finding.fingerprint.hash
    }
  }

  /// - Parameters:
  ///   - report: on the texts as they are, with fixes.
  ///   - original: what is in a file.
  public init(
    _ report: Report, _ permission: Permission, original: @escaping @Sendable (FileName) -> [UInt8]?
  ) {
    self.report = report
    self.permission = permission
    self.original = original
    plan()
  }

  // MARK: Rounds

  /// Takes the report on the texts of the trial.
  public mutating func judge(_ after: Report) {
    let before = count(report.findings)
    let now = count(after.findings)
    let wanted = count(tried)
    let remaining = tried.filter { finding in
      let key = Key(finding)
      return now[key, default: 0] > before[key, default: 0] - wanted[key, default: 0]
    }
    if !remaining.isEmpty {
      for finding in remaining { refuse(finding, .remains) }
      return plan()
    }
    let new = after.findings.filter { now[Key($0), default: 0] > before[Key($0), default: 0] }
    guard let first = new.first else {
      texts = trial ?? texts
      fixed += tried
      report = after
      return plan()
    }
    guard tried.count > 1 else {
      for finding in tried { refuse(finding, .brings(rule: first.rule, message: first.message)) }
      return plan()
    }
    // What changes none of the files with something new goes first, else one half.
    let files = Set(new.map(\.file))
    let others = tried.filter { $0.fix.map { !files.contains($0.file) } ?? true }
    attempt(others.isEmpty || others.count == tried.count ? Array(tried[..<(tried.count / 2)]) : others)
  }

  private func count(_ findings: [Finding]) -> [Key: Int] {
    findings.reduce(into: [:]) { $0[Key($1), default: 0] += 1 }
  }

  private mutating func refuse(_ finding: Finding, _ reason: Refusal.Reason) {
    if refused.insert(Key(finding)).inserted { refusals.append(Refusal(finding: finding, reason: reason)) }
  }

  /// Chooses fixes that do not meet, in report order.
  private mutating func plan() {
    var chosen: [Finding] = []
    var taken: [FileName: TakenRegions] = [:]
    for finding in report.findings where isApplicable(finding) {
      guard let fix = finding.fix else { continue }
      if taken[fix.file, default: TakenRegions()].take(fix.replacements) { chosen.append(finding) }
    }
    attempt(chosen)
  }

  private func isApplicable(_ finding: Finding) -> Bool {
    guard let fix = finding.fix, finding.suppression == nil, finding.baselineState != .unchanged else { return false }
    return (fix.isSafe || permission == .all) && !refused.contains(Key(finding))
  }

  private mutating func attempt(_ findings: [Finding]) {
    trial = nil
    tried = []
    guard !findings.isEmpty else { return }
    var changed = texts
    for (file, own) in Dictionary(grouping: findings, by: { $0.fix?.file ?? $0.file }) {
      let replacements = own.flatMap { $0.fix?.replacements ?? [] }
      if originals[file] == nil { originals[file] = original(file) }
      guard let text = texts[file] ?? originals[file], let edited = replacements.applied(to: text) else {
        for finding in own { refuse(finding, .text) }
        continue
      }
      changed[file] = edited
    }
    tried = findings.filter { !refused.contains(Key($0)) }
    if tried.isEmpty { return plan() }
    trial = changed
  }
}
