import CEL
import YAML

/// Reads the fixes of a validation.
extension PolicyReader {
  private enum Word: String, CaseIterable {
    case remove, set, rename, insert

    /// The keys that an edit has besides.
    var others: [String] {
      switch self {
      case .remove: []
      case .set, .rename: ["to"]
      case .insert: ["path", "value"]
      }
    }
  }

  /// nil, with an error, for one that does not load.
  mutating func fix(_ node: NodeID, _ environment: Environment) -> Fix? {
    source.allow(.fix, in: node)
    let title = source.required("title", of: node)
    let safety = safety(node, environment)
    let nodes = source.list("edits", of: node)
    if nodes.isEmpty { source.report("a fix needs `edits`", at: node) }
    let edits = nodes.compactMap { edit($0, environment) }
    guard let safety, edits.count == nodes.count, !edits.isEmpty else { return nil }
    return Fix(title: title, safety: safety, edits: edits)
  }

  private mutating func safety(_ fix: NodeID, _ environment: Environment) -> Fix.Safety? {
    guard let place = source.field("safe", of: fix) else { return .stated(false) }
    if case .bool(let flag)? = source.tree.scalar(place) { return .stated(flag) }
    return source.compile(place, environment, expecting: .bool).map { .asked($0) }
  }

  private mutating func edit(_ node: NodeID, _ environment: Environment) -> Fix.Edit? {
    source.allow(.edit, in: node)
    let words = Word.allCases.filter { source.field($0.rawValue, of: node) != nil }
    guard let word = words.first, words.count == 1 else {
      source.report("an edit has one of `remove`, `set`, `rename` and `insert`", at: node)
      return nil
    }
    for name in ["to", "path", "value"] where !word.others.contains(name) {
      if let place = source.field(name, of: node) {
        source.report("`\(name)` does not go with `\(word.rawValue)`", at: place)
      }
    }
    guard let target = expression(word.rawValue, of: node, environment) else { return nil }
    switch word {
    case .remove: return .remove(target)
    case .set: return expression("to", of: node, environment).map { .set(target, to: $0) }
    case .rename: return expression("to", of: node, environment).map { .rename(target, to: $0) }
    case .insert:
      let text = source.required("path", of: node)
      let value = expression("value", of: node, environment)
      guard let path = EditPath(text) else {
        if !text.isEmpty, let place = source.field("path", of: node) {
          source.report(
            "a path is written `a.b`, `a.[key.with/dots]`, or `-` for behind the items of a list", at: place)
        }
        return nil
      }
      return value.map { .insert(target, path: path, value: $0) }
    }
  }

  private mutating func expression(_ name: String, of edit: NodeID, _ environment: Environment) -> Program? {
    _ = source.required(name, of: edit)
    guard let place = source.field(name, of: edit) else { return nil }
    return source.compile(place, environment)
  }
}
