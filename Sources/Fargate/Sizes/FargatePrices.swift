import Manifests
import YAML

/// What Fargate costs in the one region whose prices the tables have.
public struct FargatePrices: Sendable {
  public static let region = "us-east-1"
  /// A month, as AWS's own calculator has it.
  static let hoursAMonth = 730.0

  /// USD an hour.
  private let cpu: Double
  private let memory: Double
  private let ephemeralStorage: Double
  /// GiB of ephemeral storage that every pod has for nothing.
  private let freeStorage: Double

  public init(tables: Tables, preset: String = "current") {
    let tree = tables.tree
    func number(_ path: String) -> Double? {
      guard let node = FieldPath(path).nodes(in: tree, from: NodeID(index: 0)).first else { return nil }
      return Double(tree.string(node))
    }
    let row = "prices_us_east_1.\(preset == "2019" ? "2019" : "today")"
    cpu = number("\(row).vcpu_hour") ?? 0
    memory = number("\(row).gb_hour") ?? 0
    ephemeralStorage = number("\(row).ephemeral_gb_hour_over_20") ?? 0
    freeStorage = number("ephemeral_storage.free_gib") ?? 0
  }

  /// USD for one pod of a size that runs a whole month.
  public func monthly(_ size: PodSize) -> Double {
    let storage = max(0, Double(size.ephemeralStorage) - freeStorage)
    return monthly(cpu: Double(size.cpu) / 1_000, memory: Double(size.memory) / 1_024) + storage * ephemeralStorage
      * FargatePrices.hoursAMonth
  }

  /// USD for the CPU and memory that a pod asks for, could they be bought as they are. What is not known costs nothing.
  public func monthly(_ requests: ResourceAmounts) -> Double {
    monthly(cpu: Double(requests.cpu.value ?? 0) / 1_000, memory: Double(requests.memory.value ?? 0) / 1_073_741_824)
  }

  /// - Parameters:
  ///   - cpu: vCPU.
  ///   - memory: GiB.
  private func monthly(cpu: Double, memory: Double) -> Double {
    (cpu * self.cpu + memory * self.memory) * FargatePrices.hoursAMonth
  }
}
