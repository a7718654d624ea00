import Fargate
import Manifests
import Policies
import Synchronization
import YAML

/// The manifests that land in one cluster, what describes it, and where pods land there.
final class Scope: Sendable {
  /// nil for a run that is one scope.
  let name: String?
  /// As the configuration states it; nil where it does not.
  let statedRegion: String?
  /// Numbers of files, ascending.
  let files: [Int]
  let index: ScopeIndex
  let clusters: ScopeClusters
  let order: DeploymentOrder
  /// The documents that `clusters` was read from, each once, in order.
  let documents: [(document: RetainedDocument, file: FileName)]
  private let namespaces: NamespaceMap
  private let placements: PlacementIndex
  /// The keys of the labels that decide where pods land; nil: any may.
  private let decidingLabels: Set<TextID>?
  private let assumption: AssumeFargate
  private let known = Mutex<[Key: Placement]>([:])

  /// Pods that land alike.
  private struct Key: Hashable {
    let namespace: TextID
    let laterNamespace: String?
    let laterLabels: String?
    let labels: [LabelFact]
    let computeType: PodFact.ComputeType
    let isDaemon: Bool
  }

  init(
    name: String?, region: String?, files: [Int], inventory: Inventory, namespaces: NamespaceMap,
    clusters: ScopeClusters, order: DeploymentOrder,
    documents: [(document: RetainedDocument, file: FileName)], options: LintOptions, preset: String
  ) {
    self.name = name
    statedRegion = region
    self.files = files
    self.namespaces = namespaces
    self.clusters = clusters
    self.order = order
    var seen: Set<ObjectIdentifier> = []
    self.documents = documents.filter { seen.insert(ObjectIdentifier($0.document)).inserted }
    index = ScopeIndex(inventory, files: files, namespaces: namespaces)
    placements = PlacementIndex(clusters, selectors: preset == "2019" ? .literal : .wildcards)
    decidingLabels = placements.decidingLabels.map { Set($0.compactMap { inventory.texts.known($0) }) }
    assumption = options.assumeFargate
  }

  /// Where a pod lands, as its scope's sources say; without one, where the pods of a workload would that shows none.
  func placement(of pod: PodID?, in id: ResourceID) -> Placement {
    let inventory = index.inventory
    let resource = inventory[id]
    let key = Key(
      namespace: namespaces.namespace(of: resource, in: id.file),
      laterNamespace: namespaces.laterNamespace(in: id.file), laterLabels: laterLabels(of: id),
      labels: pod.map { pod in
        inventory.labels(of: pod).filter { decidingLabels?.contains($0.key) ?? true }
      } ?? [],
      computeType: pod.map { inventory[$0].computeType } ?? .absent, isDaemon: resource.isDaemon)
    if let placement = known.withLock({ $0[key] }) { return placement }
    let placement = placements.placement(of: traits(of: pod, in: id))
    known.withLock { $0[key] = placement }
    return placement
  }

  /// What of a pod decides where it lands; without one, of the pods of a workload that shows none.
  func traits(of pod: PodID?, in id: ResourceID) -> PodTraits {
    let inventory = index.inventory
    let texts = inventory.texts
    let resource = inventory[id]
    var labels: [String: String?] = [:]
    for label in pod.map({ inventory.labels(of: $0) }) ?? [] {
      labels[texts.text(label.key)] = .some(label.value.map { texts.text($0) })
    }
    let computeType: PodTraits.ComputeType =
      switch pod.map({ inventory[$0].computeType }) ?? .absent {
      case .absent: .absent
      case .value(let text): .value(texts.text(text))
      case .unknown: .unknown
      }
    return PodTraits(
      namespace: namespaces.traits(of: resource, in: id.file, texts),
      laterNamespace: namespaces.laterNamespace(in: id.file), labels: labels, laterLabels: laterLabels(of: id),
      computeType: computeType,
      owner: resource.isDaemon ? .daemonSet : .other)
  }

  /// Why labels may be added to an object's pods on the way to the cluster; nil: nothing is known to add any.
  private func laterLabels(of id: ResourceID) -> String? {
    namespaces.laterLabels(in: id.file)
      ?? (index.inventory[id].addsLabels ? "the pod's controller adds some" : nil)
  }

  /// What each selector of each profile says of a pod, in the order in which profiles are asked.
  func answers(to pod: PodTraits) -> [SelectorAnswer] { placements.answers(to: pod) }

  /// Where pods are taken to land: what is not known as the user says.
  struct Judged {
    /// nil where the user's word stands for it.
    let placement: Placement?
    let status: PlacementStatus
    let reason: String
  }

  /// - Parameter pod: nil: of a workload that shows none.
  func judged(_ pod: PodID?, in id: ResourceID) -> Judged {
    if assumption == .always {
      let reason = "every pod is taken to land on Fargate (--assume-fargate always)"
      return Judged(placement: nil, status: .fargate, reason: reason)
    }
    let placement = placement(of: pod, in: id)
    return Judged(placement: placement, status: placement.status, reason: placement.reason)
  }

  func judged(_ pod: PodID) -> Judged { judged(pod, in: pod.resource) }

  /// Whether a rule that asks for placements speaks of a pod.
  func applies(_ wanted: Set<PlacementStatus>, to pod: PodID?, in id: ResourceID) -> Bool {
    switch assumption {
    // No profile takes a DaemonSet's pods, so they wait on Fargate.
    case .always: return wanted.contains(.fargate) || index.inventory[id].isDaemon && wanted.contains(.pending)
    case .auto: return wanted.contains(placement(of: pod, in: id).status)
    case .never:
      let status = placement(of: pod, in: id).status
      return status != .unknown && wanted.contains(status)
    }
  }

  func applies(_ wanted: Set<PlacementStatus>, to pod: PodID) -> Bool { applies(wanted, to: pod, in: pod.resource) }

  /// A pod's placement as reports show it.
  func shown(_ pod: PodID?, in id: ResourceID) -> Finding.Placement {
    let judged = judged(pod, in: id)
    let profile = judged.placement?.profile.map { clusters.profiles[$0] }
    return Finding.Placement(
      status: judged.status.rawValue, reason: judged.reason, profile: profile?.name, file: profile?.origin.file,
      line: profile?.origin.line)
  }

  func shown(_ pod: PodID) -> Finding.Placement { shown(pod, in: pod.resource) }

  /// As the configuration states it, else the one on which all clusters that state one agree.
  var certainRegion: String? {
    if let statedRegion { return statedRegion }
    let found = Set(clusters.clusters.compactMap(\.region))
    return found.count == 1 ? found.first : nil
  }

  /// nil where nobody can tell.
  func deployedNamespace(of id: ResourceID) -> String? {
    switch namespaces.traits(of: index.inventory[id], in: id.file, index.inventory.texts) {
    case .known(let name): name
    case .default: "default"
    case .unknown: nil
    }
  }

  var hasEC2: Bool { !clusters.certainCapacity.isDisjoint(with: [.ec2, .hybrid]) }
}
