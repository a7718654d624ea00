/// The formats in which repositories describe clusters.
public enum ClusterFormat: String, Sendable, CaseIterable {
  /// `profiles` of our own configuration.
  case configuration
  case eksctl
  /// Templates, those that AWS CDK makes too.
  case cloudFormation = "cloudformation"
  /// AWS Controllers for Kubernetes.
  case ack
  case crossplane
  case crossplaneClassic = "crossplane-classic"
  /// Cluster API and its provider for AWS.
  case capa
  case karpenter
  /// `terraform show -json` of a plan or a state.
  case terraform
}
