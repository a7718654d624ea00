import CEL
import Fargate
import Manifests
import YAML

/// What `fargate.size(pod)` gives (policy-format.md): the size, what leads to it, and what a smaller one asks for.
struct PodSizeValue {
  private let pod: Pod
  private let tree: Tree
  private let number: UInt32
  private let sizing: PodSizing.Summary
  private let prices: FargatePrices

  /// - Parameter number: of the tree in the evaluation.
  init(_ pod: Pod, _ tree: Tree, number: UInt32, _ sizing: PodSizing.Summary, prices: FargatePrices) {
    self.pod = pod
    self.tree = tree
    self.number = number
    self.prices = prices
    self.sizing = sizing
  }

  var value: Value {
    let unknown = SizedResource.allCases.filter { sizing.total[$0] == .unknown }
    let waiting = unknown.compactMap { placeholder(of: $0) }
    // A controller works the requests out, or what is written is no quantity.
    if unknown.count > waiting.count { return PodSizeValue.unknown(prices) }
    let requests = SizedResource.allCases.map { ($0.field, request(for: $0)) }
    var all = PodSizeValue.fields(sizing.fit, prices, unknown: waiting.first.map(Value.unknown))
    all += [
      ("known", .bool(true)), ("prices", .string(prices.title)), ("requests", fields(requests)),
      ("askedUSD", waiting.first.map(Value.unknown) ?? .double(prices.monthly(sizing.total))),
    ]
    if let first = waiting.first, sizing.fit != .tooLarge {
      all.append(("largest", .unknown(first)))
    } else if let largest = sizing.deciding, let request = request(for: largest) {
      all.append(("largest", request))
    }
    return .map(MapValue(fields: all))
  }

  /// Of a pod of which nobody can tell what it asks for.
  static func unknown(_ prices: FargatePrices) -> Value {
    .map(
      MapValue(fields: [
        ("known", .bool(false)), ("fits", .bool(true)), ("prices", .string(prices.title)),
        ("requests", .map(MapValue(fields: []))),
      ]))
  }

  /// The fields of a size.
  /// - Parameter unknown: what they are where nobody can tell.
  static func fields(_ fit: PodSizes.Fit, _ prices: FargatePrices, unknown: Value? = nil) -> [(String, Value)] {
    switch fit {
    case .size(let size):
      return [("fits", .bool(true)), ("monthlyUSD", .double(prices.monthly(size)))] + fields(size)
    case .tooLarge: return [("fits", .bool(false))]
    case .unknown:
      guard let unknown else { return [] }
      return ["fits", "vCPU", "memoryGiB", "ephemeralGiB", "monthlyUSD"].map { ($0, unknown) }
    }
  }

  private static func fields(_ size: PodSize) -> [(String, Value)] {
    [
      ("vCPU", .double(Double(size.cpu) / 1_000)), ("memoryGiB", .double(Double(size.memory) / 1_024)),
      ("ephemeralGiB", .int(size.ephemeralStorage)),
    ]
  }

  private func fields(_ entries: [(String, Value?)]) -> Value {
    .map(MapValue(fields: entries.compactMap { name, value in value.map { (name, $0) } }))
  }

  // MARK: Requests

  /// nil where nothing asks for the resource.
  private func request(for resource: SizedResource) -> Value? {
    var entries: [(String, Value?)] = [("resource", .string(resource.rawValue))]
    switch sizing.total[resource] {
    case .absent: return nil
    case .unknown: entries.append(("total", placeholder(of: resource).map(Value.unknown)))
    case .known(let total):
      entries.append(("total", .string(resource.totalText(total))))
      guard let largest = sizing.largest(resource) else {
        entries.append(("place", specResources.flatMap { place(of: resource, in: $0) }))
        break
      }
      let node = containers[largest.container].view.node
      entries += [
        ("container", .string(node.flatMap { tree.text(of: PodSizeValue.name, in: $0) } ?? "")),
        ("request", .string(resource.text(largest.amount))),
        ("place", node.flatMap { resources(of: $0) }.flatMap { place(of: resource, in: $0) }),
        ("lower", sizing.lower(resource).flatMap { fields(of: $0, resource) }),
      ]
    }
    return fields(entries)
  }

  private func fields(of step: PodSizing.Step, _ resource: SizedResource) -> Value? {
    var entries: [(String, Value)] = [("request", .string(resource.text(resource.rounded(step.most))))]
    entries += PodSizeValue.fields(step.size) + [("monthlyUSD", .double(prices.monthly(step.size)))]
    if case .size(let size) = sizing.fit {
      entries.append(("savesUSD", .double(prices.monthly(size) - prices.monthly(step.size))))
    }
    return fields(entries)
  }

  // MARK: Places

  private static let name = Symbol("name")
  private static let resources = Symbol("resources")

  /// Those that `sizing` counts, in its order.
  private var containers: [Container] { pod.containers.filter { $0.role != .ephemeral } }

  private var specResources: NodeID? { pod.view.field("spec", in: tree)?.field("resources", in: tree)?.node }

  private func resources(of container: NodeID) -> NodeID? { tree.field(PodSizeValue.resources, in: container) }

  private func place(of resource: SizedResource, in resources: NodeID) -> Value? {
    ResourceAmounts.place(of: resource, inResources: resources, in: tree).map {
      .node(NodeRef(tree: number, node: $0))
    }
  }

  /// The first value that is substituted later and that a total rests on.
  private func placeholder(of resource: SizedResource) -> NodeRef? {
    let lists = containers.compactMap { $0.view.node.flatMap { resources(of: $0) } } + [specResources].compactMap { $0 }
    let overhead = pod.view.field("spec", in: tree)?.field("overhead", in: tree)?.node
    let found =
      lists.lazy.compactMap { ResourceAmounts.placeholder(of: resource, inResources: $0, in: tree) }.first
      ?? overhead.flatMap { ResourceAmounts.placeholder(of: resource, inList: $0, in: tree) }
    return found.map { NodeRef(tree: number, node: $0) }
  }
}

extension SizedResource {
  /// The name under which rules find it.
  fileprivate var field: String { self == .ephemeralStorage ? "ephemeralStorage" : rawValue }
}
