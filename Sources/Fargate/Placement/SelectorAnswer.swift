/// What one selector of a profile says of a pod.
public struct SelectorAnswer: Sendable {
  /// The number of the profile, among the scope's.
  public let profile: Int
  /// The number of the selector, among the profile's.
  public let selector: Int
  public let matches: Certainty
  public let namespaceMatches: Certainty
  /// The pairs that no label of the pod surely meets, patterns as written; nil when the selector is not known whole.
  public let missing: [NearestSelector.Pair]?
}

extension PlacementIndex {
  /// What every selector says of a pod: profiles in the order in which they are asked, selectors as written.
  /// Definitions that contradict a profile's own are left out.
  public func answers(to pod: PodTraits) -> [SelectorAnswer] {
    entries.filter { $0.definition == 0 }
      .sorted { (rank[$0.profile], $0.selector) < (rank[$1.profile], $1.selector) }
      .map { entry in
        SelectorAnswer(
          profile: entry.profile, selector: entry.selector, matches: entry.matcher.matches(pod),
          namespaceMatches: entry.matcher.matchesNamespace(of: pod), missing: entry.matcher.missing(from: pod))
      }
  }
}
