import Fargate
import Manifests

/// A pod template in one scope.
public struct AuditedWorkload: Sendable {
  /// nil for a run that is one scope.
  public let scope: String?
  /// The object, with its namespace as deployed; nil where that is not known.
  public let resource: ResourceIdentity
  public let file: FileName
  /// The folder of the outermost kustomization that deploys it; nil for what a file holds as it lands.
  public let via: String?
  /// Of the object, from 1.
  public let line: Int
  /// RFC 6901, from the root of the document, where the object has several templates; else nil.
  public let pointer: String?
  /// Of the pod, as written; those that are substituted later are left out.
  public let labels: [(key: String, value: String)]
  /// nil where they are not stated, or substituted later.
  public let replicas: Int64?
  public let placement: Finding.Placement
  /// What a pod asks for, before its overhead.
  public let requests: ResourceAmounts
  /// The size that a pod gets on Fargate, wherever it lands.
  public let fit: PodSizes.Fit
  /// USD for a pod of that size that runs a whole month; nil where the region's prices are not known, or the pod comes
  /// to an end.
  public let monthlyUSD: Double?
  /// USD a month for what a pod of that size has and nobody asked for, at the prices of us-east-1 where those of its
  /// Region are not known: a measure of rounding. nil where no size holds it or it is not known.
  public let roundingUSD: Double?
  /// Findings on it that are errors and count.
  public let blockers: Int
}
