import Fargate
import Manifests
import Policies
import YAML

/// An entry of `exclude`: findings that are not to count. What it does not name may be anything.
public struct Exclusion: Sendable {
  struct RuleName: Sendable {
    /// Of a rule or a category.
    let text: String
    let node: NodeID
  }

  let rules: [RuleName]
  /// Absolute: only what lies below is meant, and paths are relative to it.
  let folder: [UInt8]
  /// Empty: every file below the folder.
  let paths: [Glob]
  /// Patterns with `*` and `?`; nil: any.
  let kind: String?
  let namespace: String?
  let name: String?
  let container: String?
  public let reason: String?
  /// The last day on which it holds; nil: always.
  public let until: CalendarDate?
  /// In the tree of the configuration's `source`.
  public let node: NodeID
  public let place: Place

  /// Whether it speaks of a file, given by its absolute path.
  public func covers(file: [UInt8]) -> Bool {
    guard PathName.isInside(file, folder), file != folder else { return false }
    guard !paths.isEmpty else { return true }
    let relative = PathName.relative(file, to: folder)
    return paths.contains { $0.matches(relative) }
  }

  /// Whether it speaks of the resource and the container of a finding. The file and the rule are not looked at.
  func covers(_ finding: Finding) -> Bool {
    func meets(_ pattern: String?, _ text: String?) -> Bool {
      guard let pattern else { return true }
      return text.map { Wildcard(pattern).matches($0) } ?? false
    }
    return meets(kind, finding.resource?.kind) && meets(namespace, finding.resource?.namespace)
      && meets(name, finding.resource?.name) && meets(container, finding.container)
  }

  func isExpired(on today: CalendarDate) -> Bool { until.map { $0 < today } ?? false }
}
