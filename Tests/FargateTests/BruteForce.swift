/// Placement as semantics and catalogue put it in words, tried out one by one, without an index.
///
/// What is not known gives a set of possible answers; a match is certain when it holds in all of them.
enum BruteForce {
  struct Selector {
    /// nil: not known.
    var namespace: String?
    var labels: [(key: String?, value: String?)]
    var isCertain: Bool
  }

  struct Profile {
    /// nil: nothing names it.
    var name: String?
    var selectors: [Selector]
    var isCertain: Bool
  }

  struct Pod {
    /// nil: not known.
    var namespace: String?
    var labels: [String: String?]
    var mayGetLabels: Bool
    var ofDaemonSet: Bool
    /// The annotation compute-type is `ec2`; nil: written, but not known.
    var optsOut: Bool?
  }

  enum Capacity { case none, certain, doubtful }

  struct Answer: Equatable {
    var status: String
    var profile: Int?
    var matches: Set<Int> = []
    var nearest: Nearest?
  }

  struct Nearest: Equatable {
    var profile: Int
    var selector: Int
    var missing: [String]
    var namespaceMatches: Bool
    var isOnly: Bool
  }

  static func place(_ pod: Pod, _ profiles: [Profile], _ capacity: Capacity, wildcards: Bool) -> Answer {
    if pod.ofDaemonSet { return Answer(status: elsewhere(profiles, capacity)) }
    if pod.optsOut == true {
      return Answer(status: elsewhere(profiles, capacity) == "pending" ? "pending" : "ec2")
    }
    let outcomes = profiles.map { matches(pod, $0, wildcards) }
    let certain = profiles.indices.filter { outcomes[$0] == .holds }
    if !certain.isEmpty {
      guard pod.optsOut == false else { return Answer(status: "unknown", matches: Set(certain)) }
      let label = pod.labels["eks.amazonaws.com/fargate-profile"] ?? nil
      let chosen = certain.first { label != nil && profiles[$0].name == label }
      let first = certain.min { comesFirst($0, $1, profiles) }
      return Answer(status: "fargate", profile: chosen ?? first, matches: Set(certain))
    }
    let possible = outcomes.contains { $0.contains(.holds) }
    return Answer(
      status: possible ? "unknown" : elsewhere(profiles, capacity), nearest: nearest(pod, profiles, wildcards))
  }

  /// By name; what has none comes last.
  private static func comesFirst(_ one: Int, _ other: Int, _ profiles: [Profile]) -> Bool {
    guard let left = profiles[one].name else { return profiles[other].name == nil && one < other }
    guard let right = profiles[other].name else { return true }
    return Array(left.utf8).lexicographicallyPrecedes(Array(right.utf8))
  }

  private static func elsewhere(_ profiles: [Profile], _ capacity: Capacity) -> String {
    switch capacity {
    case .certain: "ec2"
    case .doubtful: "unknown"
    case .none: profiles.contains { $0.isCertain } ? "pending" : "unknown"
    }
  }

  /// What may turn out.
  private struct Outcomes: OptionSet {
    let rawValue: UInt8
    static let holds = Outcomes(rawValue: 1)
    static let fails = Outcomes(rawValue: 2)
    static let either: Outcomes = [holds, fails]
  }

  private static func matches(_ pod: Pod, _ profile: Profile, _ wildcards: Bool) -> Outcomes {
    let outcome = any(profile.selectors.map { matches(pod, $0, wildcards) })
    return profile.isCertain ? outcome : all([outcome, .either])
  }

  private static func matches(_ pod: Pod, _ selector: Selector, _ wildcards: Bool) -> Outcomes {
    var parts = [holds(selector.namespace, pod.namespace, wildcards)]
    for pair in selector.labels { parts.append(isThere(pair, pod, wildcards)) }
    if !selector.isCertain { parts.append(.either) }
    return all(parts)
  }

  private static func isThere(_ pair: (key: String?, value: String?), _ pod: Pod, _ wildcards: Bool) -> Outcomes {
    var labels: [Outcomes] = pod.mayGetLabels ? [.either] : []
    for (key, value) in pod.labels {
      labels.append(all([holds(pair.key, key, wildcards), holds(pair.value, value, wildcards)]))
    }
    return any(labels)
  }

  private static func all(_ parts: [Outcomes]) -> Outcomes {
    var outcome = Outcomes.holds
    for part in parts {
      if part == .fails { return .fails }
      if part == .either { outcome = .either }
    }
    return outcome
  }

  private static func any(_ parts: [Outcomes]) -> Outcomes {
    var outcome = Outcomes.fails
    for part in parts {
      if part == .holds { return .holds }
      if part == .either { outcome = .either }
    }
    return outcome
  }

  private static func holds(_ pattern: String?, _ text: String?, _ wildcards: Bool) -> Outcomes {
    guard let pattern else { return .either }
    guard let text else {
      return wildcards && !pattern.isEmpty && pattern.utf8.allSatisfy { $0 == UInt8(ascii: "*") } ? .holds : .either
    }
    let fits = wildcards ? fits(Array(pattern.utf8), 0, Array(text.utf8), 0) : pattern == text
    return fits ? .holds : .fails
  }

  /// Whether the pattern from `place` on fits the text from `at` on.
  private static func fits(_ pattern: [UInt8], _ place: Int, _ text: [UInt8], _ at: Int) -> Bool {
    if place == pattern.count { return at == text.count }
    switch pattern[place] {
    case UInt8(ascii: "*"):
      return fits(pattern, place + 1, text, at) || (at < text.count && fits(pattern, place, text, at + 1))
    case UInt8(ascii: "?"): return at < text.count && fits(pattern, place + 1, text, at + 1)
    default: return at < text.count && text[at] == pattern[place] && fits(pattern, place + 1, text, at + 1)
    }
  }

  /// Of the selectors that are known whole: namespace first, then the fewest missing pairs, then the profile's name.
  private static func nearest(_ pod: Pod, _ profiles: [Profile], _ wildcards: Bool) -> Nearest? {
    var candidates: [Nearest] = []
    for (number, profile) in profiles.enumerated() {
      for (index, selector) in profile.selectors.enumerated() where selector.isCertain {
        guard let namespace = selector.namespace,
          selector.labels.allSatisfy({ $0.key != nil && $0.value != nil })
        else { continue }
        var pod = pod
        pod.mayGetLabels = false
        let missing = selector.labels.filter { isThere($0, pod, wildcards) != .holds }
        candidates.append(
          Nearest(
            profile: number, selector: index, missing: missing.map { "\($0.key ?? "")=\($0.value ?? "")" },
            namespaceMatches: holds(namespace, pod.namespace, wildcards) == .holds, isOnly: true))
      }
    }
    let inNamespace = candidates.filter(\.namespaceMatches)
    if !inNamespace.isEmpty { candidates = inNamespace }
    guard let fewest = candidates.map(\.missing.count).min() else { return nil }
    candidates = candidates.filter { $0.missing.count == fewest }
    var best = candidates[0]
    for candidate in candidates.dropFirst()
    where candidate.profile != best.profile && comesFirst(candidate.profile, best.profile, profiles) {
      best = candidate
    }
    best.isOnly = candidates.count == 1
    return best
  }
}
