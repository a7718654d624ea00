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
    let classes = storageClasses(of: id, object, neighbours, &e)
    if let first = classes.first { fields.append(("class", first)) }
    let provisioners = classes.compactMap { e.field("provisioner", of: $0) }
    // Files that make one class in several ways are for several clusters.
    let isCertain = Set(provisioners.map { e.text($0) }).count == 1
    fields.append(("provisioner", isCertain ? provisioners[0] : .string("")))
    var fitting: [Value] = []
    if bound.isEmpty, let fit = VolumeFit(of: object, standard: classes.first, e) {
      fitting = index.resources(kind: "PersistentVolume").compactMap { neighbours.value(of: $0, &e) }
        .filter { fit.isMet(by: $0, e) }
    }
    fields.append(("fitting", .list(fitting)))
    return .map(MapValue(fields: fields))
  }

  /// The class that a claim names, as often as it is written; where it names none, the one that the scope marks as the
  /// default.
  private static func storageClasses(
    of id: ResourceID, _ object: Value, _ neighbours: Neighbours, _ e: inout Evaluation
  )
    -> [Value]
  {
    let index = neighbours.scope.index
    guard e.field("spec", of: object).flatMap({ e.field("storageClassName", of: $0) }) == nil else {
      return index.references(of: id, kind: "StorageClass").compactMap { neighbours.value(of: $0, &e) }
    }
    let defaults = index.resources(kind: "StorageClass").compactMap { neighbours.value(of: $0, &e) }.filter { storage in
      let annotations = e.field("metadata", of: storage).flatMap { e.field("annotations", of: $0) }
      return annotations.flatMap { e.field("storageclass.kubernetes.io/is-default-class", of: $0) }
        .map { e.text($0) == "true" } ?? false
    }
    return defaults.count == 1 ? defaults : []
  }
}
