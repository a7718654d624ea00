/// The VPC of a cluster. What the source leaves out is nil.
public struct ClusterNetwork: Sendable {
  public let id: Sourced<String>?
  /// Ids of the subnets of which the source does not say whether they are public.
  public let subnets: [Sourced<String>]?
  public let privateSubnets: [Sourced<String>]?
  public let publicSubnets: [Sourced<String>]?
  /// eksctl: `Single`, `HighlyAvailable`, `Disable`.
  public let natGateway: Sourced<String>?
  /// eksctl: `privateCluster.enabled`.
  public let isPrivateCluster: Sourced<Bool>?
  /// ARN of the Outpost on which the cluster is.
  public let outpost: Sourced<String>?
  /// Id of the cluster security group, which EKS makes itself.
  public let securityGroup: Sourced<String>?

  var isStated: Bool {
    id != nil || subnets != nil || privateSubnets != nil || publicSubnets != nil || natGateway != nil
      || isPrivateCluster != nil || outpost != nil || securityGroup != nil
  }
}
