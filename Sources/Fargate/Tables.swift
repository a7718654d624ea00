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

  /// A JSON file of this target; one that is not there is an empty document.
  static func embedded(_ name: String) throws(Problem) -> Tree {
    try Tree.parse(EmbeddedFiles.all.first { $0.name == name }?.text ?? "{}")[0]
  }
}
