import YAML

/// How the lists of Kubernetes' types merge, by the `x-kubernetes-patch-strategy` of their fields.
struct MergeSchema: Sendable {
  /// The type of an object's root by `apiVersion kind`.
  private var kinds: [String: String] = [:]
  private var types: [String: [String: FieldRule]] = [:]

  /// What is known of a field of a type.
  struct FieldRule: Sendable {
    /// Of the value, or of the items of a list; nil where no list that merges can be reached.
    let type: String?
    /// Whether a list's items merge by `keys`; without keys they are scalars.
    let merges: Bool
    let keys: [String]
  }

  init() {}

  init(_ root: NodeID, in tree: Tree) {
    func entries(_ name: String) -> [Tree.Entry] { tree.value(of: name, in: root).map { tree.entries(of: $0) } ?? [] }
    for (key, value) in entries("kinds") {
      kinds[tree.string(key)] = tree.string(value)
    }
    for (key, value) in entries("types") {
      var rules: [String: FieldRule] = [:]
      for (name, rule) in tree.entries(of: value) {
        let strategy = tree.value(of: "strategy", in: rule).map { tree.string($0) } ?? ""
        let keys = tree.value(of: "keys", in: rule).map { tree.items(of: $0).map { tree.string($0) } } ?? []
        rules[tree.string(name)] = FieldRule(
          type: tree.value(of: "type", in: rule).map { tree.string($0) },
          merges: strategy.split(separator: ",").contains("merge"), keys: keys)
      }
      types[tree.string(key)] = rules
    }
  }

  func root(of element: Element) -> FieldRule? {
    guard let apiVersion = element["apiVersion"], let kind = element["kind"],
      let type = kinds["\(apiVersion.text) \(kind.text)"]
    else { return nil }
    return FieldRule(type: type, merges: false, keys: [])
  }

  func field(_ name: String, of rule: FieldRule?) -> FieldRule? {
    rule?.type.flatMap { types[$0]?[name] }
  }

  /// What is known of the items of a list.
  func items(of rule: FieldRule?) -> FieldRule? {
    rule?.type.map { FieldRule(type: $0, merges: false, keys: []) }
  }
}
