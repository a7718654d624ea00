import CEL
import Policies

/// The persistent volume claims of a pod with what they lead to: volume, object, persistentVolumes, class, provisioner,
/// `bound` (policy-format.md, `scope.claims`).
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
      values.append(PodClaims.value(of: found.first, volume, neighbours, &e))
    }
  }

  private static func value(of id: ResourceID?, _ volume: Value, _ neighbours: Neighbours, _ e: inout Evaluation)
    -> Value
  {
    let index = neighbours.scope.index
    let inventory = index.inventory
    var fields: [(String, Value)] = [("volume", volume)]
    guard let id, let object = neighbours.value(of: id, &e) else {
      fields += [("persistentVolumes", .list([])), ("bound", .bool(false)), ("provisioner", .string(""))]
      return .map(MapValue(fields: fields))
    }
    fields.append(("object", object))
    let kind = { (id: ResourceID) in inventory.texts.text(inventory[id].kind) }
    let named = index.references(of: id, kind: "PersistentVolume")
    let bound = Set(named + index.resources(leadingTo: id).filter { kind($0) == "PersistentVolume" }).sorted()
    fields.append(("persistentVolumes", .list(bound.compactMap { neighbours.value(of: $0, &e) })))
    fields.append(("bound", .bool(!bound.isEmpty)))
    var provisioner = ""
    if let found = index.references(of: id, kind: "StorageClass").first, let storage = neighbours.value(of: found, &e) {
      fields.append(("class", storage))
      provisioner = e.field("provisioner", of: storage).map { e.text($0) } ?? ""
    }
    fields.append(("provisioner", .string(provisioner)))
    return .map(MapValue(fields: fields))
  }
}
