import Fargate

/// The joins of one scope: what leads to what, by inverted lists.
struct ScopeIndex: Sendable {
  let inventory: Inventory
  private let namespaces: NamespaceMap
  private let byIdentity: Postings<ObjectKey, ResourceID>
  private let byKind: Postings<TextID, ResourceID>
  private let podsByLabel: Postings<LabelKey, PodID>
  private let podsByNamespace: Postings<TextID, PodID>
  /// Objects with selectors, by a label pair that a pod must have; those that ask for no pair by their namespace.
  private let selectorsByLabel: Postings<LabelKey, ResourceID>
  private let selectorsByNamespace: Postings<TextID, ResourceID>
  /// Objects with selectors that are filled in later, by their namespace.
  private let undecided: Postings<TextID, ResourceID>
  /// Objects by what they lead to, and by what leads to them.
  private let leaders: Postings<ObjectKey, ResourceID>
  private let led: Postings<ObjectKey, ResourceID>

  /// Groups are left out: a reference often names none.
  struct ObjectKey: Hashable, Sendable {
    let kind: TextID
    /// Empty for an object of the cluster.
    let namespace: TextID
    let name: TextID
  }

  private struct LabelKey: Hashable, Sendable {
    let namespace: TextID
    let key: TextID
    let value: TextID
  }

  /// - Parameter files: of the scope, ascending.
  init(_ inventory: Inventory, files: [Int], namespaces: NamespaceMap) {
    self.inventory = inventory
    self.namespaces = namespaces
    var identities: [(key: ObjectKey, value: ResourceID)] = []
    var kinds: [(key: TextID, value: ResourceID)] = []
    var labels: [(key: LabelKey, value: PodID)] = []
    var pods: [(key: TextID, value: PodID)] = []
    var to: [(key: ObjectKey, value: ResourceID)] = []
    var from: [(key: ObjectKey, value: ResourceID)] = []
    let resources = inventory.resources(of: files)
    for id in resources {
      let fact = inventory[id]
      let namespace = namespaces.namespace(of: fact, in: id.file)
      kinds.append((fact.kind, id))
      identities.append((ObjectKey(kind: fact.kind, namespace: namespace, name: fact.name), id))
      if fact.namespace == .empty {
        identities.append((ObjectKey(kind: fact.kind, namespace: .empty, name: fact.name), id))
      }
      for pod in inventory.pods(of: id) {
        pods.append((namespace, pod))
        for label in inventory.labels(of: pod) {
          guard let value = label.value else { continue }
          labels.append((LabelKey(namespace: namespace, key: label.key, value: value), pod))
        }
      }
      for link in inventory.links(of: id) {
        let key = ScopeIndex.key(link, from: namespace)
        if link.direction == .to { to.append((key, id)) } else { from.append((key, id)) }
      }
    }
    byIdentity = Postings(identities)
    byKind = Postings(kinds)
    podsByLabel = Postings(labels)
    podsByNamespace = Postings(pods)
    leaders = Postings(to)
    led = Postings(from)
    var byLabel: [(key: LabelKey, value: ResourceID)] = []
    var byNamespace: [(key: TextID, value: ResourceID)] = []
    var open: [(key: TextID, value: ResourceID)] = []
    for id in resources {
      guard let selector = inventory.selector(of: id) else { continue }
      let namespace = namespaces.namespace(of: inventory[id], in: id.file)
      if selector.isUnknown {
        open.append((namespace, id))
        continue
      }
      guard let pair = ScopeIndex.rarest(of: selector, namespace, podsByLabel) else {
        byNamespace.append((namespace, id))
        continue
      }
      for key in pair { byLabel.append((key, id)) }
    }
    selectorsByLabel = Postings(byLabel)
    selectorsByNamespace = Postings(byNamespace)
    undecided = Postings(open)
  }

  private static func key(_ link: Link, from namespace: TextID) -> ObjectKey {
    ObjectKey(
      kind: link.kind, namespace: link.isClusterScoped ? .empty : link.namespace ?? namespace, name: link.name)
  }

  /// The label pairs of one of which a pod must have one, of the requirement that the fewest pods meet; nil where the
  /// selector asks for none.
  private static func rarest(
    of selector: SelectorFact, _ namespace: TextID, _ pods: Postings<LabelKey, PodID>
  ) -> [LabelKey]? {
    var best: (keys: [LabelKey], count: Int)?
    for requirement in selector.requirements where requirement.operator == .isIn {
      let keys = requirement.values.map { LabelKey(namespace: namespace, key: requirement.key, value: $0) }
      let count = keys.reduce(0) { $0 + pods[$1].count }
      if best.map({ count < $0.count }) ?? true { best = (keys, count) }
    }
    return best?.keys
  }

  // MARK: Asking

  func namespace(of id: ResourceID) -> TextID { namespaces.namespace(of: inventory[id], in: id.file) }

  /// All pods.
  var pods: [PodID] { podsByNamespace.values }

  /// Objects of a kind, in order.
  func resources(kind: String) -> [ResourceID] { inventory.texts.known(kind).map { Array(byKind[$0]) } ?? [] }

  /// Objects by their names; an empty namespace asks for those of the cluster.
  func resources(kind: String, namespace: String, name: String) -> [ResourceID] {
    let texts = inventory.texts
    guard let kind = texts.known(kind), let namespace = texts.known(namespace), let name = texts.known(name) else {
      return []
    }
    return Array(byIdentity[ObjectKey(kind: kind, namespace: namespace, name: name)])
  }

  /// The pods that an object picks by their labels.
  func pods(pickedBy id: ResourceID) -> [PodID] {
    guard let selector = inventory.selector(of: id), !selector.isUnknown else { return [] }
    if selector.requirements.isEmpty, !selector.picksAllWhenEmpty { return [] }
    let namespace = namespace(of: id)
    let candidates: [PodID]
    if let keys = ScopeIndex.rarest(of: selector, namespace, podsByLabel) {
      candidates = keys.flatMap { podsByLabel[$0] }
    } else {
      candidates = Array(podsByNamespace[namespace])
    }
    return candidates.filter { selector.picks(inventory.labels(of: $0)) }
  }

  /// The objects that pick a pod by its labels, in order.
  func resources(picking pod: PodID) -> [ResourceID] {
    let namespace = namespace(of: pod.resource)
    let labels = inventory.labels(of: pod)
    var candidates = Array(selectorsByNamespace[namespace])
    for label in labels {
      guard let value = label.value else { continue }
      candidates += selectorsByLabel[LabelKey(namespace: namespace, key: label.key, value: value)]
    }
    return Set(candidates).sorted().filter { id in
      guard let selector = inventory.selector(of: id), selector.picks(labels) else { return false }
      return !selector.requirements.isEmpty || selector.picksAllWhenEmpty
    }
  }

  /// The objects of which nobody can tell whether they pick a pod by its labels, in order.
  func resources(maybePicking pod: PodID) -> [ResourceID] { Array(undecided[namespace(of: pod.resource)]) }

  /// What an object leads to by its references, in the order of the references.
  func targets(of id: ResourceID) -> [ResourceID] {
    let namespace = namespace(of: id)
    return inventory.links(of: id).filter { $0.direction == .to }
      .flatMap { byIdentity[ScopeIndex.key($0, from: namespace)] }
  }

  /// The objects whose references lead to this one, in order.
  func resources(leadingTo id: ResourceID) -> [ResourceID] { keys(of: id).flatMap { leaders[$0] } }

  /// The objects that say of themselves that this one leads to them, in order.
  func resources(ledBy id: ResourceID) -> [ResourceID] { keys(of: id).flatMap { led[$0] } }

  /// The objects that a pod's own references name: its claims, its account.
  func references(of id: ResourceID, kind: String) -> [ResourceID] {
    guard let kind = inventory.texts.known(kind) else { return [] }
    let namespace = namespace(of: id)
    return inventory.links(of: id).filter { $0.direction == .from && $0.kind == kind }
      .flatMap { byIdentity[ScopeIndex.key($0, from: namespace)] }
  }

  /// The pods that an object leads to at last, in order.
  func pods(reachedBy id: ResourceID) -> [PodID] {
    var seen: Set<ResourceID> = []
    var waiting = [id]
    var pods: Set<PodID> = []
    while let next = waiting.popLast() {
      guard seen.insert(next).inserted else { continue }
      let own = inventory.pods(of: next)
      pods.formUnion(own)
      // A workload leads to its own pods alone, whatever its pods name.
      if !own.isEmpty { continue }
      pods.formUnion(self.pods(pickedBy: next))
      waiting += targets(of: next) + resources(ledBy: next)
    }
    return pods.sorted()
  }

  private func keys(of id: ResourceID) -> [ObjectKey] {
    let fact = inventory[id]
    let own = ObjectKey(kind: fact.kind, namespace: namespace(of: id), name: fact.name)
    guard fact.namespace == .empty, own.namespace != .empty else { return [own] }
    return [own, ObjectKey(kind: fact.kind, namespace: .empty, name: fact.name)]
  }
}

extension SelectorFact {
  /// Whether it picks a pod of these labels. A label that is not known yet is picked by nothing.
  func picks(_ labels: ArraySlice<LabelFact>) -> Bool {
    requirements.allSatisfy { requirement in
      let label = labels.last { $0.key == requirement.key }
      switch requirement.operator {
      case .isIn: return label?.value.map { requirement.values.contains($0) } ?? false
      case .isNotIn: return label.map { label in label.value.map { !requirement.values.contains($0) } ?? false } ?? true
      case .exists: return label != nil
      case .doesNotExist: return label == nil
      }
    }
  }
}
