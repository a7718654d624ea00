/// What a resource is called, as its file writes it.
public struct ResourceIdentity: Hashable, Sendable {
  public let apiVersion: String
  public let kind: String
  /// nil when the file names none.
  public let namespace: String?
  /// `metadata.name`, else `metadata.generateName`, else empty.
  public let name: String

  public init(apiVersion: String, kind: String, namespace: String?, name: String) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }

  /// The group of `apiVersion`; empty for the core group.
  public var group: String {
    guard let slash = apiVersion.lastIndex(of: "/") else { return "" }
    return String(apiVersion[..<slash])
  }
}
