import Fargate
import YAML

/// What Fargate costs, in place of the figures that the tables have.
public struct ConfiguredPrices: Sendable {
  let stated: PriceList.Stated
  /// In the tree of the configuration's `source`.
  public let node: NodeID
  public let place: Place
}
