import Manifests
import Testing
import YAML

@testable import Fargate

@Suite("What a pod asks for")
struct PodRequestsTests {
  private static func amounts(_ amounts: ResourceAmounts) -> String {
    [amounts.cpu, amounts.memory, amounts.ephemeralStorage].map { $0.value.map(String.init) ?? "?" }.joined(
      separator: " ")
  }

  private static func total(_ spec: String, kind: String = "v1 Pod", defaults: ResourceAmounts = ResourceAmounts())
    throws -> (total: ResourceAmounts, requests: PodRequests)
  {
    let names = kind.split(separator: " ")
    let tree = try Tree.parse("{apiVersion: \(names[0]), kind: \(names[1]), metadata: {name: a}, spec: \(spec)}")[0]
    let kinds = try Tables.bundled().workloadKinds
    let workload = try #require(Workload(Resource.resources(in: tree)[0], kinds: kinds))
    let requests = PodRequests(workload.pods[0], shape: workload.kind.shape, in: tree)
    return (requests.total(defaults: defaults), requests)
  }

  /// Containers `c`, `i` and sidecars `s` with a CPU each, in order.
  private static func pod(_ containers: String) -> String {
    var main: [String] = []
    var starting: [String] = []
    for word in containers.split(separator: " ") {
      let resources = "resources: {requests: {cpu: \(word.dropFirst())}}"
      switch word.first {
      case "c": main.append("{name: c, \(resources)}")
      case "s": starting.append("{name: s, restartPolicy: Always, \(resources)}")
      default: starting.append("{name: i, \(resources)}")
      }
    }
    return "{containers: [\(main.joined(separator: ", "))], initContainers: [\(starting.joined(separator: ", "))]}"
  }

  @Test(
    "is what runs together, or the peak of what runs before",
    arguments: [
      ("c1", 1_000), ("c1 c500m", 1_500), ("c1 i500m", 1_000), ("c1 i2 i1500m", 2_000), ("c1 s1", 2_000),
      ("c1 s1 i1", 2_000), ("c1 s1 i3", 4_000), ("c1 i3 s1", 3_000), ("c1 s1 s1 i2", 4_000), ("i1", 1_000),
      ("s2", 2_000), ("c0.1 c0.2", 300), ("c1u", 1), ("c1001u", 2), ("c1e3", 1_000_000),
    ])
  func peak(containers: String, cpu: Int64) throws {
    #expect(try Self.total(Self.pod(containers)).total.cpu == .known(cpu))
  }

  @Test(
    "reads every way to write it",
    arguments: [
      ("{containers: [{name: c}]}", "0 0 0"),
      ("{containers: [{resources: {limits: {cpu: 1, memory: 1Gi}}}]}", "1000 1073741824 0"),
      ("{containers: [{resources: {requests: {cpu: 250m}, limits: {cpu: 1, memory: 1k}}}]}", "250 1000 0"),
      ("{containers: [{resources: {requests: {memory: 0.5, ephemeral-storage: 1Ki}}}]}", "0 1 1024"),
      ("{containers: [{resources: {requests: {cpu: '${CPU}', memory: 1Ki}}}]}", "? 1024 0"),
      ("{containers: [{resources: {requests: {cpu: 1, memory: 1GB}}}]}", "1000 ? 0"),
      ("{containers: [{resources: {requests: {cpu: -1}}}]}", "? 0 0"),
      ("{containers: [{resources: '${RESOURCES}'}]}", "? ? ?"),
      (
        "{containers: [{resources: {requests: {cpu: 1}}}], resources: {requests: {cpu: 2, memory: 1Ki}}}", "2000 1024 0"
      ),
      ("{containers: [{resources: {requests: {cpu: 3}}}], resources: {limits: {cpu: 2}}}", "3000 0 0"),
      (
        "{containers: [{resources: {requests: {cpu: 9E}}}, {resources: {requests: {cpu: 9E}}}]}",
        "9223372036854775807 0 0"
      ),
      ("{containers: [], ephemeralContainers: [{resources: {requests: {cpu: 1}}}]}", "0 0 0"),
    ])
  func reading(spec: String, amounts: String) throws {
    #expect(Self.amounts(try Self.total(spec).total) == amounts)
  }

  @Test("the overhead of a runtime class comes on top of the size alone")
  func overhead() throws {
    let (total, requests) = try Self.total("{containers: [{resources: {requests: {cpu: 1}}}], overhead: {cpu: 100m}}")
    #expect(total.cpu == .known(1_000))
    let sizes = PodSizes(tables: try Tables.bundled())
    #expect(
      sizes.fit(total, overhead: requests.overhead) == .size(PodSize(cpu: 2_000, memory: 4_096, ephemeralStorage: 20)))
  }

  @Test(
    "what a namespace's LimitRange gives fills what is absent",
    arguments: [
      ("{defaultRequest: {cpu: 100m}, default: {cpu: 1, memory: 1Ki}}", "200 1024 0"),
      ("{max: {cpu: 2}, min: {memory: 7}}", "2100 7 0"), ("{min: {cpu: 1}}", "1100 0 0"), ("{}", "100 0 0"),
    ])
  func defaults(item: String, amounts: String) throws {
    let text = "{apiVersion: v1, kind: LimitRange, spec: {limits: [{type: Pod, max: {cpu: 9}}, "
    let tree = try Tree.parse(text + "{type: Container, \(item.dropFirst().dropLast())}]}}")[0]
    let defaults = try #require(ResourceAmounts(defaultsOf: Resource.resources(in: tree)[0]))
    let spec = "{containers: [{resources: {requests: {cpu: 100m, memory: 0}}}, {name: c}]}"
    #expect(Self.amounts(try Self.total(spec, defaults: defaults).total) == amounts)
  }

  @Test("is not told of kinds whose controllers work it out")
  func hidden() throws {
    let spec = "{driver: {cores: 1}, executor: {cores: 1}}"
    let total = try Self.total(spec, kind: "sparkoperator.k8s.io/v1beta2 SparkApplication").total
    #expect(total == .unknown)
  }
}
