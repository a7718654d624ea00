import CEL
import Fargate
import Manifests
import Policies
import YAML

extension ConfigurationReader {
  mutating func scopes(_ root: NodeID) -> [ConfiguredScope] {
    var result: [ConfiguredScope] = []
    var lines: [String: Int] = [:]
    for node in source.list("scopes", of: root) {
      source.allow(["name", "paths", "region", "capacity"], in: node)
      guard source.tree.kind(node) == .mapping else { continue }
      let name = name("name", of: node)
      let place = place(node)
      if let first = lines.updateValue(place.start.line, forKey: name), !name.isEmpty {
        source.report(
          "the scope `\(name)` is there already, in line \(first)", at: source.field("name", of: node) ?? node)
      }
      if isEmpty("paths", of: node) {
        source.report("`paths` with the folders of the scope is missing", at: node)
      }
      let globs = globs("paths", of: node)
      result.append(
        ConfiguredScope(
          name: name, folder: self.result.folder, paths: globs.map(\.glob), pathTexts: globs.map(\.text),
          region: optionalName("region", of: node), capacity: capacity(node), node: node, place: place))
    }
    return result
  }

  private mutating func capacity(_ node: NodeID) -> [ConfiguredScope.Capacity]? {
    guard source.field("capacity", of: node) != nil else { return nil }
    return texts("capacity", of: node).compactMap { source.parse($0.text, at: $0.node, "capacity") }
  }

  mutating func profiles(_ root: NodeID) -> [ConfiguredProfile] {
    source.list("profiles", of: root).compactMap { node in
      source.allow(["name", "scope", "selectors", "subnets", "role"], in: node)
      guard source.tree.kind(node) == .mapping else { return nil }
      let written = source.list("selectors", of: node)
      let selectors = written.compactMap { selector($0) }
      if isEmpty("selectors", of: node) || written.count > 5 {
        let found = written.isEmpty ? "`selectors` is missing" : "\(written.count) selectors"
        source.report("\(found): a profile has one to five", at: source.field("selectors", of: node) ?? node)
      }
      return ConfiguredProfile(
        name: name("name", of: node), scope: scope(of: node), selectors: selectors,
        subnets: texts("subnets", of: node).map(\.text), role: optionalName("role", of: node), node: node,
        place: place(node))
    }
  }

  /// A scope that this file does not draw may be found in the repository, unless it draws any.
  private mutating func scope(of node: NodeID) -> String? {
    guard let name = optionalName("scope", of: node) else { return nil }
    let known = result.scopes.map(\.name)
    if let place = source.field("scope", of: node), !known.isEmpty, !known.contains(name) {
      let hint = Spelling.hint(name, among: known, else: "; the scopes are \(known.joined(separator: ", "))")
      source.report("no such scope `\(name)`\(hint)", at: place)
    }
    return name
  }

  private mutating func selector(_ node: NodeID) -> ConfiguredProfile.Selector? {
    source.allow(["namespace", "labels"], in: node)
    guard source.tree.kind(node) == .mapping else { return nil }
    var labels: [(key: String, value: String)] = []
    if let map = source.field("labels", of: node) {
      if source.tree.kind(map) != .mapping { source.report("`labels` is a mapping of labels and values", at: map) }
      for (key, value) in source.tree.entries(of: map) {
        let name = source.tree.string(key)
        if let text = source.text(name, of: map) {
          labels.append((name, text))
        } else if source.tree.isNull(value) {
          source.report("the label `\(name)` has no value; `\"*\"` takes any", at: key)
        }
      }
    }
    return ConfiguredProfile.Selector(namespace: name("namespace", of: node), labels: labels, node: node)
  }

  mutating func kinds(_ root: NodeID) -> [ConfiguredKind] {
    source.list("kinds", of: root).compactMap { node in
      source.allow(["apiVersion", "kind", "path", "shape"], in: node)
      guard source.tree.kind(node) == .mapping else { return nil }
      let path = source.text("path", of: node) ?? ""
      if let place = source.field("path", of: node), path.contains(where: { "/$ ".contains($0) }) || path.hasPrefix(".")
      {
        source.report(
          "a path is written `spec.template`, or `spec.workers[].template` for the items of a list", at: place)
      } else if source.field("path", of: node) == nil {
        _ = source.required("path", of: node)
      }
      guard let shape = source.word("shape", of: node, WorkloadKinds.Shape.self) else { return nil }
      return ConfiguredKind(
        apiVersion: name("apiVersion", of: node), kind: name("kind", of: node), path: path, shape: shape, node: node,
        place: place(node))
    }
  }

  mutating func prices(_ root: NodeID) -> ConfiguredPrices? {
    guard let node = source.field("prices", of: root) else { return nil }
    source.allow(["region", "vcpu_hour", "gb_hour", "ephemeral_gb_hour"], in: node)
    guard source.tree.kind(node) == .mapping else { return nil }
    let stated = PriceList.Stated(
      region: optionalName("region", of: node), cpu: price("vcpu_hour", of: node), memory: price("gb_hour", of: node),
      ephemeralStorage: price("ephemeral_gb_hour", of: node))
    return ConfiguredPrices(stated: stated, node: node, place: place(node))
  }

  private mutating func price(_ key: String, of node: NodeID) -> Double? {
    guard let value = source.field(key, of: node) else { return nil }
    let price: Double? =
      switch source.tree.scalar(value) {
      case .int(let number)? where source.tree.kind(value) == .scalar: Double(number)
      case .double(let number)? where source.tree.kind(value) == .scalar: number
      default: nil
      }
    if let price, price >= 0, price.isFinite { return price }
    source.report("`\(key)` is USD an hour: a number from 0 on, as in 0.04048", at: value)
    return nil
  }
}
