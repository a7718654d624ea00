import Manifests
import YAML

/// The subnets that an eksctl ClusterConfig lists under `vpc.subnets`, by id.
enum EksctlSubnets {
  static func subnets(of object: NodeID, in tree: Tree) -> [String: Subnet] {
    var found: [String: Subnet] = [:]
    for (list, exposure) in [("public", Subnet.Exposure.public), ("private", .private)] {
      let maps = FieldPath("vpc.subnets.\(list)").nodes(in: tree, from: object)
      for (key, entry) in maps.flatMap({ tree.entries(of: $0) }) {
        guard let id = tree.value(of: "id", in: entry), tree.scalar(id) == .string, !tree.isPlaceholder(id),
          found[tree.string(id)] == nil
        else { continue }
        var subnet = Subnet()
        // The key is the zone, or any name where `az` states it.
        let zone = tree.value(of: "az", in: entry) ?? key
        subnet.zone =
          tree.isPlaceholder(zone)
          ? Sourced(unresolved: "`\(tree.string(zone))` is filled in later", at: zone)
          : Sourced(tree.string(zone), at: zone)
        (subnet.exposure, subnet.evidence) = (exposure, id)
        found[tree.string(id)] = subnet
      }
    }
    return found
  }
}
