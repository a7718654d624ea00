import Manifests
import YAML

/// The sizes that Fargate pods come in.
public struct PodSizes: Sendable {
  /// Which size a pod gets.
  public enum Fit: Hashable, Sendable {
    case size(PodSize)
    /// No size holds it.
    case tooLarge
    /// It rests on what is not known.
    case unknown
  }

  /// Ascending: CPU in millicores with its memories in MiB, ascending too.
  let combinations: [(cpu: Int64, memories: [Int64])]
  /// MiB that Kubernetes' own components take on every node.
  let memoryOverhead: Int64
  private let standardStorage: Int64
  let largestStorageRequest: Int64
  /// What a request for storage gets on top of it: percent, and GiB.
  private let storageShare: Int64
  private let storageExtra: Int64
  private var edges: [SizedResource: [Int64]] = [:]

  public init(tables: Tables, preset: String = "current") {
    let tree = tables.tree
    let root = NodeID(index: 0)
    func numbers(_ path: String, from node: NodeID = root) -> [Int64] {
      FieldPath(path).nodes(in: tree, from: node).compactMap { tree.integer($0) }
    }
    let table = preset == "2019" ? "combinations_2019" : "combinations"
    combinations = FieldPath("pod_sizes.\(table)[]").nodes(in: tree, from: root).compactMap { row in
      numbers("cpu_m", from: row).first.map { ($0, numbers("memory_mib[]", from: row)) }
    }
    memoryOverhead = numbers("pod_sizes.memory_overhead_mib").first ?? 0
    standardStorage = numbers("ephemeral_storage.default_gib").first ?? 0
    largestStorageRequest = numbers("ephemeral_storage.max_requested_gib").first ?? 0
    storageShare = numbers("ephemeral_storage.provisioned_above_request.percent").first ?? 0
    storageExtra = numbers("ephemeral_storage.provisioned_above_request.gib").first ?? 0
    for resource in SizedResource.allCases { edges[resource] = edges(of: resource) }
  }

  /// The smallest combination that holds what a pod asks for, its overhead and the kubelet's memory: the least CPU that
  /// has a memory as large, then the least such memory.
  ///
  /// - Complexity: O(sizes).
  /// - SeeAlso: Amazon EKS User Guide, page fargate-pod-configuration.
  public func fit(_ requests: ResourceAmounts, overhead: ResourceAmounts = ResourceAmounts()) -> Fit {
    let whole = requests + overhead
    // What is known may be too much already.
    guard let size = size(cpu: whole.cpu.value ?? 0, memory: whole.memory.value ?? 0),
      let storage = provisionedStorage(whole.ephemeralStorage.value ?? 0)
    else { return .tooLarge }
    guard SizedResource.allCases.allSatisfy({ whole[$0] != .unknown }) else { return .unknown }
    return .size(PodSize(cpu: size.cpu, memory: size.memory, ephemeralStorage: storage))
  }

  private func size(cpu: Int64, memory: Int64) -> (cpu: Int64, memory: Int64)? {
    let (mebibytes, isBeyond) = PodSizes.units(memory, of: 1 << 20).addingReportingOverflow(memoryOverhead)
    guard !isBeyond else { return nil }
    for row in combinations where row.cpu >= cpu {
      if let least = row.memories.first(where: { $0 >= mebibytes }) { return (row.cpu, least) }
    }
    return nil
  }

  /// GiB that a request in bytes gets: a tenth and 5 GiB on top, at least the standard; nil when nothing gives so much.
  /// - SeeAlso: AWS Containers blog, larger ephemeral volumes for Amazon EKS on Fargate.
  private func provisionedStorage(_ request: Int64) -> Int64? {
    guard request <= largestStorageRequest << 30 else { return nil }
    let hundredths = request * (100 + storageShare) + storageExtra * 100 << 30
    return max(standardStorage, PodSizes.units(hundredths, of: 100 << 30))
  }

  // MARK: Smaller sizes

  /// The most that a pod may ask for of a resource to get a smaller size, all else being as it is; where no size holds
  /// the pod, to get one at all. nil when nothing does that.
  ///
  /// - Complexity: O(sizes²); O(sizes) where the next step down is a smaller size.
  func most(of resource: SizedResource, belowFitOf whole: ResourceAmounts) -> (amount: Int64, size: PodSize)? {
    let fit = fit(whole)
    guard fit != .unknown, let asked = whole[resource].value else { return nil }
    for amount in edges[resource, default: []] where amount < asked {
      var less = whole
      less[resource] = .known(amount)
      if case .size(let size) = self.fit(less), fit != .size(size) { return (amount, size) }
    }
    return nil
  }

  /// The largest amounts that each step of a resource holds, descending.
  private func edges(of resource: SizedResource) -> [Int64] {
    switch resource {
    case .cpu: return combinations.map(\.cpu).sorted(by: >)
    case .memory: return Set(combinations.flatMap(\.memories)).map { ($0 - memoryOverhead) << 20 }.sorted(by: >)
    case .ephemeralStorage:
      let most = provisionedStorage(largestStorageRequest << 30) ?? standardStorage
      let steps = (standardStorage..<max(most, standardStorage)).map { provisioned in
        ((provisioned - storageExtra) * 100 << 30) / (100 + storageShare)
      }
      return [largestStorageRequest << 30] + steps.reversed()
    }
  }

  private static func units(_ amount: Int64, of unit: Int64) -> Int64 {
    amount / unit + (amount % unit > 0 ? 1 : 0)
  }
}

extension Tree {
  fileprivate func integer(_ node: NodeID) -> Int64? {
    if case .int(let value) = scalar(node) { return value }
    return nil
  }
}
