import Manifests

/// What a rule looks at, one at a time.
public enum Subject: String, Sendable, CaseIterable {
  /// A document of any kind, as written.
  case document
  /// A Kubernetes object, lists opened.
  case object
  case workload
  /// A pod or the template of one.
  case pod
  case container
  /// A cluster, as all that a scope's sources say of it.
  case cluster
  /// A Fargate profile, from any source.
  case profile
  /// An IAM role of the scope.
  case role
  /// What lands in one cluster.
  case scope

  /// Whether it is a Kubernetes object, or part of one.
  public var isOfResource: Bool {
    switch self {
    case .object, .workload, .pod, .container: true
    case .document, .cluster, .profile, .role, .scope: false
    }
  }
}

/// How unknown placement counts.
public enum AssumeFargate: String, Sendable, CaseIterable {
  /// Unknown placement counts as Fargate.
  case auto
  /// Every pod does, as before a migration.
  case always
  /// Unknown placement is not judged.
  case never
}

/// A pattern over kinds: `apps/v1/Deployment`, `v1/Service`, `*/*/Ingress`.
struct KindPattern: Sendable {
  /// As written.
  let text: String
  let group: String
  let version: String
  let kind: String

  /// nil when the text has not two or three parts.
  init?(_ text: String) {
    self.text = text
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    switch parts.count {
    case 2: (group, version, kind) = ("", parts[0], parts[1])
    case 3: (group, version, kind) = (parts[0], parts[1], parts[2])
    default: return nil
    }
  }

  var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

  func matches(_ identity: ResourceIdentity) -> Bool {
    guard kind == "*" || kind == identity.kind else { return false }
    let apiVersion = identity.apiVersion
    let slash = apiVersion.lastIndex(of: "/")
    let actualGroup = slash.map { apiVersion[..<$0] } ?? ""
    let actualVersion = slash.map { apiVersion[apiVersion.index(after: $0)...] } ?? apiVersion[...]
    return covers(group: actualGroup, version: actualVersion)
  }

  func covers(group actualGroup: Substring, version actualVersion: Substring) -> Bool {
    (group == "*" || group == actualGroup) && (version == "*" || version == actualVersion)
  }
}
