import Manifests

/// One row of `cluster-sources.json`: how an object or resource of a kind is read.
struct SourceRow: Sendable {
  /// Where an object names the cluster's object instead of the cluster.
  struct ObjectReference: Sendable {
    let space: String
    let name: [FieldPath]
    /// Absent from the object: its own namespace.
    let namespace: [FieldPath]
  }

  let format: ClusterFormat
  /// The cluster's name on Amazon EKS.
  let cluster: [FieldPath]
  let clusterObject: ObjectReference?
  let clusterLabels: [FieldPath]
  /// The space in which the object's own name stands for the cluster; nil when it is no such object.
  let objectSpace: String?
  let parts: [SourcePart]

  /// Whether it is about clusters, and not about roles alone.
  var isOfCluster: Bool { !parts.allSatisfy { $0.subject == .role || $0.subject == .policyAttachment } }
}
