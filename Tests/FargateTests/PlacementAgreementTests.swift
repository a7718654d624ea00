import Testing
import YAML

@testable import Fargate

@Suite("Placement agrees with the words of its definition")
struct PlacementAgreementTests {
  /// Each seed: sets of profiles, and pods for each.
  @Test("25,000 pairs of profiles and pods", arguments: [1, 2, 3, 4] as [UInt64])
  func agreement(seed: UInt64) throws {
    var random = Generator(state: seed)
    let tree = try Tree.parse("{}")[0]
    var statuses: [String: Int] = [:]
    for _ in 0..<2_500 {
      let profiles = random.profiles()
      let capacity = random.element([.none, .none, .certain, .doubtful] as [BruteForce.Capacity])
      let wildcards = random.chance(4, of: 5)
      let scope = ScopeClusters([Self.located(profiles, capacity, tree)])
      let index = PlacementIndex(scope, selectors: wildcards ? .wildcards : .literal)
      for _ in 0..<10 {
        let pod = random.pod()
        let expected = BruteForce.place(pod, profiles, capacity, wildcards: wildcards)
        let placement = index.placement(of: Self.traits(pod))
        let found = BruteForce.Answer(
          status: placement.status.rawValue, profile: placement.profile, matches: Set(placement.matches),
          nearest: placement.nearest.map {
            BruteForce.Nearest(
              profile: $0.profile, selector: $0.selector, missing: $0.missing.map { "\($0.key)=\($0.value)" },
              namespaceMatches: $0.namespaceMatches, isOnly: $0.isOnly)
          })
        statuses[found.status, default: 0] += 1
        if found != expected {
          Issue.record("pod \(pod) of \(profiles), \(capacity): found \(found), expected \(expected)")
          return
        }
        if let keys = index.decidingLabels {
          var traits = Self.traits(pod)
          traits.labels = traits.labels.filter { keys.contains($0.key) }
          if index.placement(of: traits) != placement { Issue.record("\(pod) lands elsewhere without other labels") }
        }
        if let first = placement.profile, placement.matches.first != first {
          Issue.record("the profile that takes the pod is not the first match")
        }
      }
    }
    for status in PlacementStatus.allCases { #expect(statuses[status.rawValue, default: 0] > 1_000) }
  }

  // MARK: Translation

  private static func located(
    _ profiles: [BruteForce.Profile], _ capacity: BruteForce.Capacity, _ tree: Tree
  ) -> LocatedDescription {
    let node = NodeID(index: 0)
    func value(_ text: String?) -> Sourced<String> {
      text.map { Sourced($0, at: node) } ?? Sourced(unresolved: "it is not known", at: node)
    }
    var description = ClusterDescription(format: .eksctl, tree: tree, node: node)
    description.isCluster = true
    description.profiles = profiles.map { profile in
      FargateProfile(
        node: node, name: profile.name.map { value($0) },
        selectors: profile.selectors.map { selector in
          ProfileSelector(
            node: node, namespace: value(selector.namespace),
            labels: selector.labels.map { LabelPair(key: value($0.key), value: value($0.value)) },
            unresolved: selector.isCertain ? nil : "a condition decides")
        },
        subnets: nil, role: nil, tags: [], unresolved: profile.isCertain ? nil : "a condition decides")
    }
    if capacity != .none {
      description.capacity = [
        Capacity(
          kind: .ec2, node: node, title: "node group `a`",
          unresolved: capacity == .certain ? nil : "a condition decides")
      ]
    }
    return LocatedDescription(description, file: "a.yaml") { _ in 1 }
  }

  private static func traits(_ pod: BruteForce.Pod) -> PodTraits {
    PodTraits(
      namespace: pod.namespace.map { .known($0) } ?? .unknown(reason: "it is a base"), labels: pod.labels,
      laterLabels: pod.mayGetLabels ? "a webhook does" : nil,
      computeType: pod.optsOut.map { $0 ? .value("ec2") : .absent } ?? .unknown,
      owner: pod.ofDaemonSet ? .daemonSet : .other)
  }

  // MARK: Generation

  /// SplitMix64, so that a seed gives the same on every machine.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var value = state
      value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
      value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
      return value ^ (value >> 31)
    }

    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
    mutating func chance(_ part: Int, of whole: Int) -> Bool { below(whole) < part }
    mutating func element<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

    /// A known text mostly.
    mutating func perhaps(_ list: [String]) -> String? { chance(1, of: 25) ? nil : element(list) }

    mutating func profiles() -> [BruteForce.Profile] {
      var names = ["web", "Web", "api", "9", "a-b"]
      return (0..<below(5)).map { _ in
        let name = names.remove(at: below(names.count))
        return BruteForce.Profile(
          name: chance(1, of: 12) ? nil : name, selectors: (0..<(1 + below(3))).map { _ in selector() },
          isCertain: !chance(1, of: 15))
      }
    }

    private mutating func selector() -> BruteForce.Selector {
      BruteForce.Selector(
        namespace: perhaps(["web", "web", "web*", "web-?", "*", "k*m", "w?b", "default", "**", "?", "*-*"]),
        labels: (0..<below(4)).map { _ in
          (
            perhaps(["app", "app", "tier", "env", "*", "a*", "?nv"]),
            perhaps(["a", "a", "b", "a*", "*", "?", "*b?", ""])
          )
        },
        isCertain: !chance(1, of: 15))
    }

    mutating func pod() -> BruteForce.Pod {
      var labels: [String: String?] = [:]
      for key in ["app", "tier", "env", "app.kubernetes.io/name"] where chance(1, of: 2) {
        labels.updateValue(perhaps(["a", "b", "ab", "abc", ""]), forKey: key)
      }
      if chance(1, of: 6) {
        labels.updateValue(perhaps(["web", "api", "other"]), forKey: "eks.amazonaws.com/fargate-profile")
      }
      return BruteForce.Pod(
        namespace: chance(1, of: 15) ? nil : element(["web", "web", "web-a", "web-", "default", "kube-system", "w"]),
        labels: labels, mayGetLabels: chance(1, of: 12), ofDaemonSet: chance(1, of: 12),
        optsOut: chance(1, of: 30) ? nil : chance(1, of: 15))
    }
  }
}
