import Fargate

/// Works a plan out from two runs over the same files: as things are, and as if every pod landed on Fargate.
struct MigrationPlanner {
  private let run: Linter.Run
  private let assumed: Linter.Run
  private let workloads: AuditedWorkloads
  private let errors: ErrorsByObject
  /// By scope: what is wrong with objects that lead to pods.
  private let around: [[PodID: [Int]]]
  private let perProfile: Int
  private let perSelector: Int
  /// Keys of labels that every release changes.
  private let passing: Set<String>

  init(_ run: Linter.Run, assumed: Linter.Run, _ workloads: AuditedWorkloads, tables: Tables) {
    self.run = run
    self.assumed = assumed
    self.workloads = workloads
    let errors = ErrorsByObject(assumed.report)
    self.errors = errors
    around = assumed.scopes.all.map { MigrationPlanner.around($0, errors) }
    perProfile = tables.number("profile_quotas.selectors_per_profile.default")
    perSelector = tables.number("profile_quotas.label_pairs_per_selector.default")
    passing = Set(tables.texts("migration.labels_of_a_release[]"))
  }

  private static func around(_ scope: Scope, _ errors: ErrorsByObject) -> [PodID: [Int]] {
    var around: [PodID: [Int]] = [:]
    let index = scope.index
    for id in errors.objects where index.inventory.pods(of: id).isEmpty {
      let found = errors.errors(of: id, scope)
      if found.isEmpty { continue }
      for pod in index.pods(reachedBy: id) { around[pod, default: []] += found }
    }
    return around
  }

  // MARK: Verdicts

  func plan() -> MigrationPlan {
    var moves: [MigrationPlan.Move] = []
    /// The rows of each namespace that could be moved, and those that no selector may take.
    var groups: [Group: (movers: [Int], others: [Int])] = [:]
    for index in workloads.indices {
      let row = workloads.row(index)
      let scope = run.scopes.all[Int(row.scope)]
      guard scope.judged(row.pod).status != .fargate else { continue }
      let move = move(index, row, scope)
      let group = Group(scope: row.scope, namespace: scope.deployedNamespace(of: row.pod.resource) ?? "")
      if move.verdict == .moves || move.verdict == .movesAfter {
        groups[group, default: ([], [])].movers.append(moves.count)
      } else if canBeTaken(row.pod, scope) {
        groups[group, default: ([], [])].others.append(index)
      }
      moves.append(move)
    }
    var selections: [UInt32: [MigrationPlan.Selector]] = [:]
    var smallest: [UInt32: Bool] = [:]
    for (group, rows) in groups.sorted(by: { $0.key < $1.key }) where !rows.movers.isEmpty {
      let cover = SelectorCover(
        wanted: rows.movers.map { labels(moves[$0].row) }, others: rows.others.map(labels), most: perSelector)
      selections[group.scope, default: []] += selectors(cover, rows.movers, rows.others, group, &moves)
      smallest[group.scope] = cover.isSmallest && smallest[group.scope] ?? true
    }
    return MigrationPlan(
      moves: moves,
      selections: selections.sorted { $0.key < $1.key }.map { scope, selectors in
        MigrationPlan.Selection(
          scope: run.scopes.all[Int(scope)].name, selectors: selectors, isSmallest: smallest[scope] ?? true,
          perProfile: max(1, perProfile))
      },
      findings: assumed.report.findings)
  }

  private struct Group: Hashable, Comparable {
    let scope: UInt32
    let namespace: String

    static func < (left: Group, right: Group) -> Bool {
      (left.scope, left.namespace) < (right.scope, right.namespace)
    }
  }

  private func move(_ index: Int, _ row: AuditedWorkloads.Row, _ scope: Scope) -> MigrationPlan.Move {
    let judged = assumed.scopes.all[Int(row.scope)]
    let own = errors.errors(of: row.pod, judged)
    let others = around[Int(row.scope)][row.pod] ?? []
    func move(_ verdict: MigrationPlan.Verdict, _ reason: String? = nil) -> MigrationPlan.Move {
      MigrationPlan.Move(row: index, verdict: verdict, obstacles: own, changes: others, reason: reason)
    }
    if isKeptOff(row.pod, scope) { return move(.stays, "its annotation asks for EC2") }
    if scope.index.inventory[row.pod.resource].isDaemon, own.isEmpty {
      return move(.stays, "no profile takes the pods of a DaemonSet")
    }
    if !own.isEmpty { return move(.stays) }
    if scope.deployedNamespace(of: row.pod.resource) == nil { return move(.undecided, "its namespace is not known") }
    return move(others.isEmpty ? .moves : .movesAfter)
  }

  /// Whether a profile would take a pod, if a selector matched.
  private func canBeTaken(_ pod: PodID, _ scope: Scope) -> Bool {
    !scope.index.inventory[pod.resource].isDaemon && !isKeptOff(pod, scope)
  }

  private func isKeptOff(_ pod: PodID, _ scope: Scope) -> Bool { scope.traits(of: pod, in: pod.resource).isKeptOff }

  // MARK: Selectors

  private func labels(_ index: Int) -> Set<MigrationPlan.Label> {
    let row = workloads.row(index)
    let inventory = run.scopes.all[Int(row.scope)].index.inventory
    var labels: Set<MigrationPlan.Label> = []
    for label in inventory.labels(of: row.pod) {
      guard let value = label.value.map(inventory.texts.text), !value.isEmpty else { continue }
      let key = inventory.texts.text(label.key)
      if !passing.contains(key) { labels.insert(MigrationPlan.Label(key: key, value: value)) }
    }
    return labels
  }

  /// - Parameter movers: places among the moves; those that no label tells from the others come to need one.
  private func selectors(
    _ cover: SelectorCover, _ movers: [Int], _ others: [Int], _ group: Group, _ moves: inout [MigrationPlan.Move]
  ) -> [MigrationPlan.Selector] {
    var result = cover.sets.map { set in
      MigrationPlan.Selector(
        namespace: group.namespace, labels: set.labels, rows: set.pods.map { moves[movers[$0]].row }, isLabelNew: false)
    }
    if cover.inseparable.isEmpty { return result }
    result.append(
      MigrationPlan.Selector(
        namespace: group.namespace, labels: [MigrationPlanner.newLabel],
        rows: cover.inseparable.map { moves[movers[$0]].row }, isLabelNew: true))
    for place in cover.inseparable.map({ movers[$0] }) {
      let own = labels(moves[place].row)
      let alike = others.first { labels($0).isSuperset(of: own) }.map { workloads[$0].resource }
      let label = MigrationPlanner.newLabel
      moves[place] = MigrationPlan.Move(
        row: moves[place].row, verdict: .movesAfter, obstacles: [], changes: moves[place].changes,
        reason: "its pods need a label of their own, such as `\(label.key): \(label.value)`"
          + (alike.map { ": \($0.kind) `\($0.name)` stays, and has all that they have" } ?? ""))
    }
    return result
  }

  private static let newLabel = MigrationPlan.Label(key: "runs-on", value: "fargate")
}
