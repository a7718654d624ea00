/// The profiles and capacity of a scope, made ready to be asked for each of its pods.
public struct PlacementIndex: Sendable {
  /// How selectors are read.
  public enum Selectors: Sendable {
    /// `*` and `?` are wildcards, as since August 2022.
    case wildcards
    /// Every character stands for itself, as in 2019.
    case literal
  }

  /// A selector and where it stands.
  struct Entry: Sendable {
    let profile: Int
    /// 0 is the profile's own definition; others contradict it.
    let definition: Int
    let selector: Int
    let matcher: SelectorMatcher
  }

  let scope: ScopeClusters
  /// In the order of profiles, definitions and selectors.
  let entries: [Entry]
  /// Of entries, by the namespace that they name.
  private let literal: [String: [Int]]
  /// The entries of any other namespace.
  private let patterns: [Int]
  /// The profile's place when all are sorted by the bytes of their names.
  let rank: [Int]

  public init(_ scope: ScopeClusters, selectors: Selectors = .wildcards) {
    self.scope = scope
    var entries: [Entry] = []
    for (number, profile) in scope.profiles.enumerated() {
      for (place, definition) in ([profile.definition] + profile.contradictions).enumerated() {
        for (index, selector) in definition.profile.selectors.enumerated() {
          entries.append(
            Entry(
              profile: number, definition: place, selector: index,
              matcher: SelectorMatcher(selector, wildcards: selectors == .wildcards)))
        }
      }
    }
    self.entries = entries
    var literal: [String: [Int]] = [:]
    var patterns: [Int] = []
    for (index, entry) in entries.enumerated() {
      if let namespace = entry.matcher.literalNamespace {
        literal[namespace, default: []].append(index)
      } else {
        patterns.append(index)
      }
    }
    self.literal = literal
    self.patterns = patterns
    rank = Self.ranks(of: scope.profiles)
  }

  /// The keys of the labels that decide where pods land: pods that differ in others only land alike. nil: any may.
  public var decidingLabels: Set<String>? {
    var keys: Set = [PodTraits.profileLabel]
    for entry in entries {
      guard let own = entry.matcher.labelKeys else { return nil }
      keys.formUnion(own)
    }
    return keys
  }

  /// The first by name takes a pod; one without a name is asked last.
  private static func ranks(of profiles: [ScopeProfile]) -> [Int] {
    let names = profiles.map { $0.name.map { Array($0.utf8) } }
    let order = profiles.indices.sorted { one, other in
      switch (names[one], names[other]) {
      case (let left?, let right?) where left != right: left.lexicographicallyPrecedes(right)
      case (nil, .some): false
      case (.some, nil): true
      default: one < other
      }
    }
    var ranks = [Int](repeating: 0, count: profiles.count)
    for (place, profile) in order.enumerated() { ranks[profile] = place }
    return ranks
  }

  /// The entries whose namespace may be the pod's, in order.
  func candidates(for pod: PodTraits) -> [Int] {
    guard let namespace = pod.namespace.name else { return Array(entries.indices) }
    return ((literal[namespace] ?? []) + patterns).sorted()
  }
}
