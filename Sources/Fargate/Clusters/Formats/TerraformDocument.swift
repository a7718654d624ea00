import YAML

/// What `terraform show -json` prints of a plan or a state.
struct TerraformDocument {
  struct ResourceEntry {
    let address: String
    let type: String
    let node: NodeID
    let values: NodeID
    /// Its part of `after_unknown`; nil in a state.
    let unknown: NodeID?
  }

  let tree: Tree
  let isState: Bool
  private let root: NodeID
  private let values: NodeID

  /// nil when the root has not `format_version` and `planned_values` or `values`.
  init?(_ tree: Tree) {
    guard let root = tree.root, tree.field(Names.formatVersion, in: root) != nil else { return nil }
    if let planned = tree.field(Names.plannedValues, in: root) {
      (values, isState) = (planned, false)
    } else if let state = tree.field(Names.values, in: root) {
      (values, isState) = (state, true)
    } else {
      return nil
    }
    self.tree = tree
    self.root = root
  }

  /// The managed resources of all modules that are there after the plan, in document order.
  func resources() -> [ResourceEntry] {
    let changes = changes()
    var found: [ResourceEntry] = []
    // Modules lie no deeper than a document may.
    func collect(_ module: NodeID) {
      for node in tree.field(Names.resources, in: module).map({ Array(tree.items(of: $0)) }) ?? [] {
        guard tree.text(of: Names.mode, in: node) != "data", let address = tree.text(of: Names.address, in: node),
          let type = tree.text(of: Names.type, in: node), let values = tree.field(Names.values, in: node)
        else { continue }
        let change = changes[address]
        if change?.isDeleted ?? false { continue }
        found.append(
          ResourceEntry(address: address, type: type, node: node, values: values, unknown: change?.unknown))
      }
      for child in tree.field(Names.childModules, in: module).map({ Array(tree.items(of: $0)) }) ?? [] {
        collect(child)
      }
    }
    if let module = tree.field(Names.rootModule, in: values) { collect(module) }
    return found
  }

  /// The configuration of the root module; nil in a state.
  var configuration: NodeID? {
    tree.field(Names.configuration, in: root).flatMap { tree.field(Names.rootModule, in: $0) }
  }

  var providers: NodeID? {
    tree.field(Names.configuration, in: root).flatMap { tree.field(Names.providerConfig, in: $0) }
  }

  /// The value of a variable of the root module.
  func variable(_ name: String) -> NodeID? {
    tree.field(Names.variables, in: root).flatMap { tree.value(of: name, in: $0) }
      .flatMap { tree.field(Names.value, in: $0) }
  }

  private func changes() -> [String: (isDeleted: Bool, unknown: NodeID?)] {
    var changes: [String: (isDeleted: Bool, unknown: NodeID?)] = [:]
    for node in tree.field(Names.resourceChanges, in: root).map({ Array(tree.items(of: $0)) }) ?? [] {
      // A deposed object is what a replacement left behind.
      guard tree.field(Names.deposed, in: node) == nil, let address = tree.text(of: Names.address, in: node),
        let change = tree.field(Names.change, in: node)
      else { continue }
      let actions = tree.field(Names.actions, in: change).map { tree.items(of: $0).map { tree.string($0) } } ?? []
      changes[address] = (
        actions == ["delete"] || actions == ["forget"], tree.field(Names.afterUnknown, in: change)
      )
    }
    return changes
  }

  enum Names {
    static let formatVersion = Symbol("format_version")
    static let plannedValues = Symbol("planned_values")
    static let values = Symbol("values")
    static let rootModule = Symbol("root_module")
    static let childModules = Symbol("child_modules")
    static let resources = Symbol("resources")
    static let mode = Symbol("mode")
    static let address = Symbol("address")
    static let type = Symbol("type")
    static let configuration = Symbol("configuration")
    static let providerConfig = Symbol("provider_config")
    static let variables = Symbol("variables")
    static let value = Symbol("value")
    static let resourceChanges = Symbol("resource_changes")
    static let deposed = Symbol("deposed")
    static let change = Symbol("change")
    static let actions = Symbol("actions")
    static let afterUnknown = Symbol("after_unknown")
  }
}
