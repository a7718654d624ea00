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
}

/// Where a pod lands.
public enum PlacementStatus: String, Sendable, CaseIterable {
  case fargate, ec2, pending, unknown
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
  private let group: String
  private let version: String
  private let kind: String

  /// nil when the text has not two or three parts.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    switch parts.count {
    case 2: (group, version, kind) = ("", parts[0], parts[1])
    case 3: (group, version, kind) = (parts[0], parts[1], parts[2])
    default: return nil
    }
  }

  func matches(_ identity: ResourceIdentity) -> Bool {
    guard kind == "*" || kind == identity.kind else { return false }
    let apiVersion = identity.apiVersion
    let slash = apiVersion.lastIndex(of: "/")
    let actualGroup = slash.map { apiVersion[..<$0] } ?? ""
    let actualVersion = slash.map { apiVersion[apiVersion.index(after: $0)...] } ?? apiVersion[...]
    return (group == "*" || group == actualGroup) && (version == "*" || version == actualVersion)
  }
}
