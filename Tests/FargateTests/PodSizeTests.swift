import Testing
import YAML

@testable import Fargate

@Suite("The size of a pod")
struct PodSizeTests {
  private static let mebibyte: Int64 = 1 << 20

  private static func sizes(_ preset: String = "current") throws -> PodSizes {
    PodSizes(tables: try Tables.bundled(), preset: preset)
  }

  private static func size(_ cpu: Int64, _ memory: Int64, _ sizes: PodSizes, storage: Int64 = 0) -> String {
    let fit = sizes.fit(
      ResourceAmounts(cpu: .known(cpu), memory: .known(memory), ephemeralStorage: .known(storage)))
    switch fit {
    case .size(let size): return "\(size.cpu)m \(size.memory)Mi \(size.ephemeralStorage)Gi"
    case .tooLarge: return "too large"
    case .unknown: return "unknown"
    }
  }

  @Test("is the least of all combinations that hold it, on and beside each step", arguments: ["current", "2019"])
  func steps(preset: String) throws {
    let sizes = try Self.sizes(preset)
    let all = sizes.combinations.flatMap { row in row.memories.map { (cpu: row.cpu, memory: $0) } }
    #expect(all.count == (preset == "2019" ? 50 : 74))
    /// By trying each, whatever their order.
    func least(_ cpu: Int64, _ bytes: Int64) -> String {
      let holding = all.filter { $0.cpu >= cpu && ($0.memory - 256) * Self.mebibyte >= bytes }
      return holding.min { ($0.cpu, $0.memory) < ($1.cpu, $1.memory) }.map { "\($0.cpu)m \($0.memory)Mi 20Gi" }
        ?? "too large"
    }
    for (cpu, memory) in all {
      let bytes = (memory - 256) * Self.mebibyte
      #expect(Self.size(cpu, bytes, sizes) == "\(cpu)m \(memory)Mi 20Gi")
      for (moreCPU, moreBytes) in [(0, 1), (1, 0), (1, 1), (-1, 0), (0, -1), (-1, -Self.mebibyte)] as [(Int64, Int64)] {
        #expect(Self.size(cpu + moreCPU, bytes + moreBytes, sizes) == least(cpu + moreCPU, bytes + moreBytes))
      }
      #expect(Self.size(cpu, bytes + 1, sizes) != "\(cpu)m \(memory)Mi 20Gi")
      #expect(Self.size(cpu + 1, bytes, sizes) != "\(cpu)m \(memory)Mi 20Gi")
    }
  }

  @Test("is that of the tables' examples")
  func examples() throws {
    let tables = try Tables.bundled()
    let tree = tables.tree
    let sizes = PodSizes(tables: tables)
    let examples = try #require(
      tree.value(of: "pod_sizes", in: NodeID(index: 0)).flatMap { tree.value(of: "examples", in: $0) })
    #expect(tree.items(of: examples).count { _ in true } == 10)
    for example in tree.items(of: examples) {
      let fit = sizes.fit(ResourceAmounts(list: example, in: tree))
      let wanted = try #require(tree.value(of: "size", in: example))
      guard let cpu = tree.value(of: "cpu_m", in: wanted), let memory = tree.value(of: "memory_mib", in: wanted) else {
        #expect(fit == .tooLarge)
        continue
      }
      let size = PodSize(
        cpu: try #require(Int64(tree.string(cpu))), memory: try #require(Int64(tree.string(memory))),
        ephemeralStorage: 20)
      #expect(fit == .size(size))
    }
  }

  @Test(
    "has a tenth and 5 GiB of storage above what is asked for, 20 at least, and room for no more than 175",
    arguments: [
      (0, "20Gi"), (13, "20Gi"), (14, "21Gi"), (20, "27Gi"), (100, "115Gi"), (175, "198Gi"), (176, "too large"),
    ])
  func storage(gibibytes: Int64, size: String) throws {
    #expect(Self.size(250, 0, try Self.sizes(), storage: gibibytes << 30).hasSuffix(size))
  }

  @Test("costs what its hours do", arguments: [("0.25", "512Mi", 9.01), ("1", "1536Mi", 36.04), ("16", "1Gi", 576.64)])
  func price(cpu: String, memory: String, monthly: Double) throws {
    let tables = try Tables.bundled()
    let list = try Tree.parse("{cpu: '\(cpu)', memory: \(memory == "512Mi" ? "256Mi" : memory)}")[0]
    guard case .size(let size) = PodSizes(tables: tables).fit(ResourceAmounts(list: NodeID(index: 0), in: list)) else {
      Issue.record("no size")
      return
    }
    #expect(abs(PriceList(tables: tables).prices(in: nil).monthly(size) - monthly) < 0.005)
  }
}
