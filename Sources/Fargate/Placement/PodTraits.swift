/// What of a pod decides where it lands.
public struct PodTraits: Sendable {
  public enum Namespace: Sendable, Equatable {
    case known(String)
    /// Nothing names one, and the file is applied as it is: `default`.
    case `default`
    /// Why nobody can tell: "it is a base that no overlay reaches".
    case unknown(reason: String)

    /// nil when it is unknown.
    public var name: String? {
      switch self {
      case .known(let name): name
      case .default: "default"
      case .unknown: nil
      }
    }
  }

  public enum ComputeType: Sendable, Equatable {
    case absent
    case value(String)
    /// Written, but not known yet.
    case unknown
  }

  public enum Owner: Sendable {
    /// Profiles never take its pods.
    case daemonSet
    case other
  }

  public var namespace: Namespace
  /// Why another namespace may be set on the way to the cluster; nil when none is.
  public var laterNamespace: String?
  /// The labels of the pod or its template; a value that is not known yet is nil.
  public var labels: [String: String?]
  /// Why labels may come on the way to the cluster; nil when none do.
  public var laterLabels: String?
  /// The annotation `eks.amazonaws.com/compute-type`.
  public var computeType: ComputeType
  public var owner: Owner

  /// The label that chooses among profiles.
  public static let profileLabel = "eks.amazonaws.com/fargate-profile"
  /// The annotation that keeps a pod off Fargate when it is `ec2`.
  public static let computeTypeAnnotation = "eks.amazonaws.com/compute-type"

  /// Whether it asks for EC2, whatever profiles select.
  public var isKeptOff: Bool { computeType == .value("ec2") }

  public init(
    namespace: Namespace, laterNamespace: String? = nil, labels: [String: String?] = [:], laterLabels: String? = nil,
    computeType: ComputeType = .absent, owner: Owner = .other
  ) {
    self.namespace = namespace
    self.laterNamespace = laterNamespace
    self.labels = labels
    self.laterLabels = laterLabels
    self.computeType = computeType
    self.owner = owner
  }
}
