import Fargate
import Policies

/// What rules say of the subjects of one resource or document.
struct Judgement: Sendable {
  /// What stands wherever pods land.
  var findings: [Finding] = []
  var notices: [Notice] = []
  /// What stands where a pod turns out to land somewhere.
  var candidates: [Candidate] = []
  /// Whether placement is open, so that what is about pods is a candidate.
  let isOpen: Bool

  struct Candidate: Sendable {
    enum Outcome: Sendable {
      case finding(Finding)
      case notice(Notice)
    }

    private(set) var outcome: Outcome
    /// nil: any of the resource's pods.
    let pod: Int?
    /// nil: wherever it lands; its placement is shown.
    let placement: Set<PlacementStatus>?

    mutating func relate(to object: ReadDocument) {
      guard case .finding(var finding) = outcome else { return }
      finding.relate(to: object)
      outcome = .finding(finding)
    }
  }

  /// Says of what object it is.
  mutating func concern(_ object: ResourceID) { findings = findings.map { $0.about(object) } }

  mutating func relate(to object: ReadDocument) {
    for number in findings.indices { findings[number].relate(to: object) }
  }

  mutating func add(_ finding: Finding, by rule: Rule, of pod: Int?) {
    guard isOpen, rule.placement != nil || pod != nil else { return findings.append(finding) }
    candidates.append(Candidate(outcome: .finding(finding), pod: pod, placement: rule.placement))
  }

  mutating func add(_ notice: Notice, by rule: Rule, of pod: Int?) {
    guard isOpen, rule.placement != nil else { return notices.append(notice) }
    candidates.append(Candidate(outcome: .notice(notice), pod: pod, placement: rule.placement))
  }
}
