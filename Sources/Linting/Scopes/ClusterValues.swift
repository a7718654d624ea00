import CEL
import Fargate
import Policies
import YAML

/// Clusters and profiles as rules see them, each value where its source states it.
struct ClusterValues {
  private let scope: Scope
  /// The number of each description's tree in the evaluation.
  private let trees: [UInt32]

  /// Adds the trees of the scope's descriptions to an evaluation.
  init(_ scope: Scope, in evaluation: inout Evaluation) {
    self.scope = scope
    var numbers: [ObjectIdentifier: UInt32] = [:]
    for (document, _) in scope.documents {
      guard let tree = document.tree else { continue }
      numbers[ObjectIdentifier(tree)] = evaluation.add(tree)
    }
    trees = scope.clusters.descriptions.map { numbers[ObjectIdentifier($0.description.tree)] ?? 0 }
  }

  var scopeValue: Value {
    let clusters = scope.clusters
    let capacity = clusters.certainCapacity.map(\.rawValue).sorted()
    return map([
      ("name", .string(scope.name ?? "")),
      ("region", scope.certainRegion.map(Value.string)),
      ("capacity", .list(capacity.map(Value.string))), ("hasEC2", .bool(scope.hasEC2)),
      ("isFargateOnly", .bool(clusters.isFargateOnly)),
      ("clusters", .list(clusters.clusters.indices.map { cluster($0) })),
      ("profiles", .list(clusters.profiles.indices.map { profile($0) })),
    ])
  }

  // MARK: Clusters

  func cluster(_ number: Int) -> Value {
    let cluster = scope.clusters.clusters[number]
    func first<Part>(_ part: (ClusterDescription) -> Part?) -> (Part, UInt32)? {
      for description in cluster.descriptions {
        if let found = part(scope.clusters.descriptions[description].description) { return (found, trees[description]) }
      }
      return nil
    }
    func all(_ parts: (ClusterDescription, UInt32) -> [Value]) -> Value {
      .list(cluster.descriptions.flatMap { parts(scope.clusters.descriptions[$0].description, trees[$0]) })
    }
    let capacity = Set(cluster.capacity.map { scope.clusters.capacity[$0].capacity.kind.rawValue }).sorted()
    return map([
      ("name", first(\.name).map { value($0, $1) } ?? cluster.name.map(Value.string)),
      ("region", first(\.region).map { value($0, $1) }),
      ("profiles", .list(cluster.profiles.map { profile($0) })),
      ("capacity", .list(capacity.map(Value.string))),
      ("nodeRoles", all { description, tree in description.nodeRoles.map { value($0, tree) } }),
      (
        "addons",
        all { description, tree in
          description.addons.map { addon in
            map([("name", value(addon.name, tree)), ("configuration", addon.configuration.map { value($0, tree) })])
          }
        }
      ),
      (
        "podIdentityAssociations",
        all { description, tree in
          description.podIdentityAssociations.map { association in
            map([
              ("namespace", association.namespace.map { value($0, tree) }),
              ("serviceAccount", association.serviceAccount.map { value($0, tree) }),
              ("source", .node(NodeRef(tree: tree, node: association.node))),
            ])
          }
        }
      ),
      ("endpoint", first(\.endpoint).map { endpoint($0, $1) }), ("vpc", first(\.vpc).map { network($0, $1) }),
      ("authenticationMode", first(\.authenticationMode).map { value($0, $1) }),
      ("zonalShift", first(\.zonalShift).map { value($0, $1) }),
    ])
  }

  private func endpoint(_ endpoint: ClusterEndpoint, _ tree: UInt32) -> Value {
    map([
      ("publicAccess", endpoint.publicAccess.map { value($0, tree) }),
      ("privateAccess", endpoint.privateAccess.map { value($0, tree) }),
      ("publicAccessCIDRs", endpoint.publicAccessCIDRs.map { .list($0.map { value($0, tree) }) }),
    ])
  }

  private func network(_ network: ClusterNetwork, _ tree: UInt32) -> Value {
    func list(_ values: [Sourced<String>]?) -> Value? { values.map { .list($0.map { value($0, tree) }) } }
    return map([
      ("id", network.id.map { value($0, tree) }), ("subnets", list(network.subnets)),
      ("privateSubnets", list(network.privateSubnets)), ("publicSubnets", list(network.publicSubnets)),
      ("natGateway", network.natGateway.map { value($0, tree) }),
      ("isPrivateCluster", network.isPrivateCluster.map { value($0, tree) }),
      ("outpost", network.outpost.map { value($0, tree) }),
      ("securityGroup", network.securityGroup.map { value($0, tree) }),
    ])
  }

  // MARK: Profiles

  func profile(_ number: Int) -> Value {
    let profile = scope.clusters.profiles[number]
    let definition = profile.definition
    let tree = trees[definition.description]
    let cluster = scope.clusters.clusters.first { $0.profiles.contains(number) }
    return map([
      ("name", definition.profile.name.map { value($0, tree) }), ("cluster", .string(cluster?.name ?? "")),
      ("selectors", .list(profile.selectors.indices.map { selector($0, ofProfile: number) })),
      (
        "subnets",
        .list(
          (definition.profile.subnets ?? []).map { subnet($0, of: cluster, ownDescription: definition.description) })
      ),
      ("role", definition.profile.role.map { value($0, tree) }),
      ("tags", pairs(definition.profile.tags, tree)), ("resolved", .bool(profile.doubt == nil)),
      ("source", .node(NodeRef(tree: tree, node: definition.profile.node))),
      (
        "contradictions",
        .list(
          profile.contradictions.map { .node(NodeRef(tree: trees[$0.description], node: $0.profile.node)) })
      ),
    ])
  }

  /// Where a selector stands.
  func source(ofSelector number: Int, ofProfile profile: Int) -> NodeRef {
    let definition = scope.clusters.profiles[profile].definition
    return NodeRef(tree: trees[definition.description], node: definition.profile.selectors[number].node)
  }

  func selector(_ number: Int, ofProfile profile: Int) -> Value {
    let definition = scope.clusters.profiles[profile].definition
    let tree = trees[definition.description]
    let selector = definition.profile.selectors[number]
    return map([
      ("source", .node(NodeRef(tree: tree, node: selector.node))),
      ("namespace", selector.namespace.map { value($0, tree) }), ("labels", pairs(selector.labels, tree)),
      // The same with the places of the keys.
      (
        "pairs", .list(selector.labels.map { map([("key", value($0.key, tree)), ("value", value($0.value, tree))]) })
      ),
    ])
  }

  /// A subnet of a profile, with what its own document or another of the cluster tells of it.
  private func subnet(_ id: Sourced<String>, of cluster: ScopeCluster?, ownDescription own: Int) -> Value {
    let descriptions = scope.clusters.descriptions
    func find(_ name: String, _ numbers: [Int]) -> (Subnet, UInt32)? {
      numbers.lazy.compactMap { number in
        descriptions[number].description.subnets[name].map { ($0, trees[number]) }
      }.first
    }
    let found =
      id.reference.flatMap { find($0, [own]) } ?? id.value.flatMap { find($0, [own] + (cluster?.descriptions ?? [])) }
    // A reference stands for the subnet until it has an id.
    let name = Value.string(id.value ?? id.reference ?? "")
    let fields: [(String, Value?)] = [("id", value(id, trees[own])), ("name", name)]
    guard let (subnet, tree) = found else { return map(fields + [("exposure", .string("unknown"))]) }
    func node(_ node: NodeID?) -> Value? { node.map { .node(NodeRef(tree: tree, node: $0)) } }
    return map(
      fields + [
        ("zone", subnet.zone.map { value($0, tree) }), ("outpost", subnet.outpost.map { value($0, tree) }),
        ("exposure", .string(subnet.exposure.rawValue)), ("evidence", node(subnet.evidence)),
        ("hint", node(subnet.hint)), ("closedRouteTable", node(subnet.closedRouteTable)),
        ("endpoints", subnet.endpoints.map { .list($0.map(Value.string)) }),
      ])
  }

  // MARK: Roles

  /// A role of the scope, and the number of the description that holds it.
  struct ScopeRole {
    let description: Int
    let role: IAMRole
  }

  var roles: [ScopeRole] { scope.clusters.roles.map { ScopeRole(description: $0.description, role: $0.role) } }

  func role(_ found: ScopeRole) -> Value {
    let tree = trees[found.description]
    let role = found.role
    func node(_ node: NodeID) -> Value { .node(NodeRef(tree: tree, node: node)) }
    return map([
      ("name", role.name.map { value($0, tree) }), ("path", role.path.map { value($0, tree) }),
      (
        "statements",
        role.statements.map { statements in
          .list(
            statements.map { statement in
              map([
                ("allows", .bool(statement.allows)),
                ("principals", .list(statement.services.map { value($0, tree) })),
                ("actions", .list(statement.actions.map { value($0, tree) })),
                ("conditions", .list(statement.conditionKeys.map(Value.string))), ("source", node(statement.node)),
              ])
            })
        }
      ),
      ("managedPolicies", .list(role.managedPolicies.map { value($0, tree) })),
      ("hasInlinePolicies", .bool(role.hasInlinePolicies)), ("trust", role.trust.map(node)),
      ("source", node(role.node)),
      ("profiles", .list(scope.clusters.profiles(of: role, in: found.description).map { profile($0) })),
    ])
  }

  /// The selector that comes nearest to a pod.
  func nearest(_ nearest: NearestSelector) -> Value {
    map([
      ("profile", profile(nearest.profile)), ("selector", selector(nearest.selector, ofProfile: nearest.profile)),
      ("missing", .list(nearest.missing.map { map([("key", .string($0.key)), ("value", .string($0.value))]) })),
      ("namespaceMatches", .bool(nearest.namespaceMatches)), ("isOnly", .bool(nearest.isOnly)),
    ])
  }

  // MARK: Values

  private func map(_ fields: [(String, Value?)]) -> Value {
    .map(MapValue(fields: fields.compactMap { name, value in value.map { (name, $0) } }))
  }

  private func pairs(_ pairs: [LabelPair], _ tree: UInt32) -> Value {
    .map(MapValue(fields: pairs.compactMap { pair in pair.key.value.map { ($0, value(pair.value, tree)) } }))
  }

  private func value(_ sourced: Sourced<String>, _ tree: UInt32) -> Value {
    value(sourced, tree) { .string($0) }
  }

  private func value(_ sourced: Sourced<Bool>, _ tree: UInt32) -> Value {
    value(sourced, tree) { .bool($0) }
  }

  /// The node where it reads as the value; else the value alone, or that it is not known yet.
  private func value<Content>(_ sourced: Sourced<Content>, _ tree: UInt32, _ make: (Content) -> Value) -> Value {
    let node = NodeRef(tree: tree, node: sourced.node)
    guard let content = sourced.value else { return .unknown(node) }
    guard let own = scope.tree(tree, among: trees), own.kind(sourced.node) == .scalar else { return make(content) }
    switch (make(content), own.scalar(sourced.node)) {
    case (.string(let text), .string?) where own.text(sourced.node, equals: text): return .node(node)
    case (.bool(let flag), .bool(let written)?) where flag == written: return .node(node)
    case (let value, _): return value
    }
  }
}

extension Scope {
  fileprivate func tree(_ number: UInt32, among trees: [UInt32]) -> Tree? {
    trees.firstIndex(of: number).map { clusters.descriptions[$0].description.tree }
  }
}
