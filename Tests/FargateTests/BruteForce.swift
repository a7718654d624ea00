/// Placement as semantics and catalogue put it in words, tried out one by one, without an index.
///
/// What is not known gives a set of possible answers; a match is certain when `true` is the only one.
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
    let certain = profiles.indices.filter { outcomes[$0] == [true] }
    if !certain.isEmpty {
      guard pod.optsOut == false else { return Answer(status: "unknown", matches: Set(certain)) }
      let label = pod.labels["eks.amazonaws.com/fargate-profile"] ?? nil
      let chosen = certain.first { label != nil && profiles[$0].name == label }
      let first = certain.min { comesFirst($0, $1, profiles) }
      return Answer(status: "fargate", profile: chosen ?? first, matches: Set(certain))
    }
    let possible = outcomes.contains { $0.contains(true) }
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

  private static func matches(_ pod: Pod, _ profile: Profile, _ wildcards: Bool) -> Set<Bool> {
    let selectors = profile.selectors.map { matches(pod, $0, wildcards) }
    let outcome = any(selectors)
    return profile.isCertain ? outcome : all([outcome, [true, false]])
  }

  private static func matches(_ pod: Pod, _ selector: Selector, _ wildcards: Bool) -> Set<Bool> {
    var parts = [holds(selector.namespace, pod.namespace, wildcards)]
    parts += selector.labels.map { isThere($0, pod, wildcards) }
    if !selector.isCertain { parts.append([true, false]) }
    return all(parts)
  }

  private static func isThere(_ pair: (key: String?, value: String?), _ pod: Pod, _ wildcards: Bool) -> Set<Bool> {
    var labels = pod.labels.map { label in
      all([holds(pair.key, label.key, wildcards), holds(pair.value, label.value, wildcards)])
    }
    if pod.mayGetLabels { labels.append([true, false]) }
    return any(labels)
  }

  private static func all(_ parts: [Set<Bool>]) -> Set<Bool> {
    if parts.contains([false]) { return [false] }
    return parts.allSatisfy { $0 == [true] } ? [true] : [true, false]
  }

  private static func any(_ parts: [Set<Bool>]) -> Set<Bool> {
    if parts.contains([true]) { return [true] }
    return parts.contains { $0.contains(true) } ? [true, false] : [false]
  }

  private static func holds(_ pattern: String?, _ text: String?, _ wildcards: Bool) -> Set<Bool> {
    guard let pattern else { return [true, false] }
    guard let text else {
      return wildcards && !pattern.isEmpty && pattern.allSatisfy { $0 == "*" } ? [true] : [true, false]
    }
    return [wildcards ? fits(Array(pattern.utf8)[...], Array(text.utf8)[...]) : pattern == text]
  }

  private static func fits(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    switch first {
    case UInt8(ascii: "*"): return fits(pattern.dropFirst(), text) || (!text.isEmpty && fits(pattern, text.dropFirst()))
    case UInt8(ascii: "?"): return !text.isEmpty && fits(pattern.dropFirst(), text.dropFirst())
    default: return text.first == first && fits(pattern.dropFirst(), text.dropFirst())
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
        let missing = selector.labels.filter { isThere($0, pod, wildcards) != [true] }
        candidates.append(
          Nearest(
            profile: number, selector: index, missing: missing.map { "\($0.key ?? "")=\($0.value ?? "")" },
            namespaceMatches: holds(namespace, pod.namespace, wildcards) == [true], isOnly: true))
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
