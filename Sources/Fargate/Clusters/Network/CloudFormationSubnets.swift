import Manifests
import YAML

/// The subnets that a CloudFormation template makes, by logical id, with what its routes and endpoints tell of them.
struct CloudFormationSubnets {
  private let template: CloudFormationTemplate
  private let notation: CloudFormationNotation
  private(set) var subnets: [String: Subnet] = [:]

  init(_ template: CloudFormationTemplate) {
    self.template = template
    notation = CloudFormationNotation(template: template)
    let made = template.entries.filter { $0.type == "AWS::EC2::Subnet" && $0.doubt == nil }
    if made.isEmpty { return }
    let tables = routeTables()
    let associated = associations()
    let endpoints = endpoints()
    for entry in made {
      var subnet = Subnet()
      subnet.zone = text("AvailabilityZone", of: entry)
      subnet.outpost = text("OutpostArn", of: entry)
      subnet.hint = hint(of: entry)
      subnet.endpoints = endpoints
      if let found = associated[entry.name], found.count == 1, let table = found[0] {
        if let (exposure, evidence) = tables.exposure(by: table) {
          (subnet.exposure, subnet.evidence) = (exposure, evidence)
        }
        if let own = template.resources[table], isMade(table), tables.isClosed(table) { subnet.closedRouteTable = own }
      }
      subnets[entry.name] = subnet
    }
  }

  private var tree: Tree { template.tree }

  private func isMade(_ name: String) -> Bool { template.entries.contains { $0.name == name && $0.doubt == nil } }

  // MARK: Routes

  private func routeTables() -> RouteTables {
    var tables = RouteTables()
    for entry in template.entries {
      switch entry.type {
      case "AWS::EC2::Route":
        let destinations = [
          "DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId",
        ].compactMap { text($0, of: entry).map(\.value) }
        tables.add(
          to: name("RouteTableId", of: entry), node: entry.node, destinations: destinations, target(of: entry),
          isCertain: entry.doubt == nil)
      case "AWS::EC2::VPNGatewayRoutePropagation":
        tables.add(to: nil, node: entry.node, destinations: [], .other, isCertain: true)
      case "AWS::EC2::RouteTable" where isExported(entry.name): tables.noteMore(in: entry.name)
      default: continue
      }
    }
    return tables
  }

  private func target(of route: CloudFormationTemplate.ResourceEntry) -> RouteTables.Target {
    guard let gateway = text("GatewayId", of: route) else { return .other }
    if let id = gateway.value { return id.hasPrefix("igw-") ? .internetGateway : .unknown }
    let type = gateway.reference.flatMap { name in template.entries.first { $0.name == name } }?.type
    return type == "AWS::EC2::InternetGateway" ? .internetGateway : .unknown
  }

  /// Whether other stacks may get hold of a resource, and add to it.
  private func isExported(_ name: String) -> Bool {
    guard let outputs = tree.root.flatMap({ tree.value(of: "Outputs", in: $0) }) else { return false }
    return scalars(below: outputs).contains { $0 == name || $0.contains("${\(name)}") }
  }

  /// Route tables by subnet; nil for one that nobody can tell.
  private func associations() -> [String: [String?]] {
    var found: [String: [String?]] = [:]
    for entry in template.entries where entry.type == "AWS::EC2::SubnetRouteTableAssociation" {
      guard let subnet = name("SubnetId", of: entry) else { continue }
      found[subnet, default: []].append(entry.doubt == nil ? name("RouteTableId", of: entry) : nil)
    }
    return found
  }

  // MARK: Endpoints

  private func endpoints() -> [String]? {
    var services: [String] = []
    for entry in template.entries where entry.type == "AWS::EC2::VPCEndpoint" {
      guard let service = property("ServiceName", of: entry).flatMap({ service(at: $0) }) else { return nil }
      services.append(service)
    }
    return services
  }

  /// `ecr.api` of `com.amazonaws.${AWS::Region}.ecr.api`, however the Region is put in.
  private func service(at node: NodeID) -> String? {
    for text in scalars(below: node) {
      if text.hasPrefix(".") { return String(text.dropFirst()) }
      guard let range = text.firstRange(of: "com.amazonaws.") else { continue }
      let rest = text[range.upperBound...]
      if let dot = rest.firstIndex(of: ".") { return String(rest[rest.index(after: dot)...]) }
    }
    return nil
  }

  // MARK: Properties

  private func hint(of entry: CloudFormationTemplate.ResourceEntry) -> NodeID? {
    if let flag = property("MapPublicIpOnLaunch", of: entry), notation.scalar(of: SourceCursor(flag)).value == "true" {
      return flag
    }
    let tags = FieldReader(notation, [.tags: [FieldPath("Properties.Tags")]])
      .pairs(.tags, from: SourceCursor(entry.node))
    return SubnetTags.publicHint(among: tags)
  }

  private func property(_ name: String, of entry: CloudFormationTemplate.ResourceEntry) -> NodeID? {
    tree.value(of: "Properties", in: entry.node).flatMap { tree.value(of: name, in: $0) }
  }

  private func text(_ property: String, of entry: CloudFormationTemplate.ResourceEntry) -> Sourced<String>? {
    self.property(property, of: entry).map { notation.text(of: SourceCursor($0)) }
  }

  /// The logical id or the id that a property names.
  private func name(_ property: String, of entry: CloudFormationTemplate.ResourceEntry) -> String? {
    text(property, of: entry).flatMap { $0.reference ?? $0.value }
  }

  private func scalars(below node: NodeID) -> [String] {
    switch tree.kind(node) {
    case .scalar: [tree.string(node)]
    case .sequence: tree.items(of: node).flatMap { scalars(below: $0) }
    case .mapping: tree.entries(of: node).flatMap { scalars(below: $0.value) }
    case .alias: []
    }
  }
}
