extension FieldReader {
  /// What an object says of the cluster as a whole.
  func readCluster(at place: SourceCursor, into description: inout ClusterDescription) {
    description.isCluster = true
    description.region = text(.region, from: place)
    description.authenticationMode = text(.authenticationMode, from: place)
    description.zonalShift = flag(.zonalShift, from: place)
    let endpoint = ClusterEndpoint(
      publicAccess: flag(.endpointPublic, from: place), privateAccess: flag(.endpointPrivate, from: place),
      publicAccessCIDRs: texts(.publicAccessCIDRs, from: place))
    if endpoint.isStated { description.endpoint = endpoint }
    let vpc = ClusterNetwork(
      id: text(.vpc, from: place), subnets: texts(.subnets, from: place),
      privateSubnets: texts(.privateSubnets, from: place), publicSubnets: texts(.publicSubnets, from: place),
      natGateway: text(.natGateway, from: place), isPrivateCluster: flag(.privateCluster, from: place),
      outpost: text(.outpost, from: place),
      securityGroup: text(.clusterSecurityGroup, from: place))
    if vpc.isStated { description.vpc = vpc }
  }
}
