import YAML

/// What a source tells of a subnet, as far as it decides whether Fargate pods can run there.
public struct Subnet: Sendable {
  public enum Exposure: String, Sendable {
    /// A route leads from it to an internet gateway, or its source lists it as public.
    case `public`
    case `private`
    case unknown
  }

  /// The name of its zone; nil when the source states none.
  public var zone: Sourced<String>?
  /// ARN of the Outpost on which it is; nil when the source states none.
  public var outpost: Sourced<String>?
  public var exposure = Exposure.unknown
  /// What shows the exposure: an entry of a list, a route.
  public var evidence: NodeID?
  /// What only suggests that it is public: addresses given at launch, a tag for load balancers. nil: nothing does.
  public var hint: NodeID?
  /// Its route table, where surely no route leads out of the VPC; else nil.
  public var closedRouteTable: NodeID?
  /// The services that it reaches by VPC endpoints, as `ecr.api`; nil when nobody can tell.
  public var endpoints: [String]?
}
