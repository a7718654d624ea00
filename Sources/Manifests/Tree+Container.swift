import YAML

extension Tree {
  /// The name of the container in which a node stands as written; nil when it stands in none.
  public func container(around node: NodeID) -> String? {
    var current = node
    while let list = parent(current) {
      if kind(list) == .sequence, let key = key(ofValue: list), containerLists.contains(string(key)) {
        return text(of: Fields.name, in: current)
      }
      current = list
    }
    return nil
  }
}

/// The lists that hold containers, in pods and in the templates of Argo and Tekton.
private let containerLists: Set = ["containers", "initContainers", "ephemeralContainers", "sidecars", "steps"]
