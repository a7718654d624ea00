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
  private let largestStorageRequest: Int64

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
  }

  /// The smallest combination that holds what a pod asks for, its overhead and the kubelet's memory: the least CPU that
  /// has a memory as large, then the least such memory.
  ///
  /// - Complexity: O(sizes).
  /// - SeeAlso: Amazon EKS User Guide, page fargate-pod-configuration.
  public func fit(_ requests: ResourceAmounts, overhead: ResourceAmounts = ResourceAmounts()) -> Fit {
    let whole = requests + overhead
    guard let cpu = whole.cpu.value, let memory = whole.memory.value, let storage = whole.ephemeralStorage.value else {
      return .unknown
    }
    let mebibytes = PodSizes.units(memory, of: 1 << 20) + memoryOverhead
    guard let provisioned = provisionedStorage(storage) else { return .tooLarge }
    for row in combinations where row.cpu >= cpu {
      if let least = row.memories.first(where: { $0 >= mebibytes }) {
        return .size(PodSize(cpu: row.cpu, memory: least, ephemeralStorage: provisioned))
      }
    }
    return .tooLarge
  }

  /// GiB that a request in bytes gets: a tenth and 5 GiB on top, at least the standard; nil when nothing gives so much.
  /// - SeeAlso: AWS Containers blog, larger ephemeral volumes for Amazon EKS on Fargate.
  private func provisionedStorage(_ request: Int64) -> Int64? {
    guard request <= largestStorageRequest << 30 else { return nil }
    return max(standardStorage, PodSizes.units(request * 11 + 50 << 30, of: 10 << 30))
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
