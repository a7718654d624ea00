/// The selector that lacks least to match a pod: its namespace first, then the fewest label pairs.
public struct NearestSelector: Sendable, Equatable {
  public struct Pair: Sendable, Hashable {
    public let key: String
    public let value: String
  }

  /// The number of the profile, among the scope's.
  public let profile: Int
  /// The number of the selector, among the profile's.
  public let selector: Int
  /// The pairs that no label of the pod meets, patterns as written, in the selector's order.
  public let missing: [Pair]
  public let namespaceMatches: Bool
  /// Whether no other selector comes as near.
  public let isOnly: Bool
}
