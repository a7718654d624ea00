import Fargate
import Linting

/// The sums over the rows of an audit, made in one pass.
struct AuditOverview {
  /// The rows of one namespace of a scope.
  struct Group {
    let scope: String?
    /// nil: it is not known.
    let namespace: String?
    /// Places among the rows of the audit.
    var rows: [Int] = []
    var onFargate = 0
    var blocked = 0
    /// vCPU and GiB of one pod of each row whose size is known.
    var asked = (cpu: 0.0, memory: 0.0)
    var got = (cpu: 0.0, memory: 0.0)
  }

  /// How many rows land somewhere for the same reason.
  private(set) var reasons: [String: [String: Int]] = [:]
  /// By scope and namespace.
  private(set) var groups: [Group] = []
  /// What rounding costs at all replicas of a row, the most first.
  private(set) var roundings: [(row: Int, cost: Double)] = []

  private struct Key: Hashable {
    let scope: String?
    let namespace: String?
  }

  init(_ workloads: AuditedWorkloads) {
    var places: [Key: Int] = [:]
    for (row, workload) in workloads.enumerated() {
      let placement = workload.placement
      reasons[placement.status, default: [:]][placement.reason, default: 0] += 1
      let key = Key(scope: workload.scope, namespace: workload.resource.namespace)
      let place = places[key] ?? groups.count
      if place == groups.count {
        places[key] = place
        groups.append(Group(scope: key.scope, namespace: key.namespace))
      }
      groups[place].add(workload, row)
      // What lands elsewhere is not rounded.
      let cost = (workload.roundingUSD ?? 0) * Double(workload.replicas ?? 1)
      if cost > 0.005, placement.status != PlacementStatus.ec2.rawValue { roundings.append((row, cost)) }
    }
    groups.sort { ($0.scope ?? "", $0.namespace ?? "") < ($1.scope ?? "", $1.namespace ?? "") }
    roundings.sort { ($1.cost, $0.row) < ($0.cost, $1.row) }
  }
}

extension AuditOverview.Group {
  fileprivate mutating func add(_ workload: AuditedWorkload, _ row: Int) {
    rows.append(row)
    if workload.placement.status == PlacementStatus.fargate.rawValue { onFargate += 1 }
    if workload.blockers > 0 { blocked += 1 }
    guard case .size(let size) = workload.fit else { return }
    asked.cpu += workload.requests.vCPU ?? 0
    asked.memory += workload.requests.memoryGiB ?? 0
    got.cpu += size.vCPU
    got.memory += size.memoryGiB
  }
}
