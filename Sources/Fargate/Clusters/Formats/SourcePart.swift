import Manifests

/// What a row finds at a place of its object, and where that keeps its fields.
struct SourcePart: Sendable {
  enum Subject: String {
    case cluster, profile, nodes, hybrid, addon
    case autoMode = "auto_mode"
    case podIdentity = "pod_identity"
    case role
    case policyAttachment = "policy_attachment"
  }

  enum Field: String {
    case name, region, selectors, namespace, labels, subnets, role, tags, maximum, enabled, configuration, vpc, outpost
    case subnetObjects = "subnet_objects"
    case roleObject = "role_object"
    /// A role that stands outside of the items, and holds for those that have none.
    case defaultRole = "default_role"
    case clusterTags = "cluster_tags"
    case nodePools = "node_pools"
    case serviceAccount = "service_account"
    case endpointPublic = "endpoint_public"
    case endpointPrivate = "endpoint_private"
    case publicAccessCIDRs = "public_access_cidrs"
    case privateSubnets = "private_subnets"
    case publicSubnets = "public_subnets"
    case natGateway = "nat_gateway"
    case privateCluster = "private_cluster"
    case authenticationMode = "authentication_mode"
    case zonalShift = "zonal_shift"
    case rolePath = "role_path"
    case trust
    case managedPolicies = "managed_policies"
    case inlinePolicies = "inline_policies"
    case clusterSecurityGroup = "cluster_security_group"
  }

  let subject: Subject
  /// Empty: the object itself.
  let items: [FieldPath]
  /// What the capacity is called: "managed node group".
  let title: String
  /// Paths and the values that are asked for there.
  let required: [(path: FieldPath, values: [String])]
  /// Why nothing in it is certain, whatever it says.
  let unresolved: String?
  /// Auto Mode: whether leaving node pools out means the built-in ones.
  let poolsWhenAbsent: Bool
  let fields: [Field: [FieldPath]]
}
