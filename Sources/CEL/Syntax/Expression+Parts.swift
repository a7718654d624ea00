extension Expression {
  /// The nodes that a node is made of, in the order of the text.
  private func parts(of id: ID) -> [ID] {
    switch self[id].kind {
    case .constant, .identifier: []
    case .select(let operand, _, _, _): [operand]
    case .call(_, let target, let arguments): (target.map { [$0] } ?? []) + arguments
    case .index(let collection, let key, _): [collection, key]
    case .list(let elements): elements.map(\.value)
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .comprehension(let macro): [macro.range] + (macro.filter.map { [$0] } ?? []) + [macro.body]
    case .bind(_, let value, let body): [value, body]
    case .sortBy(let range, _, let key): [range, key]
    case .optionalMap(let operand, _, let body, _): [operand, body]
    }
  }

  /// For each node of an expression the bytes of the source that it covers, and those of its parts.
  /// - Throws: what keeps the source from being one.
  package static func ranges(in source: String) throws(Issue) -> [(whole: Range<Int>, parts: [Range<Int>])] {
    let tree = try Parser.parse(source)
    return tree.nodes.indices.map { id in (tree[id].range, tree.parts(of: id).map { tree[$0].range }) }
  }
}
