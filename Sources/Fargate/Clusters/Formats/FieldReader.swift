import Manifests
import YAML

/// Reads the fields of one part of a row.
struct FieldReader {
  let notation: any SourceNotation
  private let fields: [SourcePart.Field: [FieldPath]]

  init(_ notation: any SourceNotation, _ fields: [SourcePart.Field: [FieldPath]]) {
    self.notation = notation
    self.fields = fields
  }

  private var tree: Tree { notation.tree }

  /// What stands at the first path that leads anywhere.
  func places(_ field: SourcePart.Field, from start: SourceCursor) -> [SourceCursor] {
    places(at: fields[field] ?? [], from: start)
  }

  private func places(at paths: [FieldPath], from start: SourceCursor) -> [SourceCursor] {
    for path in paths {
      let found = notation.places(at: path, from: start)
      if !found.isEmpty { return found }
    }
    return []
  }

  /// nil when the field is absent.
  func text(_ field: SourcePart.Field, from start: SourceCursor) -> Sourced<String>? {
    text(at: fields[field] ?? [], from: start)
  }

  func text(at paths: [FieldPath], from start: SourceCursor) -> Sourced<String>? {
    settled(places(at: paths, from: start), notation.text)
  }

  func flag(_ field: SourcePart.Field, from start: SourceCursor) -> Sourced<Bool>? {
    scalar(field, from: start)?.map { Bool($0) }
  }

  func scalar(_ field: SourcePart.Field, from start: SourceCursor) -> Sourced<String>? {
    settled(places(field, from: start), notation.scalar)
  }

  /// One value of the places between which a condition decides: what they agree on.
  private func settled(_ places: [SourceCursor], _ read: (SourceCursor) -> Sourced<String>) -> Sourced<String>? {
    guard let first = places.first else { return nil }
    let text = read(first)
    if places.count > 1, let value = text.value, places.allSatisfy({ $0.unresolved == nil && read($0).value == value })
    {
      return text
    }
    return first.doubt.map(text.withoutValue) ?? text
  }

  /// nil when the field is absent.
  func texts(_ field: SourcePart.Field, from start: SourceCursor) -> [Sourced<String>]? {
    let places = places(field, from: start)
    return places.isEmpty ? nil : places.flatMap(notation.texts)
  }

  /// Label pairs or tags: a map, or a list of `Key` and `Value`.
  func pairs(_ field: SourcePart.Field, from start: SourceCursor) -> [LabelPair] {
    places(field, from: start).flatMap { place -> [LabelPair] in
      if place.unresolved == nil, tree.kind(place.node) == .sequence, !notation.isFunction(place.node) {
        return notation.items(of: place).map(pair)
      }
      return isMapping(place) ? entries(of: place) : [unknown(at: place)]
    }
  }

  private func isMapping(_ place: SourceCursor) -> Bool {
    place.unresolved == nil && tree.kind(place.node) == .mapping && !notation.isFunction(place.node)
  }

  /// An item of a list of pairs.
  private func pair(at place: SourceCursor) -> LabelPair {
    guard isMapping(place) else { return unknown(at: place) }
    let isUpper = tree.field(Names.upperKey, in: place.node) != nil
    let key = settled(notation.field(isUpper ? Names.upperKey : Names.key, of: place), notation.text)
    let value = settled(notation.field(isUpper ? Names.upperValue : Names.value, of: place), notation.text)
    return LabelPair(key: key ?? unknown(at: place).key, value: value ?? Sourced("", at: place.node))
  }

  private func entries(of place: SourceCursor) -> [LabelPair] {
    var pairs = tree.entries(of: place.node).map { entry -> LabelPair in
      let (key, value) = entry
      let unknown = place.unknown.flatMap { tree.value(of: tree.string(key), in: $0) }
      let values = notation.alternatives(of: SourceCursor(value, unknown: unknown, condition: place.condition))
      let name = notation.text(of: SourceCursor(key))
      return LabelPair(
        key: place.condition.map(name.withoutValue) ?? name,
        value: tree.isNull(value) && unknown == nil
          ? Sourced("", at: value) : settled(values, notation.text) ?? Sourced("", at: value))
    }
    // Keys that only `after_unknown` has.
    let unknown: [Tree.Entry] = place.unknown.map { tree.entries(of: $0) } ?? []
    for (key, value) in unknown where tree.scalar(value) == .bool(true) {
      if tree.value(of: tree.string(key), in: place.node) == nil {
        pairs.append(
          LabelPair(
            key: Sourced(tree.string(key), at: place.node),
            value: Sourced(unresolved: "it is known only after `terraform apply`", at: place.node)))
      }
    }
    return pairs
  }

  private func unknown(at place: SourceCursor) -> LabelPair {
    let reason = notation.scalar(of: place).unresolved ?? "it is no pair of key and value"
    return LabelPair(
      key: Sourced(unresolved: reason, at: place.node), value: Sourced(unresolved: reason, at: place.node))
  }

  private enum Names {
    static let upperKey = Symbol("Key")
    static let upperValue = Symbol("Value")
    static let key = Symbol("key")
    static let value = Symbol("value")
  }
}
