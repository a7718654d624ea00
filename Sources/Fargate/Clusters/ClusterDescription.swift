import YAML

/// What one object of a source says of one cluster: the whole of it, or a single profile or node group.
///
/// Every node is one of `tree`. What the object does not say is nil or empty.
public struct ClusterDescription: Sendable {
  public let format: ClusterFormat
  public let tree: Tree
  /// The object.
  public let node: NodeID
  /// Whether the object is the cluster itself, and not something that belongs to one.
  public internal(set) var isCluster = false
  /// The cluster's name on Amazon EKS.
  public internal(set) var name: Sourced<String>?
  public internal(set) var region: Sourced<String>?
  public internal(set) var profiles: [FargateProfile] = []
  public internal(set) var capacity: [Capacity] = []
  /// ARNs or names of the roles of EC2 nodes.
  public internal(set) var nodeRoles: [Sourced<String>] = []
  public internal(set) var addons: [Addon] = []
  public internal(set) var podIdentityAssociations: [PodIdentityAssociation] = []
  public internal(set) var roles: [IAMRole] = []
  var attachments: [PolicyAttachment] = []
  public internal(set) var endpoint: ClusterEndpoint?
  public internal(set) var vpc: ClusterNetwork?
  /// What the source tells of subnets: by id, or by the reference that stands for one in the same document.
  public internal(set) var subnets: [String: Subnet] = [:]
  public internal(set) var authenticationMode: Sourced<String>?
  public internal(set) var zonalShift: Sourced<Bool>?
  /// Whether it tells what is now and not what will be: a Terraform state beside a plan.
  public internal(set) var isState = false

  /// By what other descriptions know the same cluster.
  var keys: [ClusterKey] = []
  /// The labels by which a cluster's object can be selected, and the labels that select it (Crossplane).
  var labels: [String: String] = [:]
  var selectsLabels: [String: String] = [:]

  /// Whether it belongs to a cluster, is one or ties its names: roles and their policies belong to none.
  var speaksOfCluster: Bool { hasParts || !keys.isEmpty }

  /// Whether the object turned out to speak of a cluster, or of roles, at all.
  var saysSomething: Bool { hasParts || !roles.isEmpty || !attachments.isEmpty }

  private var hasParts: Bool {
    isCluster || !profiles.isEmpty || !capacity.isEmpty || !addons.isEmpty || !podIdentityAssociations.isEmpty
  }
}
