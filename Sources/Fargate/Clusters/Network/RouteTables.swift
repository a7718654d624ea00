import YAML

/// The routes of a source, by route table; what they make of a subnet.
///
/// Tables and gateways are known by whatever name the source gives them: a logical id, an id of Amazon EC2.
struct RouteTables {
  /// Where a route leads.
  enum Target {
    case internetGateway
    /// Another way out: NAT, transit, peering, egress-only.
    case other
    case unknown
  }

  private struct Route {
    let node: NodeID
    let isDefault: Bool
    let target: Target
    let isCertain: Bool
  }

  private var routes: [String: [Route]] = [:]
  /// Whether a route may belong to any of the tables.
  private var hasStray = false
  /// Tables to which routes may come from elsewhere.
  private var open: Set<String> = []

  /// - Parameters:
  ///   - table: nil when nobody can tell which.
  ///   - destinations: CIDR blocks; nil where one is not known.
  mutating func add(to table: String?, node: NodeID, destinations: [String?], _ target: Target, isCertain: Bool) {
    guard let table else {
      hasStray = true
      return
    }
    let isDefault = destinations.contains { $0.map { RouteTables.everywhere.contains($0) } ?? false }
    let isKnown = isCertain && !destinations.contains(nil)
    routes[table, default: []].append(Route(node: node, isDefault: isDefault, target: target, isCertain: isKnown))
  }

  mutating func noteMore(in table: String) { open.insert(table) }

  private static let everywhere: Set<String> = ["0.0.0.0/0", "::/0"]

  /// What the routes of its table make of a subnet; nil where they tell nothing.
  func exposure(by table: String) -> (exposure: Subnet.Exposure, evidence: NodeID)? {
    let own = (routes[table] ?? []).filter(\.isDefault)
    if let route = own.first(where: { $0.target == .internetGateway && $0.isCertain }) { return (.public, route.node) }
    guard let first = own.first, own.allSatisfy({ $0.target == .other }) else { return nil }
    return (.private, first.node)
  }

  /// Whether surely no route leads out of the VPC.
  func isClosed(_ table: String) -> Bool { !hasStray && !open.contains(table) && (routes[table] ?? []).isEmpty }
}
