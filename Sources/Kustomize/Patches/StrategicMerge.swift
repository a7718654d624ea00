/// A strategic merge patch, merged as kustomize's merge2 does: lists of Kubernetes' types item by item, new items first.
///
/// The whole resource is walked, not only what the patch names, because that has effects of its own: keys without a value
/// go, items of one key become one.
struct StrategicMerge {
  private let schema = KustomizeTables.bundled.merging

  private enum Directive { case merge, replace, delete }

  /// What a resource becomes; nil when the patch deletes it.
  /// - Parameters:
  ///   - patch: a copy, which may become part of the result.
  ///   - destination: is changed.
  func merge(_ patch: Element, into destination: Element) throws(BuildError) -> Element? {
    try walk(destination, patch, nil)
  }

  // MARK: Walking

  private func walk(
    _ destination: Element?, _ patch: Element?, _ known: MergeSchema.FieldRule?
  ) throws(BuildError) -> Element? {
    let present = [destination, patch].compactMap { $0 }.filter { !$0.isNull }
    let rule = known ?? present.lazy.compactMap { schema.root(of: $0) }.first
    guard let kind = present.first?.kind else { return try mapping(destination, patch, rule) }
    if let other = present.first(where: { $0.kind != kind }) {
      throw BuildError(
        other.origin, "the patch has \(other.kind.title) here where the resource has \(kind.title)")
    }
    switch kind {
    case .mapping: return try mapping(destination, patch, rule)
    case .sequence:
      guard rule?.merges ?? false else { return patch ?? destination }
      return try list(destination, patch, rule)
    case .scalar:
      if let patch { return patch }
      // What was set without a type is text from here on.
      if let destination, destination.tag == .untagged {
        // A null that is spelled out stays one, as above; so does nothing, which is no null to a merge.
        if destination.settledTag != .null { destination.tag = .string }
      }
      return destination
    }
  }

  private func mapping(
    _ destination: Element?, _ patch: Element?, _ rule: MergeSchema.FieldRule?
  ) throws(BuildError) -> Element? {
    let result: Element
    if let destination, !destination.isNull {
      if let patch, patch.isNull { return nil }
      switch try directive(of: patch) {
      case .delete: return nil
      case .replace: result = patch ?? destination
      case .merge: result = destination
      }
    } else {
      if let patch, patch.kind == .mapping, try directive(of: patch) == .delete { return nil }
      guard let patch else {
        // A null that is spelled out stays, a key without a value goes.
        guard let destination, !destination.text.isEmpty else { return nil }
        return Element(destination.text, .untagged, origin: destination.origin)
      }
      result = patch
    }
    guard result.kind == .mapping else { return result }
    var names = Set(result.fields.map(\.name))
    if let patch, patch.kind == .mapping { names.formUnion(patch.fields.map(\.name)) }
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let value = try walk(result[name], patch?[name], schema.field(name, of: rule))
      if let value, !value.isNull { result.set(name, value) } else { result.remove(name) }
    }
    return result
  }

  // MARK: Lists

  private func list(
    _ destination: Element?, _ patch: Element?, _ rule: MergeSchema.FieldRule?
  ) throws(BuildError) -> Element? {
    let result: Element
    if let destination, !destination.isNull {
      if let patch, patch.isNull { return nil }
      switch try listDirective(of: patch) {
      case .delete: return nil
      case .replace: result = patch ?? destination
      case .merge: result = destination
      }
    } else {
      guard let patch else { return nil }
      result = patch
    }
    let keys = rule?.keys ?? []
    let sources = [patch, result].compactMap { $0 }.filter { $0.kind == .sequence }
    var values: [[String]] = []
    var seen: Set<[String]> = []
    for source in sources {
      for item in source.items {
        let own = keys.isEmpty ? [item.text] : keys.map { StrategicMerge.key($0, of: item) }
        if seen.insert(own).inserted { values.append(own) }
      }
    }
    return try merge(values, keys.isEmpty ? [""] : keys, result, patch, rule)
  }

  /// - Parameter keys: `[""]` for a list of scalars.
  private func merge(
    _ found: [[String]], _ keys: [String], _ destination: Element, _ patch: Element?, _ rule: MergeSchema.FieldRule?
  ) throws(BuildError) -> Element? {
    let values = keys.count > 1 ? StrategicMerge.unified(found) : found
    guard !values.isEmpty else { return destination }
    let merged = Element(.sequence, origin: destination.origin)
    var valid: (keys: [String], values: [String]) = (keys, [])
    for value in values {
      valid = StrategicMerge.valid(among: values, value, keys)
      let own = StrategicMerge.valid(among: [value], value, keys)
      let item = try walk(
        StrategicMerge.item(of: destination, own), patch.flatMap { StrategicMerge.item(of: $0, own) },
        schema.items(of: rule))
      guard let item, !item.isNull, !(item.kind == .mapping && item.fields.isEmpty) else {
        StrategicMerge.put(nil, valid, in: destination)
        continue
      }
      // Scalars of such a list lose their type, so that what replaces one is what it spells; quotes stay.
      if item.kind == .scalar, !item.isQuoted { item.tag = .untagged }
      for (key, text) in zip(valid.keys, valid.values) where !text.isEmpty && !key.isEmpty && item[key] == nil {
        item.set(key, Element(text, .untagged, origin: item.origin))
      }
      StrategicMerge.put(item, valid, in: merged)
    }
    for item in destination.items { StrategicMerge.append(item, valid.keys, to: merged) }
    return merged
  }

  private static func append(_ item: Element, _ keys: [String], to list: Element) {
    guard keys.first != "" else { return put(item, (keys, [item.text]), in: list) }
    var values: [String] = []
    for key in keys {
      if let value = item[key] { values.append(value.text) } else { list.items.append(item) }
    }
    if keys.count > 1 { put(nil, (keys, values), in: list) }
    put(item, (keys, values), in: list)
  }

  /// Sets the item of a list that some keys tell apart, adds it where there is none, or removes it.
  private static func put(_ item: Element?, _ place: (keys: [String], values: [String]), in list: Element) {
    var result: [Element] = []
    var isThere = false
    let wantsMapping = place.keys.first.map { !$0.isEmpty } ?? false && place.values.first.map { !$0.isEmpty } ?? false
    for own in list.items {
      if own.isNull || own.kind == .mapping && own.fields.isEmpty { continue }
      if own.kind != .mapping, wantsMapping {
        result.append(own)
        continue
      }
      guard matches(own, place) else {
        if !place.values.isEmpty { result.append(own) }
        continue
      }
      isThere = true
      if let item { result.append(item) }
    }
    if let item, !item.isNull, !isThere { result.append(item) }
    list.items = result
  }

  /// Whether an item has these keys; an empty value is any, and without values none matches.
  private static func matches(_ item: Element, _ place: (keys: [String], values: [String])) -> Bool {
    if place.values.isEmpty { return false }
    for (number, key) in place.keys.enumerated() {
      guard number < place.values.count else { continue }
      if key.isEmpty {
        if item.kind != .scalar || item.text != place.values[number] { return false }
        continue
      }
      guard let value = item[key] else { return false }
      if !place.values[number].isEmpty, value.text != place.values[number] { return false }
    }
    return true
  }

  private static func item(of list: Element, _ place: (keys: [String], values: [String])) -> Element? {
    guard list.kind == .sequence else { return nil }
    if place.keys.first == "" { return list.items.first { $0.text == place.values[0] } }
    return list.items.first { item in
      item.kind == .mapping
        && zip(place.keys, place.values).allSatisfy { key, value in item[key].map { $0.text == value } ?? false }
    }
  }

  private static func key(_ name: String, of item: Element) -> String {
    guard let value = item[name], !value.isEmpty else { return "" }
    return value.text
  }

  /// Items of which one leaves out what the other says are one.
  private static func unified(_ values: [[String]]) -> [[String]] {
    var values = values
    for left in values.indices {
      for right in values.indices {
        guard let both = union(values[left], values[right]) else { continue }
        values[left] = both
        values[right] = both
      }
    }
    return values
  }

  private static func union(_ left: [String], _ right: [String]) -> [String]? {
    var result: [String] = []
    var shares = false
    for (one, other) in zip(left, right) {
      if one == other {
        shares = true
      } else if !one.isEmpty, !other.isEmpty {
        return nil
      }
      result.append(one.isEmpty ? other : one)
    }
    return shares ? result : nil
  }

  /// The keys that some item has, with an item's values for them.
  private static func valid(
    among all: [[String]], _ values: [String], _ keys: [String]
  ) -> (keys: [String], values: [String]) {
    let used = keys.indices.filter { place in all.contains { !$0[place].isEmpty } }
    if used.isEmpty { return (keys, values) }
    return (used.map { keys[$0] }, used.map { values[$0] })
  }

  // MARK: Directives

  private static let name = "$patch"

  /// What a patch says of itself, which is taken out of it.
  private func directive(of patch: Element?) throws(BuildError) -> Directive {
    guard let patch, patch.kind == .mapping, let value = patch[StrategicMerge.name] else { return .merge }
    let directive = try meaning(of: value)
    patch.remove(StrategicMerge.name)
    return directive
  }

  /// The directive of a list is an item that says nothing else.
  private func listDirective(of patch: Element?) throws(BuildError) -> Directive {
    guard let patch, patch.kind == .sequence,
      let item = patch.items.first(where: { $0.kind == .mapping && $0[StrategicMerge.name] != nil }),
      item.fields.count == 1, let value = item[StrategicMerge.name]
    else { return .merge }
    let directive = try meaning(of: value)
    patch.items.removeAll { $0[StrategicMerge.name]?.text == value.text }
    return directive
  }

  private func meaning(of value: Element) throws(BuildError) -> Directive {
    switch value.text {
    case "merge": return .merge
    case "replace": return .replace
    case "delete": return .delete
    default:
      throw BuildError(
        value.origin, "`$patch: \(value.text)` is no directive: expected `merge`, `replace` or `delete`")
    }
  }
}

extension Element.Kind {
  /// For messages.
  var title: String {
    switch self {
    case .scalar: "a scalar"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
