/// What Fargate costs, in USD.
public struct FargatePrices: Sendable, Hashable {
  /// The Region whose prices these are; nil for those of a configuration that names none, which hold everywhere.
  public let region: String?
  /// The year and month of the figures; nil for those of a configuration.
  public let date: String?
  /// An hour.
  let cpu: Double
  let memory: Double
  let ephemeralStorage: Double
  /// GiB of ephemeral storage that every pod has for nothing.
  let freeStorage: Double
  /// A month, as AWS's own calculator has it.
  public let hoursAMonth: Double

  /// Whether a Region is known to have these prices.
  public func hold(in other: String?) -> Bool { region == nil || region == other }

  /// Whose prices they are, in words.
  public var title: String { region.map { "the prices of \($0)" } ?? "the configured prices" }

  /// USD for one pod of a size that runs a whole month.
  public func monthly(_ size: PodSize) -> Double {
    monthly(
      cpu: Double(size.cpu) / 1_000, memory: Double(size.memory) / 1_024, storage: Double(size.ephemeralStorage))
  }

  /// USD for what a pod asks for, could it be bought as it is. What is not known costs nothing.
  public func monthly(_ requests: ResourceAmounts) -> Double {
    func gibibytes(_ amount: Amount) -> Double { Double(amount.value ?? 0) / 1_073_741_824 }
    return monthly(
      cpu: Double(requests.cpu.value ?? 0) / 1_000, memory: gibibytes(requests.memory),
      storage: gibibytes(requests.ephemeralStorage))
  }

  /// - Parameters:
  ///   - cpu: vCPU.
  ///   - memory: GiB, as is `storage`.
  private func monthly(cpu: Double, memory: Double, storage: Double) -> Double {
    (cpu * self.cpu + memory * self.memory + max(0, storage - freeStorage) * ephemeralStorage) * hoursAMonth
  }
}
