import Manifests
import YAML

/// A custom kind that makes pods.
public struct ConfiguredKind: Sendable {
  public let apiVersion: String
  public let kind: String
  /// As `WorkloadKinds` reads paths.
  public let path: String
  public let shape: WorkloadKinds.Shape
  /// In the tree of the configuration's `source`.
  public let node: NodeID
  public let place: Place
}

extension WorkloadKinds {
  func adding(_ kinds: [ConfiguredKind]) -> WorkloadKinds {
    var result = self
    for kind in kinds {
      result.add(apiVersion: kind.apiVersion, kind: kind.kind, path: FieldPath(kind.path), shape: kind.shape)
    }
    return result
  }
}
