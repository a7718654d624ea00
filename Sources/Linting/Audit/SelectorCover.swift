/// The fewest sets of labels that tell some pods from others.
///
/// Set cover, solved by branch and bound from the greedy answer on.
struct SelectorCover {
  typealias Label = MigrationPlan.Label

  /// Sets of labels, and the wanted pods that have all of each; every pod that can be told is in one.
  private(set) var sets: [(labels: [Label], pods: [Int])] = []
  /// Wanted pods all of whose labels another pod has, too.
  private(set) var inseparable: [Int] = []
  /// Whether fewer sets surely do not do.
  private(set) var isSmallest = true

  /// Steps after which the best answer so far stands.
  private static let steps = 20_000
  /// Sets of one size that are tried with a label more.
  private static let parts = 2_000
  /// A set has no more labels than a selector may.
  private let most: Int

  /// - Parameters:
  ///   - wanted: the labels of the pods that a set has to take.
  ///   - others: the labels of those that none may take.
  ///   - most: how many labels a set may have.
  init(wanted: [Set<Label>], others: [Set<Label>], most: Int) {
    self.most = most
    if wanted.isEmpty { return }
    // No label is needed where there is nothing to tell them from.
    if others.isEmpty {
      sets = [([], Array(wanted.indices))]
      return
    }
    let kinds = Dictionary(grouping: wanted.indices) { wanted[$0] }
      .sorted { $0.value[0] < $1.value[0] }.map { (labels: $0.key, pods: $0.value) }
    let (candidates, isWhole) = candidates(kinds.map(\.labels), others)
    let coverable = candidates.reduce(into: Set<Int>()) { $0.formUnion($1.takes) }
    inseparable = kinds.indices.filter { !coverable.contains($0) }.flatMap { kinds[$0].pods }.sorted()
    var search = Search(candidates: candidates, left: SelectorCover.steps)
    search.run(from: coverable)
    isSmallest = search.isComplete && isWhole
    var taken: Set<Int> = []
    for choice in search.best.sorted(by: { candidates[$0].labels.lexicographicallyPrecedes(candidates[$1].labels) }) {
      let fresh = candidates[choice].takes.subtracting(taken)
      taken.formUnion(fresh)
      sets.append((candidates[choice].labels, fresh.flatMap { kinds[$0].pods }.sorted()))
    }
  }

  // MARK: Candidates

  private struct Candidate {
    /// Sorted.
    let labels: [Label]
    /// Kinds of wanted pods.
    let takes: Set<Int>
  }

  /// Sets of labels that no other pod has all of, none with a label that it does not need, those that take the same once.
  /// - Returns: `isWhole`: whether none was left out as there are too many.
  private func candidates(
    _ wanted: [Set<Label>], _ others: [Set<Label>]
  ) -> (candidates: [Candidate], isWhole: Bool) {
    var isWhole = true
    var byTaken: [Set<Int>: [Label]] = [:]
    for labels in wanted {
      let sorted = labels.sorted()
      var open: [[Label]] = [[]]
      for _ in 0..<max(1, min(most, sorted.count)) where !open.isEmpty {
        var next: [[Label]] = []
        for part in open {
          for label in sorted where part.last.map({ $0 < label }) ?? true {
            let set = part + [label]
            if others.contains(where: { $0.isSuperset(of: set) }) {
              next.append(set)
              continue
            }
            let takes = Set(wanted.indices.filter { wanted[$0].isSuperset(of: set) })
            let known = byTaken[takes]
            if known.map({ (set.count, set) < ($0.count, $0) }) ?? true { byTaken[takes] = set }
          }
        }
        isWhole = isWhole && next.count <= SelectorCover.parts
        open = Array(next.prefix(SelectorCover.parts))
      }
    }
    let all = byTaken.map { Candidate(labels: $0.value, takes: $0.key) }
      .sorted { ($1.takes.count, $0.labels) < ($0.takes.count, $1.labels) }
    // What takes a part of another's is never needed. The larger stand first.
    var kept: [Candidate] = []
    for candidate in all where !kept.contains(where: { $0.takes.isSuperset(of: candidate.takes) }) {
      kept.append(candidate)
    }
    return (kept, isWhole)
  }

  // MARK: Search

  private struct Search {
    let candidates: [Candidate]
    var left: Int
    var best: [Int] = []
    var isComplete = true

    mutating func run(from open: Set<Int>) {
      best = greedy(open)
      branch(open, [])
    }

    private func greedy(_ open: Set<Int>) -> [Int] {
      var open = open
      var chosen: [Int] = []
      while !open.isEmpty {
        var pick = (candidate: 0, takes: 0)
        for number in candidates.indices {
          let takes = candidates[number].takes.intersection(open).count
          if takes > pick.takes { pick = (number, takes) }
        }
        if pick.takes == 0 { break }
        chosen.append(pick.candidate)
        open.subtract(candidates[pick.candidate].takes)
      }
      return chosen
    }

    private mutating func branch(_ open: Set<Int>, _ chosen: [Int]) {
      if open.isEmpty {
        if chosen.count < best.count { best = chosen }
        return
      }
      let largest = candidates.reduce(1) { max($0, $1.takes.intersection(open).count) }
      if chosen.count + (open.count + largest - 1) / largest >= best.count { return }
      guard left > 0 else {
        isComplete = false
        return
      }
      left -= 1
      // The pod that the fewest sets take decides first.
      let hardest = open.min { one, other in
        let (ways, others) = (ways(to: one), ways(to: other))
        return (ways.count, one) < (others.count, other)
      }
      guard let hardest else { return }
      for candidate in ways(to: hardest) {
        branch(open.subtracting(candidates[candidate].takes), chosen + [candidate])
      }
    }

    private func ways(to kind: Int) -> [Int] { candidates.indices.filter { candidates[$0].takes.contains(kind) } }
  }
}

private func < (left: (Int, [MigrationPlan.Label]), right: (Int, [MigrationPlan.Label])) -> Bool {
  left.0 != right.0 ? left.0 < right.0 : left.1.lexicographicallyPrecedes(right.1)
}
