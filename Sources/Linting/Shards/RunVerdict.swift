/// What is to be said of a whole run, as of an exclusion that matches nothing: no shard can tell by itself.
public struct RunVerdict: Sendable {
  /// Whether anything was met.
  public var isUsed: Bool
  /// What to say where something was met; nil: nothing.
  public let ifUsed: Finding?
  /// What to say where nothing was; nil: nothing.
  public let ifUnused: Finding?

  public init(isUsed: Bool, ifUsed: Finding?, ifUnused: Finding?) {
    self.isUsed = isUsed
    self.ifUsed = ifUsed
    self.ifUnused = ifUnused
  }

  public var finding: Finding? { isUsed ? ifUsed : ifUnused }
}
