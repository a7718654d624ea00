import Manifests

/// What a change does to the workloads of a repository: the rows of two audits, by what they are of.
public struct AuditDiff: Sendable {
  /// A row that is not what it was.
  public enum Change: Sendable {
    case new(AuditedWorkload)
    case gone(AuditedWorkload)
    case changed(from: AuditedWorkload, to: AuditedWorkload)

    /// The workload as it is, or was.
    public var shown: AuditedWorkload {
      switch self {
      case .new(let workload), .gone(let workload), .changed(from: _, to: let workload): workload
      }
    }
  }

  public let before: Audit
  public let after: Audit
  /// By scope, namespace, kind and name. What lands, is sized, priced and blocked as before is none, wherever it stands.
  public let changes: [Change]

  public init(from before: Audit, to after: Audit) {
    self.before = before
    self.after = after
    var rows = Rows(before.workloads, after.workloads)
    rows.pair { Key($0) }
    // What has come to another namespace, file or kustomization is still the same.
    rows.pairSingle { Key($0).short }
    let gone = rows.old.map { Change.gone(before.workloads[$0]) }
    let new = rows.new.map { Change.new(after.workloads[$0]) }
    changes = (rows.changes + gone + new).map { (key: Key($0.shown), change: $0) }
      .sorted { ($0.key, $0.change.place) < ($1.key, $1.change.place) }.map(\.change)
  }

  /// Rows that wait for their other half.
  private struct Rows {
    private let before: AuditedWorkloads
    private let after: AuditedWorkloads
    private(set) var old: [Int]
    private(set) var new: [Int]
    private(set) var changes: [Change] = []

    init(_ before: AuditedWorkloads, _ after: AuditedWorkloads) {
      self.before = before
      self.after = after
      old = Array(before.indices)
      new = Array(after.indices)
    }

    /// Pairs what is alike; equals meet each other in the order of the files.
    mutating func pair(by key: (AuditedWorkload) -> Key) { pair(key, onlySingle: false) }

    /// Pairs what is alike where there is one alone on both sides.
    mutating func pairSingle(by key: (AuditedWorkload) -> Key) { pair(key, onlySingle: true) }

    private mutating func pair(_ key: (AuditedWorkload) -> Key, onlySingle: Bool) {
      let waiting = Dictionary(grouping: old) { key(before[$0]) }
      let coming = Dictionary(grouping: new) { key(after[$0]) }
      var met: Set<Int> = []
      var arrived: Set<Int> = []
      for (key, rows) in coming {
        guard let former = waiting[key], !onlySingle || rows.count == 1 && former.count == 1 else { continue }
        for (one, other) in zip(former, rows) {
          met.insert(one)
          arrived.insert(other)
          let (before, after) = (before[one], after[other])
          if !before.isAsBefore(after) { changes.append(.changed(from: before, to: after)) }
        }
      }
      old.removeAll(where: met.contains)
      new.removeAll(where: arrived.contains)
    }
  }

  private struct Key: Hashable, Comparable {
    let scope: String
    let namespace: String
    let kind: String
    let name: String
    let via: String
    let pointer: String

    private init(scope: String, namespace: String, kind: String, name: String, via: String, pointer: String) {
      (self.scope, self.namespace, self.kind) = (scope, namespace, kind)
      (self.name, self.via, self.pointer) = (name, via, pointer)
    }

    init(_ workload: AuditedWorkload) {
      scope = workload.scope ?? ""
      namespace = workload.resource.namespace ?? ""
      kind = workload.resource.kind
      name = workload.resource.name
      via = workload.via ?? ""
      pointer = workload.pointer ?? ""
    }

    /// What a workload keeps wherever it goes.
    var short: Key { Key(scope: scope, namespace: "", kind: kind, name: name, via: "", pointer: pointer) }

    private var parts: [String] { [scope, namespace, kind, name, via, pointer] }

    static func < (left: Key, right: Key) -> Bool { left.parts.lexicographicallyPrecedes(right.parts) }
  }
}

extension AuditDiff.Change {
  fileprivate var place: String { "\(shown.file.text):\(shown.line)" }
}

extension AuditedWorkload {
  fileprivate func isAsBefore(_ other: AuditedWorkload) -> Bool {
    resource.namespace == other.resource.namespace && placement.status == other.placement.status
      && placement.profile == other.placement.profile && fit == other.fit
      && replicas == other.replicas && monthlyUSD == other.monthlyUSD && blockers == other.blockers
  }
}
