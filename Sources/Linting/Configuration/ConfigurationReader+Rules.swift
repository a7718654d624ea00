import Manifests
import Policies
import YAML

extension ConfigurationReader {
  /// The entries of a field that is a mapping; none when it is absent.
  private mutating func entries(_ key: String, of node: NodeID, _ what: String) -> [Tree.Entry] {
    guard let value = source.field(key, of: node) else { return [] }
    guard source.tree.kind(value) == .mapping else {
      source.report("`\(key)` is a mapping \(what)", at: value)
      return []
    }
    return source.tree.entries(of: value)
  }

  mutating func rules(_ root: NodeID) -> [RuleSetting] {
    entries("rules", of: root, "of rules, as in `rules: {no-host-port: {severity: warning}}`").compactMap { key, node in
      if source.tree.isNull(node) { return nil }
      source.allow(["severity", "enabled", "params"], in: node)
      guard source.tree.kind(node) == .mapping else { return nil }
      var severity: Placed<Severity>?
      if let value = source.field("severity", of: node), let word = source.word("severity", of: node, Severity.self) {
        severity = Placed(value: word, place: place(value))
      }
      var enabled: Placed<Bool>?
      if let value = source.field("enabled", of: node), let flag = source.flag("enabled", of: node) {
        enabled = Placed(value: flag, place: place(value))
      }
      let parameters = entries("params", of: node, "of the rule's parameters").map { name, value in
        RuleSetting.Parameter(name: source.tree.string(name), key: name, value: value, place: place(value))
      }
      return RuleSetting(
        name: source.tree.string(key), node: key, severity: severity, enabled: enabled, parameters: parameters)
    }
  }

  mutating func variables(_ root: NodeID) -> [ConfiguredVariable] {
    entries("vars", of: root, "of names and values").compactMap { key, node in
      let name = source.tree.string(key)
      guard let first = name.utf8.first, !(48...57).contains(first), name.utf8.allSatisfy(ConfigurationReader.isWord)
      else {
        source.report("a variable's name has letters, digits and `_` only, as in `${CLUSTER_NAME}`", at: key)
        return nil
      }
      // Words such as `ON`, `NO` and `Y` are booleans without quotes.
      guard name != "true", name != "false" else {
        source.report("YAML reads this word as `\(name)`: write the variable's name in quotes", at: key)
        return nil
      }
      guard source.tree.kind(node) == .scalar else {
        source.report("the value of `\(name)` is text", at: node)
        return nil
      }
      return ConfiguredVariable(name: name, value: Placed(value: source.tree.string(node), place: place(node)))
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
  }

  mutating func exclusions(_ root: NodeID) -> [Exclusion] {
    source.list("exclude", of: root).compactMap { node in
      source.allow(["rules", "paths", "kind", "namespace", "name", "container", "reason", "until"], in: node)
      guard source.tree.kind(node) == .mapping else { return nil }
      let rules = texts("rules", of: node).map { Exclusion.RuleName(text: $0.text, node: $0.node) }
      if isEmpty("rules", of: node) {
        source.report("`rules` with the rules or categories to exclude is missing", at: node)
      }
      return Exclusion(
        rules: rules, folder: result.folder, paths: globs("paths", of: node).map(\.glob),
        kind: optionalName("kind", of: node), namespace: optionalName("namespace", of: node),
        name: optionalName("name", of: node), container: optionalName("container", of: node),
        reason: optionalName("reason", of: node), until: date("until", of: node), node: node, place: place(node))
    }
  }

  private mutating func date(_ key: String, of node: NodeID) -> CalendarDate? {
    guard let value = source.field(key, of: node), let text = source.optional(key, of: node) else { return nil }
    let date = CalendarDate(text)
    if date == nil, source.tree.kind(value) == .scalar {
      source.report(
        "`\(text.prefix(100))` is no date: write the last day on which it holds, as in 2027-01-31", at: value)
    }
    return date
  }
}
