import CEL
import YAML

/// The types of the tables, told from what stands in them.
///
/// A type is named by the way to it: `tables.ports`, and `tables.pod_sizes.combinations[]` for all items of a list.
struct TableTypes: Sendable {
  private let tree: Tree

  init(_ tree: Tree) { self.tree = tree }

  static let root = "tables"
  static func isTable(_ type: String) -> Bool { type == root || type.hasPrefix(root + ".") }

  /// The fields of a type: of a list's items those that any has. nil where there is no such place.
  func fields(of type: String) -> [String: Type]? {
    let nodes = nodes(type)
    guard !nodes.isEmpty else { return nil }
    var values: [String: [NodeID]] = [:]
    for (key, value) in nodes.flatMap({ tree.entries(of: $0) }) { values[tree.string(key), default: []].append(value) }
    return Dictionary(uniqueKeysWithValues: values.map { ($0, self.type(of: $1, named: "\(type).\($0)")) })
  }

  private func nodes(_ type: String) -> [NodeID] {
    var nodes = tree.root.map { [$0] } ?? []
    for part in type.split(separator: ".").dropFirst() {
      let name = part.prefix { $0 != "[" }
      nodes = nodes.compactMap { tree.value(of: String(name), in: $0) }
      for _ in 0..<(part.count - name.count) / 2 { nodes = nodes.flatMap { Array(tree.items(of: $0)) } }
    }
    return nodes
  }

  /// The one type that all the values have; `dyn` where they differ.
  private func type(of nodes: [NodeID], named name: String) -> Type {
    let types = Set(nodes.filter { !tree.isNull($0) }.map(plain))
    guard types.count == 1, let only = types.first else { return .dyn }
    switch only {
    case .list:
      let items = nodes.flatMap { Array(tree.items(of: $0)) }
      return .list(type(of: items, named: name + "[]"))
    case .map:
      // What has such keys is looked up by them, and is no way to a type.
      let isNamed = nodes.flatMap { tree.entries(of: $0) }.allSatisfy { entry in
        !tree.string(entry.key).contains { $0 == "." || $0 == "[" }
      }
      return isNamed ? .object([name]) : only
    default: return only
    }
  }

  private func plain(_ node: NodeID) -> Type {
    switch tree.kind(node) {
    case .sequence: .list(.dyn)
    case .mapping: .map(.string, .dyn)
    case .scalar, .alias:
      switch tree.scalar(node) {
      case .bool?: .bool
      case .int?: .int
      case .double?: .double
      case .string?: .string
      case .null?, .uint?, nil: .dyn
      }
    }
  }
}
