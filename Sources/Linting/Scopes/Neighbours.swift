import CEL
import Fargate
import Manifests
import Policies
import YAML

/// The other objects of a scope as expressions come upon them, for one thread: their documents are read again when they
/// are asked for, and let go with the subject.
final class Neighbours {
  private let files: [RunFile]
  private let kinds: WorkloadKinds
  private let builds: BuildCache
  private var stream = DocumentStream()
  let scope: Scope
  let values: ClusterValues
  /// Numbers of trees from here on are those of neighbours.
  private let firstTree: Int
  /// The subject's own file and document.
  private var own: (file: UInt32, document: UInt32)?
  private var loaded: [Loaded] = []
  /// Places in `loaded`, by tree and by address.
  private var byTree: [UInt32: Int] = [:]
  private var byAddress: [Address: Int] = [:]
  /// Documents that were read again, for the next subject that asks for them.
  private var kept: [Address: OpenDocument] = [:]
  private var keptNodes = 0
  /// The last of those that are too large to be kept, and the last that a subject stands in.
  private var large: (address: Address, document: OpenDocument)?
  private var subject: (address: Address, document: OpenDocument)?
  /// What `fargate.size` gave of pods of the subject and its neighbours.
  var sizes: [PodID: Value] = [:]
  /// What pods get that ask for the same.
  var sizings: [Asked: PodSizing.Summary] = [:]
  static let mostSizings = 4_096
  /// Of the whole scope, found when first asked for.
  private var controllers: [Value]?

  private struct Address: Hashable {
    let file: UInt32
    let place: UInt32
  }

  /// What decides the size of a pod.
  struct Asked: Hashable {
    let requests: PodRequests
    /// What the namespace gives containers.
    let defaults: ResourceAmounts
  }

  /// How many nodes are kept at most, some 60 bytes each.
  private static let mostNodes = 1 << 18

  private struct Loaded {
    let file: UInt32
    let place: UInt32
    let tree: UInt32
    let document: OpenDocument
  }

  /// - Parameter evaluation: one that has begun, and whose trees of the scope's clusters are added here.
  init(
    scope: Scope, files: [RunFile], builds: BuildCache, kinds: WorkloadKinds, _ evaluation: inout Evaluation
  ) {
    self.scope = scope
    self.builds = builds
    self.files = files
    self.kinds = kinds
    values = ClusterValues(scope, in: &evaluation)
    firstTree = evaluation.trees.count
  }

  // MARK: Reading

  /// Opens the document that a subject stands in; nil when its file has changed or gone.
  func open(_ place: UInt32, of file: UInt32) -> OpenDocument? {
    let address = Address(file: file, place: place)
    if let subject, subject.address == address { return subject.document }
    guard let document = kept[address] ?? OpenDocument(document(place, of: file)) else { return nil }
    subject = (address, document)
    return document
  }

  private func document(_ place: UInt32, of file: UInt32) -> ReadDocument? {
    let source = files[Int(file)]
    if let deployment = source.deployment {
      let documents = builds.documents(of: deployment)
      return documents.indices.contains(Int(place)) ? documents[Int(place)] : nil
    }
    let address = scope.index.inventory.files[Int(file)].documents[Int(place)]
    guard let document = source.document(at: address, &stream) else { return nil }
    return .written(source.variables.map { document.filled($0.applied) } ?? document, source.source.name)
  }

  /// Turns to another subject: forgets the neighbours of the last.
  func begin(file: UInt32, document: UInt32, _ evaluation: inout Evaluation) {
    evaluation.forgetTrees(from: firstTree)
    loaded.removeAll(keepingCapacity: true)
    byTree.removeAll(keepingCapacity: true)
    byAddress.removeAll(keepingCapacity: true)
    sizes.removeAll(keepingCapacity: true)
    own = (file, document)
  }

  /// The number of the tree of a document; nil when it cannot be read again.
  private func tree(_ place: UInt32, of file: UInt32, _ evaluation: inout Evaluation) -> UInt32? {
    if let own, own == (file, place) { return SubjectBinding.document }
    let address = Address(file: file, place: place)
    if let known = byAddress[address] { return loaded[known].tree }
    guard let document = kept[address] ?? keeping(place, of: file) else { return nil }
    let number = evaluation.add(document.tree)
    byTree[number] = loaded.count
    byAddress[address] = loaded.count
    loaded.append(Loaded(file: file, place: place, tree: number, document: document))
    return number
  }

  private func keeping(_ place: UInt32, of file: UInt32) -> OpenDocument? {
    let address = Address(file: file, place: place)
    if let large, large.address == address { return large.document }
    guard let document = OpenDocument(document(place, of: file)) else { return nil }
    let nodes = document.tree.nodeCount
    guard nodes <= Neighbours.mostNodes / 8 else {
      large = (address, document)
      return document
    }
    if keptNodes + nodes > Neighbours.mostNodes {
      kept.removeAll(keepingCapacity: true)
      keptNodes = 0
    }
    kept[address] = document
    keptNodes += nodes
    return document
  }

  // MARK: Objects

  func value(of id: ResourceID, _ evaluation: inout Evaluation) -> Value? {
    let fact = scope.index.inventory[id]
    return tree(fact.document, of: id.file, &evaluation).map { .node(NodeRef(tree: $0, node: fact.node)) }
  }

  /// A pod in a Pod's shape.
  func value(of id: PodID, _ evaluation: inout Evaluation) -> Value? {
    pod(id, &evaluation).map { SubjectBinding.value(of: $0.pod, inTree: $0.tree) }
  }

  /// A pod, how its kind writes it, and the number of the tree that it stands in.
  func pod(_ id: PodID, _ evaluation: inout Evaluation) -> (pod: Pod, shape: WorkloadKinds.Shape, tree: UInt32)? {
    guard let (workload, tree) = workload(id.resource, &evaluation), workload.pods.indices.contains(Int(id.ordinal))
    else { return nil }
    return (workload.pods[Int(id.ordinal)], workload.kind.shape, tree)
  }

  /// What makes pods, as rules see it.
  func value(ofWorkload id: ResourceID, _ evaluation: inout Evaluation) -> Value? {
    workload(id, &evaluation).map { SubjectBinding.value(of: $0.workload, inTree: $0.tree) }
  }

  private func workload(_ id: ResourceID, _ evaluation: inout Evaluation) -> (workload: Workload, tree: UInt32)? {
    let fact = scope.index.inventory[id]
    guard let number = tree(fact.document, of: id.file, &evaluation) else { return nil }
    let document = byTree[number].map { loaded[$0].document } ?? subject?.document
    guard let resource = document?.resource(fact.node), let workload = Workload(resource, kinds: kinds) else {
      return nil
    }
    return (workload, number)
  }

  /// The object that a node stands in; nil for one of no object of the scope.
  func owner(of node: NodeRef, _ evaluation: Evaluation) -> ResourceID? {
    guard let (file, place) = document(ofTree: node.tree) else { return nil }
    let tree = evaluation.tree(node)
    let facts = scope.index.inventory.files[Int(file)]
    var current: NodeID? = node.node
    while let around = current {
      if let number = facts.resource(at: around, ofDocument: place) {
        return ResourceID(file: file, place: UInt32(number))
      }
      current = tree.parent(around)
    }
    return nil
  }

  /// The object or the pod that a value was read from; nil for anything else.
  func identify(_ value: Value, _ evaluation: Evaluation) -> (resource: ResourceID, pod: PodID?)? {
    guard let node = evaluation.firstNode(of: value), let (file, place) = document(ofTree: node.tree) else {
      return nil
    }
    let facts = scope.index.inventory.files[Int(file)]
    if let number = facts.resource(at: node.node, ofDocument: place),
      !facts.pods(of: number).contains(where: { $0.node == node.node })
    {
      return (ResourceID(file: file, place: UInt32(number)), nil)
    }
    guard let (number, ordinal) = facts.pod(at: node.node, ofDocument: place) else { return nil }
    let id = ResourceID(file: file, place: UInt32(number))
    return (id, PodID(resource: id, ordinal: UInt32(ordinal)))
  }

  /// Whether marks of substitution in an object are filled in on its way with what is not known here.
  func isFilledIn(_ id: ResourceID) -> Bool { files[Int(id.file)].deployment?.edits?.leavesMarks ?? false }

  private func document(ofTree number: UInt32) -> (file: UInt32, place: UInt32)? {
    if number == SubjectBinding.document { return own.map { ($0.file, $0.document) } }
    return byTree[number].map { (loaded[$0].file, loaded[$0].place) }
  }

  /// Of objects of one name, which are for several clusters, the first of those that are written nearest to a file: in
  /// it, in its folder, anywhere.
  func nearest(_ resources: [ResourceID], to file: UInt32) -> ResourceID? {
    let folder = NamespaceMap.folder(of: files[Int(file)].source.name.text)
    return resources.first { $0.file == file }
      ?? resources.first { NamespaceMap.folder(of: files[Int($0.file)].source.name.text) == folder } ?? resources.first
  }

  func loadBalancerControllers(_ evaluation: inout Evaluation) -> [Value] {
    if let controllers { return controllers }
    let found = LoadBalancerControllers(in: self, &evaluation).values
    controllers = found
    return found
  }

  // MARK: Places

  /// Where a node of another document stands.
  ///
  /// - Parameter part: of the node's text, in characters.
  func locate(_ node: NodeRef, part: Range<Int>?) -> Located? {
    if let found = byTree[node.tree] { return loaded[found].document.document.located(node.node, part: part) }
    let place = Int(node.tree) - Int(SubjectBinding.document) - 1
    guard scope.documents.indices.contains(place) else { return nil }
    return scope.documents[place].document.located(node.node, part: part, in: scope.documents[place].file)
  }
}
