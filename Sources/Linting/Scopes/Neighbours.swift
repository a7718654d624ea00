import CEL
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
  /// Of the whole scope, found when first asked for.
  private var controllers: [Value]?

  private struct Loaded {
    let file: UInt32
    let place: UInt32
    let tree: UInt32
    let document: ReadDocument
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

  /// Reads a document of the run again; nil when its file has changed or gone.
  func document(_ place: UInt32, of file: UInt32) -> ReadDocument? {
    let source = files[Int(file)]
    if let deployment = source.deployment {
      let documents = builds.documents(of: deployment)
      return documents.indices.contains(Int(place)) ? documents[Int(place)] : nil
    }
    let address = scope.index.inventory.files[Int(file)].documents[Int(place)]
    return source.document(at: address, &stream).map { .written($0, source.source.name) }
  }

  /// Turns to another subject: forgets the neighbours of the last.
  func begin(file: UInt32, document: UInt32, _ evaluation: inout Evaluation) {
    evaluation.forgetTrees(from: firstTree)
    loaded.removeAll(keepingCapacity: true)
    own = (file, document)
  }

  /// The number of the tree of a document; nil when it cannot be read again.
  private func tree(_ place: UInt32, of file: UInt32, _ evaluation: inout Evaluation) -> UInt32? {
    if let own, own == (file, place) { return SubjectBinding.document }
    if let known = loaded.first(where: { $0.file == file && $0.place == place }) { return known.tree }
    guard let document = document(place, of: file), let tree = document.tree else { return nil }
    let number = evaluation.add(tree)
    loaded.append(Loaded(file: file, place: place, tree: number, document: document))
    return number
  }

  // MARK: Objects

  func value(of id: ResourceID, _ evaluation: inout Evaluation) -> Value? {
    let fact = scope.index.inventory[id]
    return tree(fact.document, of: id.file, &evaluation).map { .node(NodeRef(tree: $0, node: fact.node)) }
  }

  /// A pod in a Pod's shape.
  func value(of pod: PodID, _ evaluation: inout Evaluation) -> Value? {
    guard let (workload, tree) = workload(pod.resource, &evaluation), workload.pods.indices.contains(Int(pod.ordinal))
    else { return nil }
    return SubjectBinding.value(of: workload.pods[Int(pod.ordinal)], inTree: tree)
  }

  /// What makes pods, as rules see it.
  func value(ofWorkload id: ResourceID, _ evaluation: inout Evaluation) -> Value? {
    workload(id, &evaluation).map { SubjectBinding.value(of: $0.workload, inTree: $0.tree) }
  }

  private func workload(_ id: ResourceID, _ evaluation: inout Evaluation) -> (workload: Workload, tree: UInt32)? {
    let fact = scope.index.inventory[id]
    guard let number = tree(fact.document, of: id.file, &evaluation) else { return nil }
    let tree = evaluation.trees[number]
    guard let resource = Resource.resources(in: tree).first(where: { $0.node == fact.node }),
      let workload = Workload(resource, kinds: kinds)
    else { return nil }
    return (workload, number)
  }

  /// The object or the pod that a value was read from; nil for anything else.
  func identify(_ value: Value, _ evaluation: Evaluation) -> (resource: ResourceID, pod: PodID?)? {
    guard let node = evaluation.firstNode(of: value), let (file, place) = document(ofTree: node.tree) else {
      return nil
    }
    let facts = scope.index.inventory.files[Int(file)]
    for number in facts.resources.indices where facts.resources[number].document == place {
      let id = ResourceID(file: file, place: UInt32(number))
      if facts.resources[number].node == node.node, !facts.pods(of: number).contains(where: { $0.node == node.node }) {
        return (id, nil)
      }
      for (ordinal, pod) in facts.pods(of: number).enumerated() where pod.node == node.node {
        return (id, PodID(resource: id, ordinal: UInt32(ordinal)))
      }
    }
    return nil
  }

  /// Whether marks of substitution in an object are filled in on its way with what is not known here.
  func isFilledIn(_ id: ResourceID) -> Bool { files[Int(id.file)].deployment?.edits?.leavesMarks ?? false }

  private func document(ofTree number: UInt32) -> (file: UInt32, place: UInt32)? {
    if number == SubjectBinding.document { return own.map { ($0.file, $0.document) } }
    return loaded.first { $0.tree == number }.map { ($0.file, $0.place) }
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
    if let found = loaded.first(where: { $0.tree == node.tree }) {
      return found.document.located(node.node, part: part)
    }
    let place = Int(node.tree) - Int(SubjectBinding.document) - 1
    guard scope.documents.indices.contains(place) else { return nil }
    return scope.documents[place].document.located(node.node, part: part, in: scope.documents[place].file)
  }
}

extension FileFacts {
  func pods(of resource: Int) -> ArraySlice<PodFact> {
    let range = resources[resource].pods
    return pods[Int(range.lowerBound)..<Int(range.upperBound)]
  }
}
