import Manifests
import YAML

/// The catalogue's figures and lists, which rules read as `tables`.
public struct Tables: Sendable {
  /// `fargate-tables.json`.
  public let tree: Tree
  public let workloadKinds: WorkloadKinds

  init(tree: Tree) {
    self.tree = tree
    workloadKinds = WorkloadKinds(table: tree)
  }

  /// The tables that are built into the program.
  /// - Throws: the place where they are no JSON, which the tests exclude.
  public static func bundled() throws(Problem) -> Tables {
    Tables(tree: try embedded("fargate-tables.json"))
  }

  /// A whole number; 0 where none stands.
  /// - Parameter path: as `FieldPath` takes it.
  public func number(_ path: String) -> Int {
    let node = FieldPath(path).nodes(in: tree, from: NodeID(index: 0)).first
    return node.flatMap { Int(tree.string($0)) } ?? 0
  }

  /// Texts at a path, as `FieldPath` takes it.
  public func texts(_ path: String) -> [String] {
    FieldPath(path).nodes(in: tree, from: NodeID(index: 0)).map { tree.string($0) }
  }

  /// A JSON file of this target; one that is not there is an empty document.
  static func embedded(_ name: String) throws(Problem) -> Tree {
    try Tree.parse(EmbeddedFiles.all.first { $0.name == name }?.text ?? "{}")[0]
  }
}
