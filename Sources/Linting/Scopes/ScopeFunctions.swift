import CEL
import Fargate
import Policies

/// The functions by which rules ask for neighbours (policy-format.md): `scope.pods(x)` and its kin.
public enum ScopeFunctions {
  public static let all: [Function] =
    [
      function("scope.pods", [.dyn], .list(.object(["pod"]))) { neighbours, arguments, e in
        guard let (id, pod) = neighbours.identify(arguments[0], e) else { return .list([]) }
        let pods = pod.map { [$0] } ?? neighbours.scope.index.pods(reachedBy: id)
        return .list(pods.compactMap { neighbours.value(of: $0, &e) })
      },
      // What makes the pods that the object leads to.
      function("scope.workloads", [.dyn], .list(.object(["workload"]))) { neighbours, arguments, e in
        guard let (id, _) = neighbours.identify(arguments[0], e) else { return .list([]) }
        let workloads = Set(neighbours.scope.index.pods(reachedBy: id).map(\.resource)).sorted()
        return .list(workloads.compactMap { neighbours.value(ofWorkload: $0, &e) })
      },
      function("scope.services", [.dyn], .list(.object(["Service"]))) { neighbours, arguments, e in
        objects(picking: arguments[0], kind: "Service", neighbours, &e)
      },
      // Unknown where none is known to select the pod, and one may whose selector is filled in later.
      function("scope.disruptionBudgets", [.dyn], .list(.object(["PodDisruptionBudget"]))) { neighbours, arguments, e in
        let kind = "PodDisruptionBudget"
        let budgets = objects(picking: arguments[0], kind: kind, neighbours, &e)
        guard e.elements(of: budgets).isEmpty, let (id, _) = neighbours.identify(arguments[0], e) else {
          return budgets
        }
        let open = neighbours.scope.index.inventory.pods(of: id)
          .flatMap { neighbours.scope.index.resources(maybePicking: $0) }
        let first = e.elements(of: values(open, kinds: [kind], neighbours, &e)).first
        let selector = first.flatMap { e.field("spec", of: $0) }.flatMap { e.field("selector", of: $0) }
        return selector.flatMap { e.firstNode(of: $0) }.map { .unknown($0) } ?? budgets
      },
      function("scope.backends", [.dyn], .list(.object(["Service"]))) { neighbours, arguments, e in
        guard let (id, _) = neighbours.identify(arguments[0], e) else { return .list([]) }
        return values(neighbours.scope.index.targets(of: id), kinds: ["Service"], neighbours, &e)
      },
      function("scope.ingresses", [.dyn], .list(.dyn)) { neighbours, arguments, e in
        guard let (id, _) = neighbours.identify(arguments[0], e) else { return .list([]) }
        return values(neighbours.scope.index.resources(leadingTo: id), kinds: ["Ingress"], neighbours, &e)
      },
      function("scope.routes", [.dyn], .list(.dyn)) { neighbours, arguments, e in
        guard let (id, _) = neighbours.identify(arguments[0], e) else { return .list([]) }
        return values(neighbours.scope.index.resources(leadingTo: id), kinds: routes, neighbours, &e)
      },
      function("scope.gateways", [.dyn], .list(.dyn)) { neighbours, arguments, e in
        guard let (id, _) = neighbours.identify(arguments[0], e) else { return .list([]) }
        return values(neighbours.scope.index.references(of: id, kind: "Gateway"), kinds: ["Gateway"], neighbours, &e)
      },
      // Whether a pod that the object leads to lands in one of these ways, as `match.placement` asks; without an object,
      // whether any of the scope does.
      function(
        "scope.lands", [.global([.dyn, .list(.string)], .bool), .global([.list(.string)], .bool)]
      ) { neighbours, arguments, e in
        let wanted = Set(
          e.elements(of: arguments[arguments.count - 1]).compactMap { PlacementStatus(rawValue: e.text($0)) })
        var pods = neighbours.scope.index.pods
        if arguments.count > 1 {
          guard let (id, pod) = neighbours.identify(arguments[0], e) else { return .bool(false) }
          pods = pod.map { [$0] } ?? neighbours.scope.index.pods(reachedBy: id)
        }
        return .bool(pods.contains { neighbours.scope.applies(wanted, to: $0) })
      },
      // The namespace that an object is deployed to; none where nobody can tell.
      function("scope.namespace", [.dyn], .optional(.string)) { neighbours, arguments, e in
        guard let (id, _) = neighbours.identify(arguments[0], e),
          let name = neighbours.scope.deployedNamespace(of: id)
        else { return .optional(.none) }
        return .optional(.of(.string(name)))
      },
      // Whether Flux fills in `${NAME}` in an object with values that are not known here.
      function("scope.isFilledIn", [.dyn], .bool) { neighbours, arguments, e in
        .bool(neighbours.identify(arguments[0], e).map { neighbours.isFilledIn($0.resource) } ?? false)
      },
      function("scope.autoscalers", [.dyn], .list(.dyn)) { neighbours, arguments, e in
        guard let (id, _) = neighbours.identify(workload(arguments[0], e), e) else { return .list([]) }
        return values(
          neighbours.scope.index.resources(leadingTo: id),
          kinds: ["HorizontalPodAutoscaler", "VerticalPodAutoscaler", "ScaledObject"], neighbours, &e)
      },
      function("scope.replicas", [.dyn], .optional(.object(["replicas"]))) { neighbours, arguments, e in
        let object = workload(arguments[0], e)
        guard let (id, _) = neighbours.identify(object, e) else { return .optional(.none) }
        let autoscalers = values(
          neighbours.scope.index.resources(leadingTo: id), kinds: ["HorizontalPodAutoscaler", "ScaledObject"],
          neighbours,
          &e)
        let counts = ReplicaCounts(of: object, autoscalers: e.elements(of: autoscalers), e)
        return .optional(counts.value.map { .of($0) } ?? .none)
      },
      // Whether a selector takes, or may take, a pod of the scope.
      function("scope.selects", [.object(["selector"])], .bool) { neighbours, arguments, e in
        .bool(isSelected(by: arguments[0], neighbours, e) { $0.matches != .no })
      },
      // Whether pods of the scope are surely of a namespace that a selector names.
      function("scope.hasNamespace", [.object(["selector"])], .bool) { neighbours, arguments, e in
        .bool(isSelected(by: arguments[0], neighbours, e) { $0.namespaceMatches == .yes })
      },
      function("scope.get", [.string, .string, .string], .optional(.dyn)) { neighbours, arguments, e in
        let names = arguments.map { e.text($0) }
        let found = neighbours.scope.index.resources(kind: names[0], namespace: names[1], name: names[2])
        for id in found { if let value = neighbours.value(of: id, &e) { return .optional(.of(value)) } }
        return .optional(.none)
      },
      function("scope.list", [.string], .list(.dyn)) { neighbours, arguments, e in
        .list(neighbours.scope.index.resources(kind: e.text(arguments[0])).compactMap { neighbours.value(of: $0, &e) })
      },
      function("scope.loadBalancerControllers", [], .list(.object(["controller"]))) { neighbours, _, e in
        .list(neighbours.loadBalancerControllers(&e))
      },
      // Of a pod, or of a workload: the templates of those that each of its pods brings.
      function("scope.claims", [.dyn], .list(.object(["claim"]))) { neighbours, arguments, e in
        let templates = e.field("claims", of: arguments[0])
        guard let (id, pod) = neighbours.identify(workload(arguments[0], e), e) else { return .list([]) }
        if let templates { return .list(PodClaims(templates: templates, of: id, neighbours, &e).values) }
        return .list(PodClaims(of: pod ?? PodID(resource: id, ordinal: 0), arguments[0], neighbours, &e).values)
      },
      // Whether the first object is there before the second is made, as whoever deploys both makes sure.
      function("scope.before", [.dyn, .dyn], .bool) { neighbours, arguments, e in
        guard let (first, _) = neighbours.identify(arguments[0], e),
          let (second, _) = neighbours.identify(arguments[1], e)
        else { return .bool(false) }
        if neighbours.scope.order.isBefore(first.file, second.file) { return .bool(true) }
        return SyncOrder.isBefore(arguments[0], arguments[1], e)
      },
    ] + SizeFunctions.all

  private static func isSelected(
    by selector: Value, _ neighbours: Neighbours, _ e: Evaluation, _ answers: (SelectorAnswer) -> Bool
  ) -> Bool {
    guard let node = e.field("source", of: selector).flatMap({ e.firstNode(of: $0) }) else { return false }
    let scope = neighbours.scope
    return scope.index.pods.contains { pod in
      scope.answers(to: scope.traits(of: pod, in: pod.resource)).contains { answer in
        neighbours.values.source(ofSelector: answer.selector, ofProfile: answer.profile) == node && answers(answer)
      }
    }
  }

  /// Of the Gateway API.
  private static let routes: Set = ["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"]

  private typealias Body = @Sendable (Neighbours, [Value], inout Evaluation) -> Value

  /// A function that answers from the scope; without one, as where a document is judged by itself, it is an error.
  private static func function(_ name: String, _ parameters: [Type], _ result: Type, _ body: @escaping Body) -> Function
  {
    function(name, [.global(parameters, result)], body)
  }

  private static func function(_ name: String, _ overloads: [Function.Overload], _ body: @escaping Body) -> Function {
    Function(name, overloads, keepsNodes: true) { arguments, e in
      guard let neighbours = e.host as? Neighbours else {
        return .error(EvaluationError(.invalidArgument, "`\(name)` asks for a scope, and there is none here"))
      }
      return body(neighbours, arguments, &e)
    }
    .askingHost()
  }

  private static func objects(picking pod: Value, kind: String, _ neighbours: Neighbours, _ e: inout Evaluation)
    -> Value
  {
    guard let (id, found) = neighbours.identify(pod, e) else { return .list([]) }
    let pods = found.map { [$0] } ?? neighbours.scope.index.inventory.pods(of: id)
    let picking = Set(pods.flatMap { neighbours.scope.index.resources(picking: $0) }).sorted()
    return values(picking, kinds: [kind], neighbours, &e)
  }

  private static func values(
    _ resources: [ResourceID], kinds: Set<String>, _ neighbours: Neighbours, _ e: inout Evaluation
  ) -> Value {
    let inventory = neighbours.scope.index.inventory
    let wanted = resources.filter { kinds.contains(inventory.texts.text(inventory[$0].kind)) }
    var seen: Set<ResourceID> = []
    return .list(wanted.filter { seen.insert($0).inserted }.compactMap { neighbours.value(of: $0, &e) })
  }

  /// `workload` stands for its object.
  private static func workload(_ value: Value, _ e: Evaluation) -> Value {
    guard case .map(let map) = value, let object = map["object"] else { return value }
    return object
  }
}
