import Fargate
import Manifests

/// Where a pod template lands in one scope, with what every profile says of it.
public struct PlacementExplanation: Sendable {
  /// nil for a run that is one scope.
  public let scope: String?
  public let workload: WorkloadName
  public let file: FileName
  /// Of the object, from 1.
  public let line: Int
  /// RFC 6901, from the root of the document, where the object has several templates; else nil.
  public let pointer: String?
  public let traits: PodTraits
  public let placement: Finding.Placement
  /// In the order in which profiles are asked.
  public let profiles: [Profile]
  /// What else gives the scope nodes, with where that is stated, for people.
  public let capacity: [String]

  public struct Profile: Sendable {
    /// "profile `web` (infra/cluster.yaml:31)".
    public let title: String
    /// Why it is not certain which pods it takes; nil when it is.
    public let doubt: String?
    public let selectors: [Selector]
  }

  public struct Selector: Sendable {
    public let content: AuditedCluster.Selector
    public let answer: SelectorAnswer
  }
}

/// The answer to the question where a workload lands.
public struct PlacementAnswer: Sendable {
  /// One a pod template and scope; empty when no workload has the name.
  public let explanations: [PlacementExplanation]
  /// The names that come nearest; empty when one has the name, or none is near.
  public let nearest: [String]
  /// What was to be rendered and could not be, and is not part of the answer.
  public let unrendered: [Notice]
}
