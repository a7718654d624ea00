/// What would bring the workloads to Fargate that no profile takes: each judged as if it landed there.
public struct MigrationPlan: Sendable {
  public enum Verdict: String, Sendable, CaseIterable {
    /// A profile is all that it lacks.
    case moves
    /// It can land on Fargate once what leads to it is changed, or it has a label of its own.
    case movesAfter = "moves-after"
    /// Something of its own stands in the way.
    case stays
    /// Nobody can tell.
    case undecided
  }

  /// What becomes of one workload.
  public struct Move: Sendable {
    /// The workload's place among the rows of the audit.
    public let row: Int
    public let verdict: Verdict
    /// What is wrong with the workload itself: places in `findings`.
    public let obstacles: [Int]
    /// What is wrong with objects that lead to its pods: places in `findings`.
    public let changes: [Int]
    /// Why, where no finding says it.
    public let reason: String?
  }

  /// A selector that takes workloads that can move, and none that cannot.
  public struct Selector: Sendable {
    public let namespace: String
    /// All of them are to hold.
    public let labels: [Label]
    /// The rows that it takes.
    public let rows: [Int]
    /// Whether its label is one that the pods do not have yet, as nothing of theirs tells them from what stays.
    public let isLabelNew: Bool
  }

  public struct Label: Sendable, Hashable, Comparable {
    public let key: String
    public let value: String

    public static func < (left: Label, right: Label) -> Bool { (left.key, left.value) < (right.key, right.value) }
  }

  /// The selectors that a scope needs.
  public struct Selection: Sendable {
    /// nil for a run that is one scope.
    public let scope: String?
    /// By namespace, then by labels.
    public let selectors: [Selector]
    /// Whether fewer surely do not do.
    public let isSmallest: Bool
    /// How many selectors a profile may have.
    public let perProfile: Int

    /// The selectors, as many at a time as a profile may have.
    public var profiles: [ArraySlice<Selector>] {
      stride(from: 0, to: selectors.count, by: perProfile).map {
        selectors[$0..<min($0 + perProfile, selectors.count)]
      }
    }
  }

  /// In the order of the rows.
  public let moves: [Move]
  public let selections: [Selection]
  /// Errors that the workloads, or what leads to them, would have on Fargate.
  public let findings: [Finding]

  public func count(_ verdict: Verdict) -> Int { moves.count { $0.verdict == verdict } }
}
