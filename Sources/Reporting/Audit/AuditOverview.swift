import Fargate
import Linting
import Manifests

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

  /// The rows that get one size.
  struct SizeCount {
    let size: PodSize
    var rows = 0
    /// As stated; a row that states no number counts as one.
    var pods = 0
  }

  /// USD a month.
  struct Cost {
    /// For all pods of the rows whose price is known.
    var whole = 0.0
    /// Of those that land on Fargate.
    var onFargate = 0.0
    /// For what nobody asked for, wherever it lands.
    var rounding = 0.0
    /// Rows whose price is not known.
    var unpriced = 0
  }

  /// How many rows land somewhere for the same reason.
  private(set) var reasons: [String: [String: Int]] = [:]
  /// By scope and namespace.
  private(set) var groups: [Group] = []
  /// What rounding costs at all replicas of a row, the most first.
  private(set) var roundings: [(row: Int, cost: Double)] = []
  /// By CPU, then by memory.
  private(set) var sizes: [SizeCount] = []
  private(set) var cost = Cost()
  /// Rows that no size holds.
  private(set) var tooLarge = 0

  private struct Key: Hashable {
    let scope: String?
    let namespace: String?
  }

  init(_ workloads: AuditedWorkloads) {
    var places: [Key: Int] = [:]
    var bySize: [PodSize: SizeCount] = [:]
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
      add(workload, &bySize)
      // What lands elsewhere is not rounded.
      let cost = (workload.roundingUSD ?? 0) * Double(workload.replicas ?? 1)
      if cost > 0.005, placement.status != PlacementStatus.ec2.rawValue { roundings.append((row, cost)) }
    }
    groups.sort { ($0.scope ?? "", $0.namespace ?? "") < ($1.scope ?? "", $1.namespace ?? "") }
    roundings.sort { ($1.cost, $0.row) < ($0.cost, $1.row) }
    sizes = bySize.values.sorted {
      ($0.size.cpu, $0.size.memory, $0.size.ephemeralStorage) < ($1.size.cpu, $1.size.memory, $1.size.ephemeralStorage)
    }
  }

  private mutating func add(_ workload: AuditedWorkload, _ bySize: inout [PodSize: SizeCount]) {
    let pods = workload.replicas ?? 1
    switch workload.fit {
    case .size(let size):
      bySize[size, default: SizeCount(size: size)].rows += 1
      bySize[size]?.pods += Int(pods)
    case .tooLarge: tooLarge += 1
    case .unknown: break
    }
    cost.rounding += (workload.roundingUSD ?? 0) * Double(pods)
    guard let price = workload.monthlyUSD else {
      cost.unpriced += 1
      return
    }
    cost.whole += price * Double(pods)
    if workload.placement.status == PlacementStatus.fargate.rawValue { cost.onFargate += price * Double(pods) }
  }

  func count(_ status: PlacementStatus) -> Int { (reasons[status.rawValue] ?? [:]).values.reduce(0, +) }
}

/// Names with how often each stands, the most frequent first.
struct Ranking {
  let rows: [(name: String, count: Int)]

  init(_ names: some Sequence<String>) {
    var counts: [String: Int] = [:]
    for name in names { counts[name, default: 0] += 1 }
    rows = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  static func folder(of file: FileName) -> String {
    let name = file.text
    return name.lastIndex(of: "/").map { String(name[..<$0]) } ?? "."
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
