/// Why kustomize would refuse to build, and where.
struct BuildError: Error {
  /// nil where nothing in particular is to blame.
  let origin: Origin?
  let message: String

  init(_ origin: Origin?, _ message: String) {
    self.origin = origin
    self.message = message
  }
}

/// What a reader of a kustomization should know of it.
public struct BuildProblem: Sendable {
  public enum Kind: String, Sendable {
    /// kustomize would not build it.
    case refused
    /// Only a run can tell what it makes: remote sources, plugins, charts.
    case external
    /// A patch or another edit that meets no resource.
    case unmatched
  }

  public let kind: Kind
  public let message: String
  /// nil where nothing in particular is to blame.
  public let origin: Origin?
  /// Whether what is not known may change what is.
  public var mayChangeOthers = false
}
