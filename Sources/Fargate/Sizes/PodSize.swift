/// The capacity that Fargate gives a pod.
public struct PodSize: Hashable, Sendable {
  /// Millicores.
  public let cpu: Int64
  /// MiB, the kubelet's part included.
  public let memory: Int64
  /// GiB, of which images and system files take their part.
  public let ephemeralStorage: Int64

  public init(cpu: Int64, memory: Int64, ephemeralStorage: Int64) {
    self.cpu = cpu
    self.memory = memory
    self.ephemeralStorage = ephemeralStorage
  }
}
