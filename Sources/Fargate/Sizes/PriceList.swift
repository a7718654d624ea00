import Manifests
import YAML

/// The prices of Fargate by Region: those of the tables, and what a configuration says in their place.
public struct PriceList: Sendable {
  /// USD an hour in place of the tables' figures, each where it is stated.
  public struct Stated: Sendable, Hashable {
    public var region: String?
    public var cpu: Double?
    public var memory: Double?
    public var ephemeralStorage: Double?

    public init(
      region: String? = nil, cpu: Double? = nil, memory: Double? = nil, ephemeralStorage: Double? = nil
    ) {
      self.region = region
      self.cpu = cpu
      self.memory = memory
      self.ephemeralStorage = ephemeralStorage
    }

    var hasFigures: Bool { cpu != nil || memory != nil || ephemeralStorage != nil }
  }

  private let byRegion: [String: FargatePrices]
  private let standard: FargatePrices
  private let stated: Stated

  public init(tables: Tables, preset: String = "current", stated: Stated = Stated()) {
    let tree = tables.tree
    let root = NodeID(index: 0)
    func text(_ path: String, from node: NodeID = root) -> String? {
      FieldPath(path).nodes(in: tree, from: node).first.map { tree.string($0) }
    }
    func number(_ path: String, from node: NodeID = root) -> Double { text(path, from: node).flatMap(Double.init) ?? 0 }
    let freeStorage = number("ephemeral_storage.free_gib")
    let hours = number("prices.hours_a_month")
    var found: [String: FargatePrices] = [:]
    for row in FieldPath("prices.rows[]").nodes(in: tree, from: root) where text("preset", from: row) == preset {
      guard let region = text("region", from: row) else { continue }
      found[region] = FargatePrices(
        region: region, date: text("as_of", from: row), cpu: number("vcpu_hour", from: row),
        memory: number("gb_hour", from: row), ephemeralStorage: number("ephemeral_gb_hour", from: row),
        freeStorage: freeStorage, hoursAMonth: hours)
    }
    byRegion = found
    standard =
      text("prices.default_region").flatMap { found[$0] }
      ?? FargatePrices(
        region: nil, date: nil, cpu: 0, memory: 0, ephemeralStorage: 0, freeStorage: freeStorage, hoursAMonth: hours)
    self.stated = stated
  }

  /// What pods of a Region cost. Where nobody knows, they are priced as in the one Region whose prices are known, which
  /// the answer tells by its name.
  /// - Parameter region: nil: nobody can tell which.
  public func prices(in region: String?) -> FargatePrices {
    let own = (stated.region ?? region).flatMap { byRegion[$0] } ?? standard
    guard stated.hasFigures else { return own }
    return FargatePrices(
      region: stated.region, date: nil, cpu: stated.cpu ?? own.cpu, memory: stated.memory ?? own.memory,
      ephemeralStorage: stated.ephemeralStorage ?? own.ephemeralStorage, freeStorage: own.freeStorage,
      hoursAMonth: own.hoursAMonth)
  }
}
