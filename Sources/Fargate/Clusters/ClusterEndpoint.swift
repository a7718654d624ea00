/// How a cluster's API server is reached. What the source leaves out is nil.
public struct ClusterEndpoint: Sendable {
  public let publicAccess: Sourced<Bool>?
  public let privateAccess: Sourced<Bool>?
  public let publicAccessCIDRs: [Sourced<String>]?

  var isStated: Bool { publicAccess != nil || privateAccess != nil || publicAccessCIDRs != nil }
}
