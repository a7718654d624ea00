import YAML

/// The tags by which load balancer controllers find subnets (AWS Load Balancer Controller, subnet discovery).
enum SubnetTags {
  private static let outward = "kubernetes.io/role/elb"
  private static let inward = "kubernetes.io/role/internal-elb"

  /// The tag that marks a subnet for balancers of the internet and nothing else; nil when there is none.
  static func publicHint(among tags: [LabelPair]) -> NodeID? {
    guard !tags.contains(where: { $0.key.value == inward || $0.key.value == nil }) else { return nil }
    return tags.first { $0.key.value == outward && $0.value.value == "1" }?.value.node
  }
}
