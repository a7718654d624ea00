import Fargate
import Manifests
import Policies
import Synchronization
import YAML

/// The manifests that land in one cluster, what describes it, and where pods land there.
final class Scope: Sendable {
  /// nil for a run that is one scope.
  let name: String?
  /// Numbers of files, ascending.
  let files: [Int]
  let index: ScopeIndex
  let clusters: ScopeClusters
  /// The documents that `clusters` was read from, each once, in order.
  let documents: [(document: RetainedDocument, file: FileName)]
  private let namespaces: NamespaceMap
  private let placements: PlacementIndex
  private let assumption: AssumeFargate
  private let known = Mutex<[Key: Placement]>([:])

  /// Pods that land alike.
  private struct Key: Hashable {
    let namespace: TextID
    let laterLabels: String?
    let labels: [LabelFact]
    let computeType: PodFact.ComputeType
    let isDaemon: Bool
  }

  init(
    name: String?, files: [Int], inventory: Inventory, namespaces: NamespaceMap, clusters: ScopeClusters,
    documents: [(document: RetainedDocument, file: FileName)], options: LintOptions, preset: String
  ) {
    self.name = name
    self.files = files
    self.namespaces = namespaces
    self.clusters = clusters
    var seen: Set<ObjectIdentifier> = []
    self.documents = documents.filter { seen.insert(ObjectIdentifier($0.document)).inserted }
    index = ScopeIndex(inventory, files: files, namespaces: namespaces)
    placements = PlacementIndex(clusters, selectors: preset == "2019" ? .literal : .wildcards)
    assumption = options.assumeFargate
  }

  /// Where a pod lands, as its scope's sources say.
  func placement(of pod: PodID) -> Placement {
    let inventory = index.inventory
    let resource = inventory[pod.resource]
    let fact = inventory[pod]
    let file = pod.resource.file
    let key = Key(
      namespace: namespaces.namespace(of: resource, in: file), laterLabels: namespaces.laterLabels(in: file),
      labels: Array(inventory.labels(of: pod)), computeType: fact.computeType, isDaemon: fact.isDaemon)
    if let placement = known.withLock({ $0[key] }) { return placement }
    let texts = inventory.texts
    var labels: [String: String?] = [:]
    for label in key.labels { labels[texts.text(label.key)] = .some(label.value.map { texts.text($0) }) }
    let computeType: PodTraits.ComputeType =
      switch fact.computeType {
      case .absent: .absent
      case .value(let text): .value(texts.text(text))
      case .unknown: .unknown
      }
    let placement = placements.placement(
      of: PodTraits(
        namespace: namespaces.traits(of: resource, in: file, texts), labels: labels, laterLabels: key.laterLabels,
        computeType: computeType, owner: fact.isDaemon ? .daemonSet : .other))
    known.withLock { $0[key] = placement }
    return placement
  }

  /// Where a pod is taken to land: what is not known as the user says.
  func judged(_ pod: PodID) -> (placement: Placement?, status: PlacementStatus, reason: String) {
    if assumption == .always {
      // No profile takes a DaemonSet's pods, so they wait on Fargate.
      let status: PlacementStatus = index.inventory[pod].isDaemon ? .pending : .fargate
      return (nil, status, "every pod is taken to land on Fargate (--assume-fargate always)")
    }
    let placement = placement(of: pod)
    return (placement, placement.status, placement.reason)
  }

  /// Whether a rule that asks for placements speaks of a pod.
  func applies(_ wanted: Set<PlacementStatus>, to pod: PodID) -> Bool {
    let status = judged(pod).status
    if status == .unknown, assumption == .never { return false }
    return wanted.contains(status)
  }

  /// A pod's placement as reports show it.
  func shown(_ pod: PodID) -> Finding.Placement {
    let (placement, status, reason) = judged(pod)
    let profile = placement?.profile.map { clusters.profiles[$0] }
    return Finding.Placement(
      status: status.rawValue, reason: reason, profile: profile?.name, file: profile?.origin.file,
      line: profile?.origin.line)
  }

  var hasEC2: Bool { !clusters.certainCapacity.isDisjoint(with: [.ec2, .hybrid]) }
}
