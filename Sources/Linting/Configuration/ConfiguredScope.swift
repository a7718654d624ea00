import Manifests
import YAML

/// A set of manifests that land in one cluster, as a configuration draws it.
public struct ConfiguredScope: Sendable {
  public enum Capacity: String, Sendable, CaseIterable { case fargate, ec2, hybrid }

  public let name: String
  /// Absolute; the patterns are relative to it.
  public let folder: [UInt8]
  public let paths: [Glob]
  /// As written, in the order of `paths`.
  public let pathTexts: [String]
  /// An AWS region; nil when none is given.
  public let region: String?
  /// nil when nothing is said of capacity.
  public let capacity: [Capacity]?
  /// In the tree of the configuration's `source`.
  public let node: NodeID
  public let place: Place

  /// Whether a file, given by its absolute path, belongs to the scope.
  public func contains(_ path: [UInt8]) -> Bool {
    guard PathName.isInside(path, folder), path != folder else { return false }
    let relative = PathName.relative(path, to: folder)
    return paths.contains { $0.matches(relative) }
  }
}
