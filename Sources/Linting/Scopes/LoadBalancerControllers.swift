import CEL
import Fargate
import Manifests
import Policies
import YAML

/// The AWS Load Balancer Controllers that a scope shows: by a Deployment, or by Flux and Argo CD installing its chart
/// (AWS Load Balancer Controller, configurations and Helm chart).
///
/// Each has `image`, empty where the chart decides, and `defaultTargetType`.
struct LoadBalancerControllers {
  private(set) var values: [Value] = []

  /// Of its image and its chart.
  private let name: String
  /// By which it is told the default target type, and the value of the chart.
  private let flag: String
  private let setting: String
  private let defaultTargetType: String

  init(in neighbours: Neighbours, _ e: inout Evaluation) {
    let tables = e.tree(SubjectBinding.tables)
    func word(_ path: String) -> String {
      FieldPath("load_balancers.controller.\(path)").nodes(in: tables, from: SubjectBinding.tables.node).first
        .map { tables.string($0) } ?? ""
    }
    name = word("name")
    flag = word("default_target_type.flag") + "="
    setting = word("default_target_type.helm_value")
    defaultTargetType = word("default_target_type.default")
    let index = neighbours.scope.index
    let texts = index.inventory.texts
    // Its chart and its manifests name it so, maybe with the release's name before.
    let pattern = Wildcard("*\(name)*")
    for id in index.resources(kind: "Deployment") where pattern.matches(texts.text(index.inventory[id].name)) {
      for pod in index.inventory.pods(of: id) {
        if let value = neighbours.value(of: pod, &e) { addContainers(of: value, e) }
      }
    }
    for id in index.resources(kind: "HelmRelease") {
      guard let release = neighbours.value(of: id, &e) else { continue }
      addRelease(LoadBalancerControllers.field("spec", of: release, e), e)
    }
    for id in index.resources(kind: "Application") {
      guard let application = neighbours.value(of: id, &e) else { continue }
      addApplication(LoadBalancerControllers.field("spec", of: application, e), e)
    }
  }

  private mutating func addContainers(of pod: Value, _ e: Evaluation) {
    for container in LoadBalancerControllers.items("spec.containers", of: pod, e) {
      guard let image = e.field("image", of: container).map({ e.text($0) }),
        image.contains(name)
      else { continue }
      let flags = LoadBalancerControllers.items("args", of: container, e).map { e.text($0) }
      let own = flags.last { $0.hasPrefix(flag) }
      add(image, own.map { String($0.dropFirst(flag.count)) })
    }
  }

  /// - Parameter spec: of a HelmRelease of Flux.
  private mutating func addRelease(_ spec: Value?, _ e: Evaluation) {
    guard let spec, LoadBalancerControllers.text("chart.spec.chart", of: spec, e) == name else {
      return
    }
    add("", LoadBalancerControllers.text("values.\(setting)", of: spec, e))
  }

  /// - Parameter spec: of an Application of Argo CD.
  private mutating func addApplication(_ spec: Value?, _ e: Evaluation) {
    guard let spec else { return }
    let sources =
      [e.field("source", of: spec)].compactMap { $0 } + LoadBalancerControllers.items("sources", of: spec, e)
    for source in sources
    where LoadBalancerControllers.text("chart", of: source, e) == name {
      let parameter = LoadBalancerControllers.items("helm.parameters", of: source, e).last {
        LoadBalancerControllers.text("name", of: $0, e) == setting
      }
      let line = LoadBalancerControllers.text("helm.values", of: source, e)?.split(whereSeparator: \.isNewline)
        .first { $0.hasPrefix("\(setting):") }
      add(
        "",
        parameter.flatMap { LoadBalancerControllers.text("value", of: $0, e) }
          ?? LoadBalancerControllers.text("helm.valuesObject.\(setting)", of: source, e)
          ?? line?.split(separator: ":").last.map { $0.filter { !" \"'".contains($0) } })
    }
  }

  private mutating func add(_ image: String, _ targetType: String?) {
    let fields: [(String, Value)] = [
      ("image", .string(image)), ("defaultTargetType", .string(targetType ?? defaultTargetType)),
    ]
    values.append(.map(MapValue(fields: fields)))
  }

  // MARK: Fields

  /// - Parameter path: fields, with points between.
  private static func field(_ path: String, of value: Value, _ e: Evaluation) -> Value? {
    path.split(separator: ".").reduce(value) { found, name in found.flatMap { e.field(String(name), of: $0) } }
  }

  private static func text(_ path: String, of value: Value, _ e: Evaluation) -> String? {
    field(path, of: value, e).map { e.text($0) }
  }

  private static func items(_ path: String, of value: Value, _ e: Evaluation) -> [Value] {
    field(path, of: value, e).map { e.elements(of: $0) } ?? []
  }
}
