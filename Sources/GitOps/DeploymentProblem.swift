/// What could not be told of a deployment, for a notice.
public struct DeploymentProblem: Sendable, Hashable {
  public enum Kind: String, Sendable {
    /// Only a cluster, a forge or a program can tell.
    case needsOutside
    /// The source is another repository than this one.
    case otherRepository
    case pathNotFound
    /// Several folders of the run end like the path.
    case pathAmbiguous
    case chartNotRendered
    /// A placeholder is left.
    case unresolved
    /// An object that is referred to is not in this repository.
    case notFound
    /// The object is changed by a patch before it reaches its cluster.
    case patched
    /// The controller refuses it.
    case invalid
    /// More than is read of one run.
    case limit
  }

  public let kind: Kind
  /// In lower case, without the place.
  public let text: String
  public let place: Place

  init(_ kind: Kind, _ text: String, _ place: Place) {
    self.kind = kind
    self.text = text
    self.place = place
  }
}
