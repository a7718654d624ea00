/// How people name a workload of a run: `NAMESPACE/KIND/NAME`.
public struct WorkloadName: Sendable, Hashable {
  /// As deployed; nil: any.
  public let namespace: String?
  /// Case does not count.
  public let kind: String
  public let name: String

  /// Reads `NAMESPACE/KIND/NAME`, or `KIND/NAME` for any namespace; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (2...3).contains(parts.count), !parts.contains("") else { return nil }
    namespace = parts.count == 3 ? parts[0] : nil
    kind = parts[parts.count - 2]
    name = parts[parts.count - 1]
  }

  init(namespace: String?, kind: String, name: String) {
    self.namespace = namespace
    self.kind = kind
    self.name = name
  }

  /// Without a namespace where it is not known.
  public var text: String { (namespace.map { "\($0)/" } ?? "") + "\(kind)/\(name)" }

  func covers(_ other: WorkloadName) -> Bool {
    name == other.name && kind.lowercased() == other.kind.lowercased()
      && (namespace == nil || other.namespace == nil || namespace == other.namespace)
  }
}
