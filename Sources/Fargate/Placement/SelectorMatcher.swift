/// One selector, made ready to be held against pods.
struct SelectorMatcher: Sendable {
  /// A pattern, or a text where patterns are not known yet.
  struct Pattern: Sendable {
    let text: String
    private let wildcard: Wildcard?

    init(_ text: String, wildcards: Bool) {
      self.text = text
      let wildcard = Wildcard(text)
      self.wildcard = wildcards && !wildcard.isLiteral ? wildcard : nil
    }

    var isLiteral: Bool { wildcard == nil }

    /// No namespace, label key or value that Kubernetes takes is longer, and what it refuses lands nowhere.
    private static let longest = 512

    /// nil: a text that is not known yet.
    func matches(_ other: String?) -> Certainty {
      guard let other else { return wildcard?.matchesEverything ?? false ? .yes : .maybe }
      if wildcard != nil, other.utf8.count > Self.longest { return .maybe }
      return wildcard?.matches(other) ?? (text == other) ? .yes : .no
    }
  }

  private enum Part {
    case known(Pattern)
    case unresolved

    init(_ value: Sourced<String>, wildcards: Bool) {
      self = value.value.map { .known(Pattern($0, wildcards: wildcards)) } ?? .unresolved
    }

    func matches(_ text: String?) -> Certainty {
      switch self {
      case .known(let pattern): pattern.matches(text)
      case .unresolved: .maybe
      }
    }

    var text: String? {
      if case .known(let pattern) = self { return pattern.text }
      return nil
    }
  }

  /// nil when the namespace is absent or empty: Amazon EKS refuses such a selector.
  private let namespace: Part?
  private let pairs: [(key: Part, value: Part)]
  /// Whether nobody can tell if the profile has the selector.
  private let isDoubtful: Bool

  init(_ selector: ProfileSelector, wildcards: Bool) {
    namespace = selector.namespace.flatMap { $0.value == "" ? nil : Part($0, wildcards: wildcards) }
    pairs = selector.labels.map { (Part($0.key, wildcards: wildcards), Part($0.value, wildcards: wildcards)) }
    isDoubtful = selector.unresolved != nil
  }

  /// The namespace when it is one alone.
  var literalNamespace: String? {
    if case .known(let pattern)? = namespace, pattern.isLiteral { return pattern.text }
    return nil
  }

  /// The keys of the labels that it asks for; nil when any label may be one.
  var labelKeys: [String]? {
    var keys: [String] = []
    for pair in pairs {
      guard case .known(let pattern) = pair.key, pattern.isLiteral else { return nil }
      keys.append(pattern.text)
    }
    return keys
  }

  func matchesNamespace(of pod: PodTraits) -> Certainty { namespace?.matches(pod.namespace.name) ?? .no }

  func matches(_ pod: PodTraits) -> Certainty {
    var result = matchesNamespace(of: pod)
    for pair in pairs where result != .no { result = min(result, matches(pair, pod)) }
    return isDoubtful ? min(result, .maybe) : result
  }

  private func matches(_ pair: (key: Part, value: Part), _ pod: PodTraits) -> Certainty {
    var best = pod.laterLabels == nil ? Certainty.no : .maybe
    for (key, value) in pod.labels where best != .yes {
      best = max(best, min(pair.key.matches(key), pair.value.matches(value)))
    }
    return best
  }

  /// The pairs that no label surely meets; nil when the selector is not known whole.
  func missing(from pod: PodTraits) -> [NearestSelector.Pair]? {
    guard !isDoubtful, let namespace, namespace.text != nil else { return nil }
    var pod = pod
    pod.laterLabels = nil
    var missing: [NearestSelector.Pair] = []
    for pair in pairs {
      guard let key = pair.key.text, let value = pair.value.text else { return nil }
      if matches(pair, pod) != .yes { missing.append(NearestSelector.Pair(key: key, value: value)) }
    }
    return missing
  }
}
