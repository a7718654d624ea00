import Fargate

extension ResourceAmounts {
  /// 0 where none is asked for; nil where it is not known.
  var vCPU: Double? { cpu.value.map { Double($0) / 1_000 } }
  var memoryGiB: Double? { memory.value.map { Double($0) / 1_073_741_824 } }
}

extension PodSize {
  var vCPU: Double { Double(cpu) / 1_000 }
  var memoryGiB: Double { Double(memory) / 1_024 }
}
