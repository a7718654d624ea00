import Manifests
import YAML

/// How kinds lead to pods: the rows of `references.json`.
struct ReferenceTable: Sendable {
  struct Reference: Sendable {
    let direction: Link.Direction
    /// Of the other object, where the reference itself names none.
    let kind: String
    let path: FieldPath
    /// Whether the path leads to an object with kind and name, not to a name.
    let isObject: Bool
    let isClusterScoped: Bool
  }

  struct Selector: Sendable {
    enum Shape: String, Sendable { case labels, labelSelector, calico }
    let path: FieldPath
    let shape: Shape
  }

  struct Row: Sendable {
    var selector: Selector?
    var references: [Reference] = []
  }

  private var rows: [String: [String: Row]] = [:]
  /// From the spec of a pod.
  let ofPods: [Reference]

  /// The table that is built into the program.
  /// - Throws: the place where it is no JSON, which the tests exclude.
  static func bundled() throws(Problem) -> ReferenceTable {
    ReferenceTable(try Tree.parse(EmbeddedFiles.all[0].text)[0])
  }

  private init(_ tree: Tree) {
    let root = NodeID(index: 0)
    ofPods = ReferenceTable.references("pods", .from, of: root, in: tree)
    for row in tree.value(of: "rows", in: root).map({ tree.items(of: $0) }).map(Array.init) ?? [] {
      var made = Row()
      if let path = tree.value(of: "selector", in: row), let shape = tree.value(of: "shape", in: row) {
        made.selector = Selector.Shape(rawValue: tree.string(shape)).map {
          Selector(path: FieldPath(tree.string(path)), shape: $0)
        }
      }
      made.references =
        ReferenceTable.references("to", .to, of: row, in: tree)
        + ReferenceTable.references("from", .from, of: row, in: tree)
      guard let group = tree.value(of: "group", in: row), let kind = tree.value(of: "kind", in: row) else { continue }
      rows[tree.string(kind), default: [:]][tree.string(group)] = made
    }
  }

  private static func references(_ key: String, _ direction: Link.Direction, of row: NodeID, in tree: Tree)
    -> [Reference]
  {
    guard let list = tree.value(of: key, in: row) else { return [] }
    return tree.items(of: list).compactMap { item in
      let object = tree.value(of: "object", in: item)
      guard let path = object ?? tree.value(of: "name", in: item), let kind = tree.value(of: "kind", in: item) else {
        return nil
      }
      return Reference(
        direction: direction, kind: tree.string(kind), path: FieldPath(tree.string(path)), isObject: object != nil,
        isClusterScoped: tree.value(of: "cluster", in: item).map { tree.scalar($0) == .bool(true) } ?? false)
    }
  }

  func row(_ identity: ResourceIdentity) -> Row? { rows[identity.kind]?[identity.group] }
}
