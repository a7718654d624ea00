import CEL
import Policies

/// The persistent volume claims of a pod with what they lead to: volume, object, persistentVolumes, class, provisioner,
/// `bound` (policy-format.md, `scope.claims`), and `fitting`: where it is tied to none, the volumes that it could be
/// bound to.
struct PodClaims {
  private(set) var values: [Value] = []

  init(of pod: PodID, _ value: Value, _ neighbours: Neighbours, _ e: inout Evaluation) {
    let index = neighbours.scope.index
    guard let spec = e.field("spec", of: value), let volumes = e.field("volumes", of: spec) else { return }
    for volume in e.elements(of: volumes) {
      guard let source = e.field("persistentVolumeClaim", of: volume), let name = e.field("claimName", of: source)
      else {
        continue
      }
      let text = e.text(name)
      let found = index.references(of: pod.resource, kind: "PersistentVolumeClaim").filter {
        index.inventory.texts.text(index.inventory[$0].name) == text
      }
      let nearest = neighbours.nearest(found, to: pod.resource.file)
      values.append(PodClaims.value(of: nearest, volume, neighbours, &e))
    }
  }

  /// The claims that a workload makes for each of its pods: `persistentVolumes` are those that are tied to one of them
  /// by name, `TEMPLATE-WORKLOAD-NUMBER`.
  init(templates: Value, of id: ResourceID, _ neighbours: Neighbours, _ e: inout Evaluation) {
    let templates = e.elements(of: templates)
    if templates.isEmpty { return }
    let index = neighbours.scope.index
    let volumes = index.resources(kind: "PersistentVolume").compactMap { neighbours.value(of: $0, &e) }
    let workload = index.inventory.texts.text(index.inventory[id].name)
    for template in templates {
      let name = e.field("metadata", of: template).flatMap { e.field("name", of: $0) }.map { e.text($0) } ?? ""
      let classes = PodClaims.storageClasses(of: template, neighbours, &e)
      let own = volumes.filter { PodClaims.isTied($0, toClaimsOf: "\(name)-\(workload)-", e) }
      var fields: [(String, Value)] = [("object", template), ("persistentVolumes", .list(own))]
      fields.append(("bound", .bool(!own.isEmpty)))
      values.append(PodClaims.value(fields, template, classes: classes, volumes: own.isEmpty ? volumes : [], e))
    }
  }

  /// Whether a volume is kept for a claim of a name that begins so and ends with a number.
  private static func isTied(_ volume: Value, toClaimsOf prefix: String, _ e: Evaluation) -> Bool {
    guard let claim = e.field("spec", of: volume).flatMap({ e.field("claimRef", of: $0) }),
      let name = e.field("name", of: claim).map({ e.text($0) }), name.hasPrefix(prefix)
    else { return false }
    return Int(name.dropFirst(prefix.count)) != nil
  }

  private static func value(of id: ResourceID?, _ volume: Value, _ neighbours: Neighbours, _ e: inout Evaluation)
    -> Value
  {
    let index = neighbours.scope.index
    let inventory = index.inventory
    var fields: [(String, Value)] = [("volume", volume)]
    guard let id, let object = neighbours.value(of: id, &e) else {
      fields += ["persistentVolumes", "fitting"].map { ($0, .list([])) }
      fields += [("bound", .bool(false)), ("provisioner", .string(""))]
      return .map(MapValue(fields: fields))
    }
    fields.append(("object", object))
    let kind = { (id: ResourceID) in inventory.texts.text(inventory[id].kind) }
    let named = index.references(of: id, kind: "PersistentVolume")
    let bound = Set(named + index.resources(leadingTo: id).filter { kind($0) == "PersistentVolume" }).sorted()
    fields.append(("persistentVolumes", .list(bound.compactMap { neighbours.value(of: $0, &e) })))
    fields.append(("bound", .bool(!bound.isEmpty)))
    let classes = storageClasses(of: object, neighbours, &e)
    let candidates = bound.isEmpty ? index.resources(kind: "PersistentVolume") : []
    let volumes = candidates.compactMap { neighbours.value(of: $0, &e) }
    return value(fields, object, classes: classes, volumes: volumes, e)
  }

  /// With its class, and those of some volumes that it could be bound to.
  private static func value(
    _ known: [(String, Value)], _ object: Value, classes: [Value], volumes: [Value], _ e: Evaluation
  ) -> Value {
    var fields = known
    if let first = classes.first { fields.append(("class", first)) }
    let provisioners = classes.compactMap { e.field("provisioner", of: $0) }
    // Files that make one class in several ways are for several clusters.
    let isCertain = Set(provisioners.map { e.text($0) }).count == 1
    fields.append(("provisioner", isCertain ? provisioners[0] : .string("")))
    let fit = VolumeFit(of: object, standard: classes.first, e)
    fields.append(("fitting", .list(volumes.filter { volume in fit.map { $0.isMet(by: volume, e) } ?? false })))
    return .map(MapValue(fields: fields))
  }

  /// The class that a claim names, as often as it is written; where it names none, the one that the scope marks as the
  /// default.
  private static func storageClasses(of claim: Value, _ neighbours: Neighbours, _ e: inout Evaluation) -> [Value] {
    guard let name = VolumeFit.storageClass(of: claim, e) else { return standardClasses(neighbours, &e) }
    return neighbours.scope.index.resources(kind: "StorageClass", namespace: "", name: e.text(name))
      .compactMap { neighbours.value(of: $0, &e) }
  }

  /// The class that the scope marks as the default, where it marks one.
  private static func standardClasses(_ neighbours: Neighbours, _ e: inout Evaluation) -> [Value] {
    let index = neighbours.scope.index
    let defaults = index.resources(kind: "StorageClass").compactMap { neighbours.value(of: $0, &e) }.filter { storage in
      let annotations = e.field("metadata", of: storage).flatMap { e.field("annotations", of: $0) }
      return annotations.flatMap { e.field("storageclass.kubernetes.io/is-default-class", of: $0) }
        .map { e.text($0) == "true" } ?? false
    }
    return defaults.count == 1 ? defaults : []
  }
}
