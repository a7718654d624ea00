import YAML

/// The configuration of a plan: what expressions refer to, and the providers' Regions.
struct TerraformConfiguration {
  let document: TerraformDocument
  /// By address without instance keys.
  private let resources: [String: NodeID]

  private var tree: Tree { document.tree }

  init(document: TerraformDocument) {
    self.document = document
    let tree = document.tree
    var resources: [String: NodeID] = [:]
    // Modules lie no deeper than a document may.
    func collect(_ module: NodeID, _ prefix: String) {
      for node in tree.value(of: "resources", in: module).map({ Array(tree.items(of: $0)) }) ?? [] {
        if let address = tree.value(of: "address", in: node) { resources[prefix + tree.string(address)] = node }
      }
      let calls: [Tree.Entry] = tree.value(of: "module_calls", in: module).map { tree.entries(of: $0) } ?? []
      for (name, call) in calls {
        if let inner = tree.value(of: "module", in: call) { collect(inner, "\(prefix)module.\(tree.string(name)).") }
      }
    }
    if let root = document.configuration { collect(root, "") }
    self.resources = resources
  }

  /// The cluster to which a resource's `cluster_name` refers, as an address without instance keys; nil when it is none of
  /// the plan's, or not one alone.
  func cluster(of address: String) -> String? { resource("aws_eks_cluster", at: "cluster_name", of: address) }

  /// The role to which a profile refers, as `cluster` tells it.
  func role(of address: String) -> String? { resource("aws_iam_role", at: "pod_execution_role_arn", of: address) }

  private func resource(_ type: String, at argument: String, of address: String) -> String? {
    let modules = TerraformAddress.modules(of: address)
    guard let resource = resources[TerraformAddress.withoutKeys(address)],
      let expressions = tree.value(of: "expressions", in: resource),
      let expression = tree.value(of: argument, in: expressions)
    else { return nil }
    var steps = 256
    let found = self.resources(type, of: expression, in: modules, &steps)
    return found.count == 1 ? found.first : nil
  }

  /// The Region of the provider that makes a resource.
  func region(of address: String) -> Sourced<String>? {
    guard let providers = document.providers else { return nil }
    let key = resources[TerraformAddress.withoutKeys(address)].flatMap { tree.value(of: "provider_config_key", in: $0) }
    guard let provider = tree.value(of: key.map { tree.string($0) } ?? "aws", in: providers),
      let expressions = tree.value(of: "expressions", in: provider),
      let region = tree.value(of: "region", in: expressions)
    else { return nil }
    if let constant = tree.value(of: "constant_value", in: region), tree.scalar(constant) == .string {
      return Sourced(tree.string(constant), at: constant)
    }
    for reference in references(of: region) where reference.first == "var" && reference.count > 1 {
      guard let value = document.variable(reference[1]), tree.scalar(value) == .string else { continue }
      return Sourced(tree.string(value), at: value)
    }
    return Sourced(unresolved: "the provider's Region is known only when Terraform runs", at: region)
  }

  private func resources(
    _ type: String, of expression: NodeID, in modules: [String], _ steps: inout Int
  ) -> Set<String> {
    var found: Set<String> = []
    for reference in references(of: expression) where reference.count > 1 && steps > 0 {
      steps -= 1
      switch reference[0] {
      case type:
        found.insert((modules.flatMap { ["module", $0] } + reference.prefix(2)).joined(separator: "."))
      case "var":
        guard let name = modules.last, let outer = module(Array(modules.dropLast())),
          let call = tree.value(of: "module_calls", in: outer).flatMap({ tree.value(of: name, in: $0) }),
          let argument = tree.value(of: "expressions", in: call).flatMap({ tree.value(of: reference[1], in: $0) })
        else { continue }
        found.formUnion(self.resources(type, of: argument, in: Array(modules.dropLast()), &steps))
      case "module" where reference.count > 2:
        let path = modules + [reference[1]]
        guard let inner = module(path),
          let output = tree.value(of: "outputs", in: inner).flatMap({ tree.value(of: reference[2], in: $0) }),
          let value = tree.value(of: "expression", in: output)
        else { continue }
        found.formUnion(self.resources(type, of: value, in: path, &steps))
      default: continue
      }
    }
    return found
  }

  private func references(of expression: NodeID) -> [[String]] {
    guard tree.kind(expression) == .mapping, let list = tree.value(of: "references", in: expression) else { return [] }
    return tree.items(of: list).map { TerraformAddress.parts(of: tree.string($0)) }
  }

  private func module(_ path: [String]) -> NodeID? {
    var module = document.configuration
    for name in path {
      module = module.flatMap { tree.value(of: "module_calls", in: $0) }.flatMap { tree.value(of: name, in: $0) }
        .flatMap { tree.value(of: "module", in: $0) }
    }
    return module
  }
}
