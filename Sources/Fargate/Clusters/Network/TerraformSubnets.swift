import Manifests
import YAML

/// The subnets of a Terraform plan or state that are on AWS already, by id, with what its routes tell of them.
struct TerraformSubnets {
  private let tree: Tree
  private let notation: PlainNotation
  private(set) var subnets: [String: Subnet] = [:]

  init(_ resources: [TerraformDocument.ResourceEntry], in tree: Tree) {
    self.tree = tree
    notation = PlainNotation(tree: tree)
    let made = resources.filter { $0.type == "aws_subnet" }
    if made.isEmpty { return }
    let tables = routeTables(resources)
    let associated = Dictionary(
      grouping: resources.filter { $0.type == "aws_route_table_association" }, by: { text("subnet_id", of: $0)?.value })
    for resource in made {
      guard let id = text("id", of: resource)?.value else { continue }
      var subnet = Subnet()
      subnet.zone = text("availability_zone", of: resource)
      subnet.outpost = text("outpost_arn", of: resource)
      subnet.hint = hint(of: resource)
      if let own = associated[id], own.count == 1, let table = text("route_table_id", of: own[0])?.value,
        let (exposure, evidence) = tables.exposure(by: table)
      {
        (subnet.exposure, subnet.evidence) = (exposure, evidence)
      }
      subnets[id] = subnet
    }
  }

  private func routeTables(_ resources: [TerraformDocument.ResourceEntry]) -> RouteTables {
    var tables = RouteTables()
    for resource in resources {
      let start = SourceCursor(resource.values, unknown: resource.unknown)
      switch resource.type {
      case "aws_route":
        add(
          start, to: text("route_table_id", of: resource)?.value, node: resource.node,
          ["destination_cidr_block", "destination_ipv6_cidr_block"], &tables)
      case "aws_route_table":
        guard let id = text("id", of: resource)?.value else { continue }
        for route in notation.places(at: FieldPath("route[]"), from: start) {
          add(route, to: id, node: route.node, ["cidr_block", "ipv6_cidr_block"], &tables)
        }
      default: continue
      }
    }
    return tables
  }

  private func add(
    _ route: SourceCursor, to table: String?, node: NodeID, _ destinations: [String], _ tables: inout RouteTables
  ) {
    let gateway = text("gateway_id", at: route)
    let target: RouteTables.Target =
      switch gateway.map(\.value) {
      case .none, .some(""?): .other
      case .some(let id?) where id.hasPrefix("igw-"): .internetGateway
      default: .unknown
      }
    tables.add(
      to: table, node: node, destinations: destinations.compactMap { text($0, at: route).map(\.value) }, target,
      isCertain: route.unresolved == nil)
  }

  private func hint(of resource: TerraformDocument.ResourceEntry) -> NodeID? {
    if let flag = tree.value(of: "map_public_ip_on_launch", in: resource.values), tree.scalar(flag) == .bool(true) {
      return flag
    }
    let tags = FieldReader(notation, [.tags: [FieldPath("tags")]])
      .pairs(.tags, from: SourceCursor(resource.values, unknown: resource.unknown))
    return SubnetTags.publicHint(among: tags)
  }

  private func text(_ field: String, of resource: TerraformDocument.ResourceEntry) -> Sourced<String>? {
    text(field, at: SourceCursor(resource.values, unknown: resource.unknown))
  }

  /// nil when the field is absent or null.
  private func text(_ field: String, at cursor: SourceCursor) -> Sourced<String>? {
    notation.field(Symbol(field), of: cursor).first.map { notation.text(of: $0) }
  }
}
