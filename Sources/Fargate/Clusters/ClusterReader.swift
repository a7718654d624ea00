import Manifests
import YAML

/// Reads what documents say of clusters: their Fargate profiles, their capacity, themselves.
public struct ClusterReader: Sendable {
  private let table: SourceTable

  /// Reads the formats that are built into the program.
  /// - Throws: the place where their table is no JSON, which the tests exclude.
  public init() throws(Problem) {
    table = SourceTable(table: try Tables.embedded("cluster-sources.json"))
  }

  // MARK: Recognition

  /// The format of a resource that says something of a cluster; nil for every other. Cost: two look-ups.
  public func format(of identity: ResourceIdentity) -> ClusterFormat? {
    table.objects[identity.kind]?[identity.apiVersion]?.format
  }

  /// `cloudFormation` or `terraform` when the root of a document has their keys; nil for every other. Cost: three
  /// look-ups among the root's keys, and the types of a template's resources.
  ///
  /// A template without any resource of Amazon EKS is none; a plan without any is one that has no descriptions.
  public func format(of tree: Tree) -> ClusterFormat? {
    guard let root = tree.root, tree.kind(root) == .mapping else { return nil }
    if tree.field(CloudFormationTemplate.Names.resources, in: root) != nil {
      let template = CloudFormationTemplate(tree, names: table.clusterNames)
      return template?.entries.contains { table.types[$0.type]?.isOfCluster ?? false } ?? false ? .cloudFormation : nil
    }
    return TerraformDocument(tree) == nil ? nil : .terraform
  }

  // MARK: Reading

  /// Everything that a document says of clusters, in document order: one description an object or resource.
  public func descriptions(in tree: Tree) -> [ClusterDescription] {
    switch format(of: tree) {
    case .cloudFormation?: cloudFormation(tree)
    case .terraform?: terraform(tree)
    default: Resource.resources(in: tree).compactMap { description(of: $0) }
    }
  }

  /// What one Kubernetes object says of a cluster; nil when it says nothing.
  public func description(of resource: Resource) -> ClusterDescription? {
    guard let row = table.objects[resource.identity.kind]?[resource.identity.apiVersion] else { return nil }
    var description = ObjectReader(resource: resource, row: row).description()
    if row.format == .eksctl { description?.subnets = EksctlSubnets.subnets(of: resource.node, in: resource.tree) }
    return description
  }

  /// A profile that the configuration states: an item of `profiles`.
  public func configuredProfile(at node: NodeID, in tree: Tree) -> ClusterDescription? {
    guard let row = table.others[.configuration] else { return nil }
    return DescriptionReader(row: row, notation: PlainNotation(tree: tree))
      .description(from: SourceCursor(node), object: node)
  }

  private func cloudFormation(_ tree: Tree) -> [ClusterDescription] {
    guard let template = CloudFormationTemplate(tree, names: table.clusterNames) else { return [] }
    let notation = CloudFormationNotation(template: template)
    let subnets = CloudFormationSubnets(template).subnets
    return template.entries.compactMap { entry in
      guard let row = table.types[entry.type] else { return nil }
      var description = DescriptionReader(row: row, notation: notation)
        .description(from: SourceCursor(entry.node), object: entry.node, doubt: entry.doubt, key: entry.name)
      description.keys = ClusterKey.keys(of: description, ownName: entry.name)
      description.subnets = subnets
      return description.saysSomething ? description : nil
    }
  }

  private func terraform(_ tree: Tree) -> [ClusterDescription] {
    guard let document = TerraformDocument(tree) else { return [] }
    let configuration = TerraformConfiguration(document: document)
    let all = document.resources()
    let subnets = TerraformSubnets(all, in: tree).subnets
    let resources = all.filter { table.types[$0.type]?.format == .terraform }
    // Two instances of one resource have one address in the configuration.
    let instances = Dictionary(resources.map { (TerraformAddress.withoutKeys($0.address), 1) }, uniquingKeysWith: +)
    return resources.compactMap { resource in
      guard let row = table.types[resource.type] else { return nil }
      var description = DescriptionReader(row: row, notation: PlainNotation(tree: tree))
        .description(
          from: SourceCursor(resource.values, unknown: resource.unknown), object: resource.node,
          key: TerraformAddress.withoutKeys(resource.address))
      description.isState = document.isState
      description.subnets = subnets
      if description.region?.value == nil {
        description.region = configuration.region(of: resource.address) ?? description.region
      }
      for place in description.profiles.indices {
        guard let role = description.profiles[place].role, role.value == nil,
          let address = configuration.role(of: resource.address)
        else { continue }
        description.profiles[place].role = role.withReference(address)
      }
      let address = TerraformAddress.withoutKeys(resource.address)
      if !description.isCluster, description.name?.value == nil, let name = description.name,
        let cluster = configuration.cluster(of: resource.address)
      {
        description.name = name.withReference(cluster)
      }
      description.keys = ClusterKey.keys(of: description, ownName: instances[address] == 1 ? address : nil)
      return description.saysSomething ? description : nil
    }
  }
}
