import YAML

/// A description with the file that it stands in.
public struct LocatedDescription: Sendable {
  public let description: ClusterDescription
  public let file: String
  private let lines: [NodeID: Int]

  /// - Parameter line: the line of a node of the description's tree; asked at once and not kept.
  public init(_ description: ClusterDescription, file: String, line: (NodeID) -> Int) {
    self.description = description
    self.file = file
    let nodes = [description.node] + description.profiles.map(\.node) + description.capacity.map(\.node)
    lines = Dictionary(nodes.map { ($0, line($0)) }) { first, _ in first }
  }

  /// Where the object, one of its profiles or of its capacity stands.
  public func origin(of node: NodeID) -> Origin { Origin(file: file, line: lines[node] ?? 1) }
}
