import Fargate

/// How much a run remembers of objects.
enum FactDetail: Sendable {
  /// What others may ask of them.
  case joins
  /// What an inventory shows besides.
  case inventory
}

/// What an inventory shows of one pod template.
struct PodDetail: Sendable {
  let apiVersion: TextID
  /// Of the object, from 1.
  let line: UInt32
  /// From the root of the document; empty where the object has one template alone.
  let pointer: TextID
  /// nil where they are not stated, or substituted later.
  let replicas: Int64?
  /// Whether the pods come to an end, as a Job's.
  let finishes: Bool
  /// In the file's list.
  let containers: Range<UInt32>
  let floor: ResourceAmounts
  let overhead: ResourceAmounts
}
