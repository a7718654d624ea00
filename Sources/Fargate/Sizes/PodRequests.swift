import Manifests
import YAML

/// What a pod asks for, part by part.
public struct PodRequests: Hashable, Sendable {
  /// In the order of the pod: `containers`, then `initContainers`.
  public var containers: [ContainerRequests]
  /// `spec.resources`, the floor of what its containers ask for together.
  public var floor: ResourceAmounts
  /// `spec.overhead`.
  public var overhead: ResourceAmounts

  public init(
    containers: [ContainerRequests], floor: ResourceAmounts = ResourceAmounts(),
    overhead: ResourceAmounts = ResourceAmounts()
  ) {
    self.containers = containers
    self.floor = floor
    self.overhead = overhead
  }

  /// Reads a pod. Ephemeral containers ask for nothing.
  /// - Parameter shape: of the kind that makes it: one whose controller works out the requests hides them.
  public init(_ pod: Pod, shape: WorkloadKinds.Shape, in tree: Tree) {
    switch shape {
    case .sparkRole, .tektonTask, .sidecarSet:
      self.init(containers: [], floor: .unknown)
    case .pod, .podTemplate, .podSpec, .argoTemplate:
      let spec = pod.view.field("spec", in: tree)
      self.init(
        containers: pod.containers.filter { $0.role != .ephemeral }.map { ContainerRequests($0, in: tree) },
        floor: ResourceAmounts(resources: spec?.field("resources", in: tree)?.node, in: tree),
        overhead: ResourceAmounts(list: spec?.field("overhead", in: tree)?.node, in: tree))
    }
  }

  /// What the pod asks for as a whole, before its overhead: the larger of what runs in the end (`containers` and
  /// sidecars together) and of what any `initContainers` entry needs beside the sidecars that were started before it.
  ///
  /// - Parameter defaults: what the namespace gives containers that ask for nothing of a resource.
  /// - Complexity: O(containers).
  /// - SeeAlso: Amazon EKS User Guide, page fargate-pod-configuration; sidecars as Kubernetes counts them.
  public func total(defaults: ResourceAmounts = ResourceAmounts()) -> ResourceAmounts {
    let sums = sums(defaults: defaults)
    return .larger(.larger(sums.main, sums.peaks.reduce(ResourceAmounts()) { .larger($0, $1.amounts) }), floor)
  }

  /// The containers whose requests make up the total of a resource, by their places in `containers`; none where the
  /// floor does, or where it is not known.
  func deciding(_ resource: SizedResource, defaults: ResourceAmounts) -> [Int] {
    let sums = sums(defaults: defaults)
    guard case .known(let total) = self.total(defaults: defaults)[resource] else { return [] }
    if sums.main[resource] == .known(total) {
      return containers.indices.filter { containers[$0].role == .container || containers[$0].role == .sidecar }
    }
    guard let peak = sums.peaks.first(where: { $0.amounts[resource] == .known(total) }) else { return [] }
    return containers.indices.filter { $0 == peak.place || $0 < peak.place && containers[$0].role == .sidecar }
  }

  /// What runs in the end, and what runs at each step before: a container of `initContainers` beside the sidecars that
  /// were started before it.
  private func sums(defaults: ResourceAmounts) -> (
    main: ResourceAmounts, peaks: [(place: Int, amounts: ResourceAmounts)]
  ) {
    var main = ResourceAmounts()
    var running = ResourceAmounts()
    var peaks: [(place: Int, amounts: ResourceAmounts)] = []
    for (place, container) in containers.enumerated() {
      let amounts = container.amounts.or(defaults)
      switch container.role {
      case .container: main = main + amounts
      case .sidecar:
        main = main + amounts
        running = running + amounts
        peaks.append((place, running))
      case .`init`: peaks.append((place, running + amounts))
      case .ephemeral: break
      }
    }
    return (main, peaks)
  }
}
