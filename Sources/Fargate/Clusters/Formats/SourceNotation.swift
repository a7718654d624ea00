import Manifests
import YAML

/// How a source writes values: as they are, or with functions that a later step evaluates.
protocol SourceNotation {
  var tree: Tree { get }

  /// The places for which `cursor` stands: itself, or those between which a function decides.
  func alternatives(of cursor: SourceCursor) -> [SourceCursor]

  /// Whether a function stands here whose value no place holds.
  func isFunction(_ node: NodeID) -> Bool

  /// The value of any scalar, as text.
  func scalar(of cursor: SourceCursor) -> Sourced<String>

  /// The text of a scalar that is one: a number or boolean is none.
  func text(of cursor: SourceCursor) -> Sourced<String>

  /// The texts of a list.
  func texts(of cursor: SourceCursor) -> [Sourced<String>]
}

extension SourceNotation {
  func isFunction(_ node: NodeID) -> Bool { false }

  func texts(of cursor: SourceCursor) -> [Sourced<String>] { items(of: cursor).map { settledText(of: $0) } }

  /// The text, which is not known where it may not be there at all.
  func settledText(of cursor: SourceCursor) -> Sourced<String> {
    let text = text(of: cursor)
    return cursor.doubt.map(text.withoutValue) ?? text
  }

  /// What a path leads to. Null counts as absent, and a list that holds one may be written as it alone.
  func places(at path: FieldPath, from start: SourceCursor) -> [SourceCursor] {
    var found = [start]
    for segment in path.segments {
      switch segment {
      case .field(let symbol): found = found.flatMap { field(symbol, of: $0) }
      case .items: found = found.flatMap(items)
      case .values: found = found.flatMap(values)
      }
    }
    return found
  }

  func field(_ symbol: Symbol, of cursor: SourceCursor) -> [SourceCursor] {
    alternatives(of: cursor).flatMap { place -> [SourceCursor] in
      guard place.unresolved == nil else { return [place] }
      let unknown = place.unknown.flatMap { tree.value(of: symbol, in: $0) }
      if let reason = opaque(place) { return [reason] }
      if let child = tree.field(symbol, in: place.node) {
        return alternatives(of: SourceCursor(child, unknown: unknown, condition: place.condition))
      }
      return isUnknown(unknown) ? [after(place)] : []
    }
  }

  /// The place as one of which nothing is known, if what stands here in the stead of a collection says so.
  private func opaque(_ place: SourceCursor) -> SourceCursor? {
    guard tree.kind(place.node) == .scalar || isFunction(place.node), let reason = scalar(of: place).unresolved else {
      return nil
    }
    return SourceCursor(place.node, condition: place.condition, unresolved: reason)
  }

  func items(of cursor: SourceCursor) -> [SourceCursor] {
    alternatives(of: cursor).flatMap { place -> [SourceCursor] in
      guard place.unresolved == nil, tree.kind(place.node) == .sequence, !isFunction(place.node) else {
        return [place]
      }
      let unknown = place.unknown.map { Array(tree.items(of: $0)) } ?? []
      let items = Array(tree.items(of: place.node))
      return items.enumerated().flatMap { index, item in
        alternatives(
          of: SourceCursor(
            item, unknown: index < unknown.count ? unknown[index] : nil, condition: place.condition))
      } + unknown.dropFirst(items.count).filter(isUnknown).map { _ in after(place) }
    }
  }

  private func values(of cursor: SourceCursor) -> [SourceCursor] {
    alternatives(of: cursor).flatMap { place -> [SourceCursor] in
      guard place.unresolved == nil else { return [place] }
      return tree.entries(of: place.node).filter { !tree.isNull($0.value) }
        .flatMap { alternatives(of: SourceCursor($0.value, condition: place.condition)) }
    }
  }

  private func after(_ place: SourceCursor) -> SourceCursor {
    SourceCursor(place.node, condition: place.condition, unresolved: "it is known only after `terraform apply`")
  }

  /// Whether a place of `after_unknown` holds `true` anywhere.
  private func isUnknown(_ node: NodeID?) -> Bool {
    guard let node else { return false }
    switch tree.kind(node) {
    case .scalar: return tree.scalar(node) == .bool(true)
    case .sequence: return tree.items(of: node).contains { isUnknown($0) }
    case .mapping: return tree.entries(of: node).contains { isUnknown($0.value) }
    case .alias: return false
    }
  }
}
