import Fargate
import Manifests
import Policies
import YAML

/// What the engine knows beside rules: the catalogue's tables, how kinds lead to pods, how sources describe clusters.
public struct LintTables: Sendable {
  public let tables: Tables
  let references: ReferenceTable
  let clusters: ClusterReader

  /// Those that are built into the program.
  /// - Throws: the place where one is no JSON, which the tests exclude.
  public static func bundled() throws(Problem) -> LintTables {
    LintTables(tables: try Tables.bundled(), references: try ReferenceTable.bundled(), clusters: try ClusterReader())
  }

  /// The words of policies, with the functions that ask for neighbours.
  public var vocabulary: Vocabulary { Vocabulary(tables: tables, functions: ScopeFunctions.all) }
}
