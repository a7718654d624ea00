import Testing
import YAML

@testable import Fargate

/// One size of the tables, and the step of a resource that leads to it.
struct SizeStep: Sendable, CustomTestStringConvertible {
  let preset: String
  /// Millicores and MiB.
  let cpu: Int64
  let memory: Int64

  var testDescription: String { "\(preset): \(cpu)m \(memory)Mi" }

  static let all: [SizeStep] = ["current", "2019"].flatMap { preset in
    let sizes = (try? Tables.bundled()).map { PodSizes(tables: $0, preset: preset) }
    return (sizes?.combinations ?? []).flatMap { row in
      row.memories.map { SizeStep(preset: preset, cpu: row.cpu, memory: $0) }
    }
  }

  /// The most memory, in bytes, that a pod of this size may ask for.
  var bytes: Int64 { (memory - 256) << 20 }
}

@Suite("The step below a size")
struct PodStepTests {
  private static func sizing(
    _ cpu: Int64, _ memory: Int64, storage: Int64 = 0, preset: String = "current", beside: [ContainerRequests] = []
  ) throws -> PodSizing {
    let own = ContainerRequests(
      role: .container,
      amounts: ResourceAmounts(cpu: .known(cpu), memory: .known(memory), ephemeralStorage: .known(storage)))
    let sizes = PodSizes(tables: try Tables.bundled(), preset: preset)
    return PodSizing(PodRequests(containers: [own] + beside), sizes: sizes)
  }

  private static func size(_ cpu: Int64, _ memory: Int64, _ preset: String) throws -> PodSizes.Fit {
    try sizing(cpu, memory, preset: preset).fit
  }

  @Test("there are as many sizes as the documents list")
  func count() {
    #expect(SizeStep.all.count == 74 + 50)
  }

  @Test("each size holds what it says and not a byte more", arguments: SizeStep.all)
  func memoryHolds(step: SizeStep) throws {
    let own = PodSizes.Fit.size(PodSize(cpu: step.cpu, memory: step.memory, ephemeralStorage: 20))
    #expect(try Self.size(step.cpu, step.bytes, step.preset) == own)
    #expect(try Self.size(step.cpu, step.bytes + 1, step.preset) != own)
  }

  @Test("each size holds its cpu and not a millicore more", arguments: SizeStep.all)
  func cpuHolds(step: SizeStep) throws {
    let own = PodSizes.Fit.size(PodSize(cpu: step.cpu, memory: step.memory, ephemeralStorage: 20))
    #expect(try Self.size(step.cpu, step.bytes, step.preset) == own)
    #expect(try Self.size(step.cpu + 1, step.bytes, step.preset) != own)
  }

  @Test("a byte too much is told with the most memory that fits", arguments: SizeStep.all)
  func memoryStep(step: SizeStep) throws {
    let sizing = try Self.sizing(step.cpu, step.bytes + 1, preset: step.preset)
    let request = try #require(sizing.largest(.memory))
    let below = try #require(sizing.step(below: request, of: .memory))
    #expect(below.most == step.bytes)
    #expect(below.size == PodSize(cpu: step.cpu, memory: step.memory, ephemeralStorage: 20))
    #expect(try Self.size(step.cpu, below.most, step.preset) == .size(below.size))
    #expect(try Self.size(step.cpu, below.most + 1, step.preset) == sizing.fit)
  }

  @Test("a millicore too much is told with the most cpu that fits", arguments: SizeStep.all)
  func cpuStep(step: SizeStep) throws {
    let sizing = try Self.sizing(step.cpu + 1, step.bytes, preset: step.preset)
    let request = try #require(sizing.largest(.cpu))
    let below = try #require(sizing.step(below: request, of: .cpu))
    #expect(below.most == step.cpu)
    #expect(try Self.size(below.most, step.bytes, step.preset) == .size(below.size))
    #expect(try Self.size(below.most + 1, step.bytes, step.preset) == sizing.fit)
  }

  @Test("a smaller size costs less", arguments: SizeStep.all)
  func cheaper(step: SizeStep) throws {
    let sizing = try Self.sizing(step.cpu, step.bytes, preset: step.preset)
    guard case .size(let size) = sizing.fit else {
      Issue.record("no size")
      return
    }
    let prices = PriceList(tables: try Tables.bundled(), preset: step.preset).prices(in: "us-east-1")
    for resource in [SizedResource.cpu, .memory] {
      guard let request = sizing.largest(resource), let below = sizing.step(below: request, of: resource) else {
        continue
      }
      #expect(prices.monthly(below.size) < prices.monthly(size), "\(resource)")
    }
  }

  @Test("with a neighbour, the container gives way alone", arguments: SizeStep.all)
  func neighbour(step: SizeStep) throws {
    let beside = ContainerRequests(role: .sidecar, amounts: ResourceAmounts(memory: .known(1 << 20)))
    let sizing = try Self.sizing(step.cpu, step.bytes, preset: step.preset, beside: [beside])
    let request = try #require(sizing.largest(.memory))
    #expect(sizing.step(below: request, of: .memory)?.most == step.bytes - 1 << 20)
  }

  @Test("of storage, a byte more is a GiB more", arguments: Int64(20)...197)
  func storage(gibibytes: Int64) throws {
    // 110 % and 5 GiB make the next GiB.
    let most = ((gibibytes - 5) * 100 << 30) / 110
    let sizing = try Self.sizing(250, 0, storage: most + 1)
    let request = try #require(sizing.largest(.ephemeralStorage))
    let below = try #require(sizing.step(below: request, of: .ephemeralStorage))
    #expect(below.most == most)
    #expect(below.size.ephemeralStorage == gibibytes)
    #expect(sizing.fit == .size(PodSize(cpu: 250, memory: 512, ephemeralStorage: gibibytes + 1)))
  }

  @Test("a peak before the start is what decides")
  func peak() throws {
    let starting = ContainerRequests(role: .`init`, amounts: ResourceAmounts(cpu: .known(3_000)))
    let sizing = try Self.sizing(1_000, 0, beside: [starting])
    #expect(sizing.largest(.cpu) == PodSizing.Request(container: 1, amount: 3_000))
    #expect(sizing.step(below: PodSizing.Request(container: 1, amount: 3_000), of: .cpu)?.most == 2_000)
    #expect(sizing.step(below: PodSizing.Request(container: 0, amount: 1_000), of: .cpu) == nil)
  }

  @Test("the floor of the pod is nobody's request")
  func floor() throws {
    let sizes = PodSizes(tables: try Tables.bundled())
    let requests = PodRequests(containers: [], floor: ResourceAmounts(cpu: .known(2_000)))
    #expect(PodSizing(requests, sizes: sizes).largest(.cpu) == nil)
  }

  @Test(
    "prices go by Region, and say whose they are",
    arguments: [
      (PriceList.Stated(), "us-east-1", "the prices of us-east-1", 9.01),
      (.init(), "eu-west-1", "the prices of us-east-1", 9.01),
      (.init(region: "eu-west-1"), "us-east-1", "the prices of us-east-1", 9.01),
      (.init(region: "eu-west-1", cpu: 1), "us-east-1", "the prices of eu-west-1", 184.12),
      (.init(cpu: 0, memory: 1), "eu-west-1", "the configured prices", 365),
    ])
  func prices(stated: PriceList.Stated, region: String, title: String, monthly: Double) throws {
    let prices = PriceList(tables: try Tables.bundled(), stated: stated).prices(in: region)
    #expect(prices.title == title)
    #expect(abs(prices.monthly(PodSize(cpu: 250, memory: 512, ephemeralStorage: 20)) - monthly) < 0.005)
  }

  @Test(
    "amounts are short to write",
    arguments: [
      (SizedResource.cpu, 500, "500m"), (.cpu, 2_000, "2"), (.memory, 8 << 30, "8Gi"), (.memory, 7_936 << 20, "7936Mi"),
      (.memory, 500_000_000, "500M"), (.memory, 200_000_000_000, "200G"), (.memory, 0, "0"),
      (.memory, (8 << 30) + 1, "8193Mi"),
    ] as [(SizedResource, Int64, String)])
  func text(resource: SizedResource, amount: Int64, text: String) {
    #expect(resource.totalText(amount) == text)
  }
}
