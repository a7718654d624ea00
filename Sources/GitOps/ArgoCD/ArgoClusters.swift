/// The clusters that are registered with Argo CD by Secrets of this repository (operator-manual/declarative-setup).
struct ArgoClusters {
  struct Cluster {
    let name: String
    let server: String
    let project: String
    let labels: Parameters
    let annotations: Parameters
  }

  static let inClusterName = "in-cluster"
  static let inClusterServer = "https://kubernetes.default.svc"

  /// In the order of the run.
  private(set) var all: [Cluster] = []
  /// Secrets whose name or server is encrypted or filled in later.
  private(set) var unread: [Place] = []

  init(_ objects: [PlacedResource]) {
    for object in objects where ArgoClusters.isClusterSecret(object) {
      let place = object.place
      guard let name = ArgoClusters.data("name", of: place), let server = ArgoClusters.data("server", of: place) else {
        unread.append(place)
        continue
      }
      let metadata = place.field("metadata")
      all.append(
        Cluster(
          name: name, server: server, project: ArgoClusters.data("project", of: place) ?? "",
          labels: ArgoClusters.map(metadata?.field("labels")),
          annotations: ArgoClusters.map(metadata?.field("annotations"))))
    }
  }

  static func isClusterSecret(_ object: PlacedResource) -> Bool {
    object.identity.apiVersion == "v1" && object.identity.kind == "Secret"
      && object.place.field("metadata", "labels", "argocd.argoproj.io/secret-type")?.string == "cluster"
  }

  /// Where a destination of an Application lands, by the name of a cluster.
  func destination(named name: String) -> DestinationCluster {
    if let cluster = all.first(where: { $0.name == name }) { return destination(cluster) }
    return name == ArgoClusters.inClusterName ? .own : .named(ClusterName.of(name))
  }

  /// Where a destination of an Application lands, by the URL of its API server.
  func destination(server: String) -> DestinationCluster {
    let server = ArgoClusters.normalized(server)
    if server == ArgoClusters.inClusterServer { return .own }
    if let cluster = all.first(where: { ArgoClusters.normalized($0.server) == server }) { return destination(cluster) }
    return .named(ClusterName.of(server))
  }

  private func destination(_ cluster: Cluster) -> DestinationCluster {
    ArgoClusters.normalized(cluster.server) == ArgoClusters.inClusterServer
      ? .own : .named(ClusterName.of(cluster.name))
  }

  static func normalized(_ server: String) -> String {
    var text = server.trimmed
    while text.hasSuffix("/") { text.removeLast() }
    if text.hasSuffix(":443") { text.removeLast(4) }
    return text
  }

  private static func data(_ name: String, of secret: Place) -> String? {
    let plain = secret.field("stringData", name)?.string
    guard let text = plain ?? secret.field("data", name)?.string.flatMap(Base64Text.decoded) else { return nil }
    return text.holdsPlaceholder || text.hasPrefix("ENC[") ? nil : text
  }

  private static func map(_ place: Place?) -> Parameters {
    var result: Parameters = [:]
    for (key, value) in place?.entries ?? [] {
      result[key] = value.string.map { $0.holdsPlaceholder ? .unknown : .string($0) } ?? .unknown
    }
    return result
  }
}

/// The name by which a cluster is known here, so that two sources that mean one say the same.
enum ClusterName {
  /// Of an ARN of Amazon EKS the cluster's own name, of a kubeconfig's Secret the cluster that it leads to.
  static func of(_ text: String) -> String {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 6, parts[0] == "arn", parts[2] == "eks", parts[5].hasPrefix("cluster/") {
      return String(parts[5].dropFirst(8))
    }
    return text
  }

  /// Cluster API names the Secret of a kubeconfig after the cluster.
  static func ofKubeConfig(_ name: String) -> String {
    name.hasSuffix("-kubeconfig") ? String(name.dropLast(11)) : name
  }
}

/// RFC 4648 base64 of a text.
enum Base64Text {
  /// nil for what is no base64, or no UTF-8.
  static func decoded(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    var rest = text.utf8.filter { $0 != 10 && $0 != 13 }[...]
    while rest.last == UInt8(ascii: "=") { rest = rest.dropLast() }
    for byte in rest {
      guard let value = value(of: byte) else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
