import CEL
import Fargate
import Manifests
import Policies
import YAML

/// The functions by which rules ask what a pod gets on Fargate and what that costs: its namespace and its Region decide,
/// so they ask the scope.
enum SizeFunctions {
  static let all = [size, request].map { $0.askingHost() }

  private static let size = Function(
    "fargate.size", [.global([.dyn], .object(["size"])), .global([.dyn, .dyn], .object(["size"]))], keepsNodes: true
  ) { arguments, e in
    guard let neighbours = e.host as? Neighbours else { return noScope("fargate.size") }
    guard arguments.count == 2 else {
      // A pod that shows nothing of its own is put together by a controller.
      return neighbours.size(of: arguments[0], &e) ?? PodSizeValue.unknown(neighbours.scope.prices)
    }
    let scope = neighbours.scope
    var asked = ResourceAmounts()
    switch amount(arguments[0], unit: Quantity.unit, step: Quantity.unit / 1_000, e) {
    case .success(let value): asked.cpu = value
    case .failure(let other): return other.value
    }
    switch amount(arguments[1], unit: Quantity.unit << 30, step: Quantity.unit, e) {
    case .success(let value): asked.memory = value
    case .failure(let other): return other.value
    }
    let fields: [(String, Value)] = [
      ("known", .bool(true)), ("prices", .string(scope.prices.title)),
      ("askedUSD", .double(scope.prices.monthly(asked))), ("requests", .map(MapValue(fields: []))),
    ]
    return .map(MapValue(fields: PodSizeValue.fields(scope.sizes.fit(asked), scope.prices) + fields))
  }

  private static let request = Function(
    "fargate.request", [.global([.dyn, .string], .optional(.quantity))], keepsNodes: true
  ) { arguments, e in
    guard let neighbours = e.host as? Neighbours else { return noScope("fargate.request") }
    guard let resource = SizedResource(rawValue: e.text(arguments[1])) else {
      let known = SizedResource.allCases.map(\.rawValue).joined(separator: ", ")
      return .error(
        EvaluationError(.invalidArgument, "`fargate.request` knows \(known), not `\(e.text(arguments[1]))`"))
    }
    return neighbours.request(of: arguments[0], resource, e)
  }

  private static func noScope(_ name: String) -> Value {
    .error(EvaluationError(.invalidArgument, "`\(name)` asks for a scope, and there is none here"))
  }

  /// What stands in place of an amount: an error, or what is not known yet.
  private struct Other: Error {
    let value: Value
  }

  /// A quantity as it is, or a number of units; rounded up to whole steps, none below 0.
  private static func amount(_ value: Value, unit: Int128, step: Int128, _ e: Evaluation) -> Result<Amount, Other> {
    let nano: Int128
    switch e.typed(value) {
    case .quantity(let box): nano = box.content.nano
    case .int(let count): nano = Int128(count) * unit
    case .double(let count) where count.magnitude < 1e9:
      // Millionths, by which a tenth is a tenth.
      nano = Int128((count * 1_000_000).rounded(.up)) * (unit / 1_000_000)
    case .unknown(let node): return .failure(Other(value: .unknown(node)))
    default:
      let message = "no such overload: fargate.size takes a pod, or two numbers or quantities"
      return .failure(Other(value: .error(EvaluationError(.noSuchOverload, message))))
    }
    let (whole, rest) = max(nano, 0).quotientAndRemainder(dividingBy: step)
    return .success(.known(Int64(clamping: whole + (rest > 0 ? 1 : 0))))
  }
}

extension Neighbours {
  /// What `fargate.size` gives of a pod; nil when the value is none of the scope.
  func size(of value: Value, _ e: inout Evaluation) -> Value? {
    guard let id = identify(value, e)?.pod else { return nil }
    if let known = sizes[id] { return known }
    guard let (pod, shape, number) = pod(id, &e) else { return nil }
    let tree = e.trees[number]
    let asked = Asked(
      requests: PodRequests(pod, shape: shape, in: tree), defaults: scope.defaults(for: id.resource))
    let result = PodSizeValue(pod, tree, number: number, sizing(asked), prices: scope.prices).value
    sizes[id] = result
    return result
  }

  private func sizing(_ asked: Asked) -> PodSizing.Summary {
    if let known = sizings[asked] { return known }
    let sizing = PodSizing(asked.requests, defaults: asked.defaults, sizes: scope.sizes)
    let summary = PodSizing.Summary(sizing, prices: scope.prices)
    if sizings.count >= Neighbours.mostSizings { sizings.removeAll(keepingCapacity: true) }
    sizings[asked] = summary
    return summary
  }

  /// What a container asks for of a resource, by itself or by its namespace; none where nothing does.
  func request(of container: Value, _ resource: SizedResource, _ e: Evaluation) -> Value {
    guard case .node(let node) = container else { return .optional(.none) }
    let tree = e.tree(node)
    let resources = e.field("resources", of: container)?.origin
    let own = ResourceAmounts(resources: resources?.node, in: tree)
    let defaults = owner(of: node, e).map { scope.defaults(for: $0) } ?? ResourceAmounts()
    switch own.or(defaults)[resource] {
    case .absent: return .optional(.none)
    case .known(let amount):
      let unit = resource == .cpu ? Quantity.unit / 1_000 : Quantity.unit
      return .optional(.of(.quantity(Box(Quantity(nano: Int128(amount) * unit)))))
    case .unknown:
      if let resources {
        if let waiting = ResourceAmounts.placeholder(of: resource, inResources: resources.node, in: tree) {
          return .unknown(NodeRef(tree: node.tree, node: waiting))
        }
        if let place = ResourceAmounts.place(of: resource, inResources: resources.node, in: tree) {
          let text = tree.kind(place) == .scalar ? tree.string(place) : "this"
          return .error(EvaluationError(.invalidArgument, "`\(text)` is no quantity of \(resource.rawValue)"))
        }
      }
      return .unknown(node)
    }
  }
}
