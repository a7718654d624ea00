import Policies

/// Changes policies in small ways, and sees which changes no test of theirs notices.
public struct MutationTests: Sendable {
  private let tests: PolicyTests

  public init(_ tests: PolicyTests) { self.tests = tests }

  /// What became of a policy's mutants; those that do not compile count nowhere.
  public struct Result: Sendable {
    public let rule: String
    public let file: String
    public internal(set) var killed = 0
    /// Survivors that the policy declares to change nothing.
    public internal(set) var equivalent = 0
    public internal(set) var survivors: [PolicyDiff] = []
    /// Declared mutants among which no survivor is.
    public internal(set) var stale: [EquivalentMutant] = []

    public var mutants: Int { killed + equivalent + survivors.count }

    /// Of the mutants that change something, how many a test notices.
    public var percentKilled: Double {
      killed + survivors.count == 0 ? 100 : 100 * Double(killed) / Double(killed + survivors.count)
    }
  }

  /// - Returns: a result for each policy, in their order; survivors in the order of `PolicyMutator.mutations`.
  public func results(of policies: [PolicyMutator]) async -> [Result] {
    let work = policies.map { (baseline: baseline(of: $0.rule), mutations: $0.mutations) }
    let fates = await withTaskGroup(of: (policy: Int, mutation: Int, Fate).self) { tasks in
      for (policy, (baseline, mutations)) in work.enumerated() {
        for (index, mutation) in mutations.enumerated() {
          tasks.addTask { (policy, index, fate(of: mutation, policies[policy], baseline)) }
        }
      }
      var fates = work.map { [Fate](repeating: .invalid, count: $0.mutations.count) }
      for await (policy, mutation, fate) in tasks { fates[policy][mutation] = fate }
      return fates
    }
    return policies.indices.map { result(policies[$0], work[$0].mutations, fates[$0]) }
  }

  private enum Fate {
    /// It does not compile.
    case invalid
    case killed, survived
  }

  /// The notices that the tests of a policy give as it is.
  private func baseline(of rule: Rule) -> [Set<Notice>] { rule.tests.map { tests.outcome(of: rule, on: $0).notices } }

  private func fate(of mutation: PolicyMutation, _ policy: PolicyMutator, _ baseline: [Set<Notice>]) -> Fate {
    guard let mutant = policy.rule(with: mutation) else { return .invalid }
    let isKilled = zip(mutant.tests, baseline).contains { test, notices in
      let outcome = tests.outcome(of: mutant, on: test)
      return !outcome.details.isEmpty || outcome.notices != notices
    }
    return isKilled ? .killed : .survived
  }

  private func result(_ policy: PolicyMutator, _ mutations: [PolicyMutation], _ fates: [Fate]) -> Result {
    var result = Result(rule: policy.rule.description.name, file: policy.rule.file)
    var met: Set<Int> = []
    for (mutation, fate) in zip(mutations, fates) {
      switch fate {
      case .invalid: continue
      case .killed: result.killed += 1
      case .survived:
        let diff = policy.diff(of: mutation)
        if let declared = policy.rule.equivalents.firstIndex(where: { $0.describes(diff) }) {
          met.insert(declared)
          result.equivalent += 1
        } else {
          result.survivors.append(diff)
        }
      }
    }
    result.stale = policy.rule.equivalents.enumerated().filter { !met.contains($0.offset) }.map(\.element)
    return result
  }
}
