import Fargate
import Manifests
import YAML

/// What a run remembers of the objects of one file once their documents are let go: what others may ask of them.
struct FileFacts: Sendable {
  var documents: [ChunkAddress] = []
  var resources: [ResourceFact] = []
  /// The documents whose objects do not stand in the order of their nodes, as where an alias repeats one.
  var unordered: Set<UInt32> = []
  var pods: [PodFact] = []
  var labels: [LabelFact] = []
  var links: [Link] = []
  var selectors: [SelectorFact] = []
  /// What an inventory shows of `pods`, one each; empty unless one was asked for, as is the next.
  var details: [PodDetail] = []
  var containers: [ContainerRequests] = []
  /// What LimitRanges give the containers of their namespaces.
  var defaults: [(resource: UInt32, amounts: ResourceAmounts)] = []
  /// Where the objects that a kustomization makes are written, one each; empty for those that a file holds.
  var written: [WrittenPlace] = []
}

/// Where an object is written that a kustomization makes.
struct WrittenPlace: Hashable, Sendable {
  let file: FileName
  /// Counts the documents of the file from 0.
  let document: Int
  let node: NodeID
}

/// One object.
struct ResourceFact: Sendable {
  /// Places in the file's lists.
  let document: UInt32
  let node: NodeID
  let group: TextID
  let kind: TextID
  /// As written; empty where none is.
  let namespace: TextID
  /// Whether the namespace is substituted later.
  let isNamespaceUnknown: Bool
  let name: TextID
  let pods: Range<UInt32>
  /// Whether it makes one pod a node, as a DaemonSet.
  let isDaemon: Bool
  /// Whether its controller may give its pods labels that nobody can tell.
  let addsLabels: Bool
  let links: Range<UInt32>
  /// What picks pods by their labels; nil where the object does not.
  let selector: UInt32?
}

/// One pod template of an object.
struct PodFact: Sendable {
  /// The first node that it is made of, by which a pod that a rule holds is known again.
  let node: NodeID
  /// In the file's list, by key and value as written, then those that its controller adds.
  let labels: Range<UInt32>
  let computeType: ComputeType

  /// The annotation `eks.amazonaws.com/compute-type`.
  enum ComputeType: Sendable, Hashable {
    case absent
    case value(TextID)
    /// Substituted later.
    case unknown
  }
}

struct LabelFact: Hashable, Sendable {
  let key: TextID
  /// nil for a value that is substituted later.
  let value: TextID?
}

/// A reference between objects, in the direction in which it leads to pods.
struct Link: Hashable, Sendable {
  enum Direction: Sendable { case to, from }
  let direction: Direction
  let kind: TextID
  let name: TextID
  /// The namespace as written; nil: that of the object, or none where the other is of the cluster.
  let namespace: TextID?
  let isClusterScoped: Bool
}

/// What an object asks of the labels of pods.
struct SelectorFact: Sendable {
  struct Requirement: Sendable {
    enum Operator: Sendable { case isIn, isNotIn, exists, doesNotExist }
    let key: TextID
    let `operator`: Operator
    let values: [TextID]
  }

  let requirements: [Requirement]
  /// Whether one without requirements picks every pod of the namespace; else it picks none.
  let picksAllWhenEmpty: Bool
  /// Whether a part of it is substituted later, so that nobody can tell what it picks.
  let isUnknown: Bool
}
