import Fargate
import Manifests
import YAML

/// Reads facts off documents, for one thread.
struct FactReader {
  private let references: ReferenceTable
  private let detail: FactDetail
  private var texts: TextCache

  init(references: ReferenceTable, texts: TextTable, detail: FactDetail) {
    self.references = references
    self.detail = detail
    self.texts = TextCache(texts)
  }

  /// Adds a document's objects.
  mutating func read(
    _ resources: [(resource: Resource, workload: Workload?)], at address: ChunkAddress,
    _ locate: SubjectJudge.Locate, into facts: inout FileFacts
  ) {
    if resources.isEmpty { return }
    facts.documents.append(address)
    for (resource, workload) in resources {
      if let defaults = ResourceAmounts(defaultsOf: resource) {
        facts.defaults.append((UInt32(facts.resources.count), defaults))
      }
      if detail == .inventory { readDetails(resource, workload, locate, &facts) }
      read(resource, workload, &facts)
    }
    let nodes = resources.map(\.resource.node)
    if zip(nodes, nodes.dropFirst()).contains(where: { $0 >= $1 }) {
      facts.unordered.insert(UInt32(facts.documents.count - 1))
    }
  }

  private mutating func read(_ resource: Resource, _ workload: Workload?, _ facts: inout FileFacts) {
    let firstPod = UInt32(facts.pods.count)
    let firstLink = UInt32(facts.links.count)
    for pod in workload?.pods ?? [] {
      read(pod, of: resource, generatedLabels: workload?.kind.generatedLabels ?? [], &facts)
    }
    var selector: UInt32?
    if let row = references.row(resource.identity) {
      for reference in row.references { read(reference, from: [resource.node], in: resource.tree, &facts) }
      if let found = row.selector.flatMap({ self.selector($0, of: resource) }) {
        facts.selectors.append(found)
        selector = UInt32(facts.selectors.count - 1)
      }
    }
    let identity = resource.identity
    facts.resources.append(
      ResourceFact(
        document: UInt32(facts.documents.count - 1), node: resource.node, group: texts.id(of: identity.group),
        kind: texts.id(of: identity.kind), namespace: texts.id(of: identity.namespace ?? ""),
        isNamespaceUnknown: resource.isNamespaceUnknown,
        name: texts.id(of: identity.name), pods: firstPod..<UInt32(facts.pods.count),
        isDaemon: workload?.kind.daemon ?? false,
        addsLabels: workload.map { $0.kind.generatedLabels == nil } ?? false,
        links: firstLink..<UInt32(facts.links.count), selector: selector))
  }

  // MARK: Pods

  private static let computeType = Symbol(PodTraits.computeTypeAnnotation)

  private mutating func read(
    _ pod: Pod, of resource: Resource, generatedLabels: [String], _ facts: inout FileFacts
  ) {
    let tree = resource.tree
    let first = UInt32(facts.labels.count)
    let metadata = pod.view.field("metadata", in: tree)
    if let labels = metadata?.field("labels", in: tree)?.node {
      for (key, value) in tree.entries(of: labels) where tree.kind(value) == .scalar && !tree.isNull(value) {
        let isUnknown = tree.isPlaceholder(value)
        facts.labels.append(
          LabelFact(key: texts.id(of: key, in: tree), value: isUnknown ? nil : texts.id(of: value, in: tree)))
      }
    }
    let written = Set(facts.labels[Int(first)...].map(\.key))
    for label in generatedLabels {
      let key = texts.id(of: label)
      if !written.contains(key) { facts.labels.append(LabelFact(key: key, value: nil)) }
    }
    var computeType = PodFact.ComputeType.absent
    if let annotations = metadata?.field("annotations", in: tree)?.node,
      let value = tree.field(FactReader.computeType, in: annotations)
    {
      computeType = tree.isPlaceholder(value) ? .unknown : .value(texts.id(of: value, in: tree))
    }
    facts.pods.append(
      PodFact(
        node: pod.view.firstNode ?? resource.node, labels: first..<UInt32(facts.labels.count), computeType: computeType)
    )
    guard let spec = pod.view.field("spec", in: tree)?.node else { return }
    for reference in references.ofPods { read(reference, from: [spec], in: tree, &facts) }
  }

  /// Adds what an inventory shows of an object's pods.
  private mutating func readDetails(
    _ resource: Resource, _ workload: Workload?, _ locate: SubjectJudge.Locate, _ facts: inout FileFacts
  ) {
    guard let workload, !workload.pods.isEmpty else { return }
    let tree = resource.tree
    let line = UInt32(locate(resource.node, nil).start.line)
    var replicas: Int64?
    if let node = workload.replicas, case .int(let count) = tree.scalar(node) { replicas = count }
    for pod in workload.pods {
      let first = UInt32(facts.containers.count)
      let requests = PodRequests(pod, shape: workload.kind.shape, in: tree)
      facts.containers += requests.containers
      facts.details.append(
        PodDetail(
          apiVersion: texts.id(of: resource.identity.apiVersion), line: line,
          pointer: workload.pods.count > 1 ? texts.id(of: tree.pointer(to: pod.node)) : .empty,
          replicas: replicas, finishes: workload.kind.finishes, containers: first..<UInt32(facts.containers.count),
          floor: requests.floor, overhead: requests.overhead))
    }
  }

  // MARK: References

  private static let kind = Symbol("kind")
  private static let name = Symbol("name")
  private static let namespace = Symbol("namespace")

  private mutating func read(
    _ reference: ReferenceTable.Reference, from nodes: [NodeID], in tree: Tree, _ facts: inout FileFacts
  ) {
    for node in nodes.flatMap({ reference.path.nodes(in: tree, from: $0) }) {
      guard let name = reference.isObject ? tree.field(FactReader.name, in: node) : node, tree.kind(name) == .scalar,
        !tree.isPlaceholder(name)
      else { continue }
      let kind = reference.isObject ? tree.field(FactReader.kind, in: node) : nil
      let namespace = reference.isObject ? tree.field(FactReader.namespace, in: node) : nil
      let link = Link(
        direction: reference.direction, kind: kind.map { texts.id(of: $0, in: tree) } ?? texts.id(of: reference.kind),
        name: texts.id(of: name, in: tree), namespace: namespace.map { texts.id(of: $0, in: tree) },
        isClusterScoped: reference.isClusterScoped)
      facts.links.append(link)
    }
  }

  // MARK: Selectors

  private static let matchLabels = Symbol("matchLabels")
  private static let matchExpressions = Symbol("matchExpressions")
  private static let key = Symbol("key")
  private static let `operator` = Symbol("operator")
  private static let values = Symbol("values")

  private mutating func selector(_ wanted: ReferenceTable.Selector, of resource: Resource) -> SelectorFact? {
    let tree = resource.tree
    let node = wanted.path.nodes(in: tree, from: resource.node).first
    switch wanted.shape {
    // Where it is left out every pod is meant.
    case .calico: return calicoSelector(node, in: tree)
    case .labels, .labelSelector:
      let picksAll = wanted.shape == .labelSelector && resource.identity.apiVersion != "policy/v1beta1"
      return node.map { selector($0, wanted.shape, picksAllWhenEmpty: picksAll, in: tree) }
    }
  }

  private mutating func calicoSelector(_ node: NodeID?, in tree: Tree) -> SelectorFact {
    let isUnknown = node.map { tree.isPlaceholder($0) } ?? false
    let selector = isUnknown ? nil : CalicoSelector(node.map { tree.string($0) } ?? "")
    let requirements = selector?.conditions.map { condition in
      SelectorFact.Requirement(
        key: texts.id(of: condition.key), operator: condition.operator,
        values: condition.values.map { texts.id(of: $0) })
    }
    return SelectorFact(requirements: requirements ?? [], picksAllWhenEmpty: true, isUnknown: selector == nil)
  }

  /// - Parameter picksAllWhenEmpty: as all label selectors but those of the first disruption budgets.
  private mutating func selector(
    _ node: NodeID, _ shape: ReferenceTable.Selector.Shape, picksAllWhenEmpty: Bool, in tree: Tree
  ) -> SelectorFact {
    var requirements: [SelectorFact.Requirement] = []
    var isUnknown = tree.kind(node) != .mapping
    let pairs = shape == .labels ? node : tree.field(FactReader.matchLabels, in: node)
    let entries: [Tree.Entry] = pairs.map { tree.entries(of: $0) } ?? []
    for (key, value) in entries {
      if tree.isPlaceholder(key) || tree.isPlaceholder(value) { isUnknown = true }
      requirements.append(
        SelectorFact.Requirement(
          key: texts.id(of: key, in: tree), operator: .isIn, values: [texts.id(of: value, in: tree)]))
    }
    let expressions = shape == .labels ? nil : tree.field(FactReader.matchExpressions, in: node)
    for item in expressions.map({ Array(tree.items(of: $0)) }) ?? [] {
      guard let key = tree.field(FactReader.key, in: item), let word = tree.text(of: FactReader.operator, in: item),
        let meaning = SelectorFact.Requirement.Operator(word)
      else {
        isUnknown = true
        continue
      }
      let values = tree.field(FactReader.values, in: item).map { Array(tree.items(of: $0)) } ?? []
      if tree.isPlaceholder(key) || values.contains(where: { tree.isPlaceholder($0) }) { isUnknown = true }
      requirements.append(
        SelectorFact.Requirement(
          key: texts.id(of: key, in: tree), operator: meaning, values: values.map { texts.id(of: $0, in: tree) }))
    }
    return SelectorFact(requirements: requirements, picksAllWhenEmpty: picksAllWhenEmpty, isUnknown: isUnknown)
  }
}

extension SelectorFact.Requirement.Operator {
  /// By the Kubernetes API's name.
  init?(_ name: String) {
    switch name {
    case "In": self = .isIn
    case "NotIn": self = .isNotIn
    case "Exists": self = .exists
    case "DoesNotExist": self = .doesNotExist
    default: return nil
    }
  }
}

extension Resource {
  fileprivate var isNamespaceUnknown: Bool {
    guard tree.mayHavePlaceholders, identity.namespace != nil else { return false }
    return Resource.namespace.nodes(in: tree, from: node).contains { tree.isPlaceholder($0) }
  }

  private static let namespace = FieldPath("metadata.namespace")
}
