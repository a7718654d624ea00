/// What a resource is called, as its file writes it.
///
/// A reference: all that is found of a resource names it without a copy.
public struct ResourceIdentity: Hashable, Sendable {
  private final class Names: Sendable {
    let apiVersion: String
    let kind: String
    let namespace: String?
    let name: String

    init(_ apiVersion: String, _ kind: String, _ namespace: String?, _ name: String) {
      self.apiVersion = apiVersion
      self.kind = kind
      self.namespace = namespace
      self.name = name
    }
  }

  private let names: Names

  public var apiVersion: String { names.apiVersion }
  public var kind: String { names.kind }
  /// nil when the file names none.
  public var namespace: String? { names.namespace }
  /// `metadata.name`, else `metadata.generateName`, else empty.
  public var name: String { names.name }

  public init(apiVersion: String, kind: String, namespace: String?, name: String) {
    names = Names(apiVersion, kind, namespace, name)
  }

  public static func == (left: ResourceIdentity, right: ResourceIdentity) -> Bool {
    left.names === right.names
      || left.apiVersion == right.apiVersion && left.kind == right.kind && left.namespace == right.namespace
        && left.name == right.name
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(apiVersion)
    hasher.combine(kind)
    hasher.combine(namespace)
    hasher.combine(name)
  }

  /// The group of `apiVersion`; empty for the core group.
  public var group: String {
    guard let slash = apiVersion.lastIndex(of: "/") else { return "" }
    return String(apiVersion[..<slash])
  }
}
