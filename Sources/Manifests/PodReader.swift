import YAML

/// Reads a pod out of any of the shapes in which workloads write one.
struct PodReader {
  let resource: Resource
  let kind: WorkloadKinds.Kind

  private var tree: Tree { resource.tree }

  func pod(at node: NodeID) -> Pod? {
    switch kind.shape {
    case .pod, .podTemplate: template(node)
    case .podSpec: spec(node)
    case .argoTemplate: argoTemplate(node)
    case .tektonTask: tektonTask(node)
    case .sidecarSet: sidecarSet(node)
    case .sparkRole: sparkRole(node)
    }
  }

  // MARK: Shapes

  private func template(_ node: NodeID) -> Pod? {
    guard let spec = tree.field(Fields.spec, in: node), tree.kind(spec) == .mapping else { return nil }
    return Pod(
      node: node, view: .node(node), containers: containers(of: spec), place: place(of: node))
  }

  private func spec(_ node: NodeID) -> Pod {
    Pod(
      node: node, view: .map([("metadata", metadata(of: resource.node)), ("spec", .node(node))]),
      containers: containers(of: node), place: resource.namePlace)
  }

  /// `container`, `script` or `containerSet`; what the template leaves out the workflow says.
  private func argoTemplate(_ node: NodeID) -> Pod? {
    var main: [NodeID] = []
    for field in [Fields.container, Fields.script] {
      if let found = mapping(field, in: node) { main.append(found) }
    }
    if let set = mapping(Fields.containerSet, in: node) { main += mappings(Fields.containers, in: set) }
    let sidecars = mappings(Fields.sidecars, in: node)
    let starting = mappings(Fields.initContainers, in: node)
    guard !(main.isEmpty && sidecars.isEmpty && starting.isEmpty) else { return nil }
    let outer = parents(of: node).first { tree.field(Symbol("templates"), in: $0) != nil }
    var fields: [(String, View)] = [
      ("containers", .list((main + sidecars).map(View.node))), ("initContainers", .list(starting.map(View.node))),
    ]
    for name in ["hostNetwork", "securityContext", "nodeSelector", "tolerations", "affinity", "schedulerName"] {
      if let value = tree.field(Symbol(name), in: node) ?? outer.flatMap({ tree.field(Symbol(name), in: $0) }) {
        fields.append((name, .node(value)))
      }
    }
    let volumes = [node, outer].compactMap { $0 }.flatMap { tree.field(Fields.volumes, in: $0).map(items) ?? [] }
    if !volumes.isEmpty { fields.append(("volumes", .list(volumes.map(View.node)))) }
    return Pod(
      node: node, view: .map([("metadata", metadata(of: node)), ("spec", .map(fields))]),
      containers: main.map { container($0, .container) } + starting.map { container($0, .`init`) }
        + sidecars.map { container($0, .container) },
      place: place(of: node))
  }

  /// `steps` and `sidecars` are the containers; pod-level fields come from the run's pod template.
  private func tektonTask(_ node: NodeID) -> Pod? {
    let steps = mappings(Fields.steps, in: node)
    let sidecars = mappings(Fields.sidecars, in: node)
    guard !(steps.isEmpty && sidecars.isEmpty) else { return nil }
    var fields: [(String, View)] = [("containers", .list((steps + sidecars).map(View.node)))]
    if let volumes = tree.field(Fields.volumes, in: node) { fields.append(("volumes", .node(volumes))) }
    for template in kind.podTemplates.flatMap({ $0.nodes(in: tree, from: resource.node) }) {
      for (key, value) in tree.entries(of: template) where !tree.isNull(value) {
        let name = tree.string(key)
        if !fields.contains(where: { $0.0 == name }) { fields.append((name, .node(value))) }
      }
    }
    return Pod(
      node: node, view: .map([("metadata", metadata(of: resource.node)), ("spec", .map(fields))]),
      containers: (steps + sidecars).map { container($0, .container) }, place: resource.namePlace)
  }

  private func sidecarSet(_ node: NodeID) -> Pod {
    Pod(
      node: node, view: .map([("metadata", .map([])), ("spec", .node(node))]), containers: containers(of: node),
      place: resource.namePlace)
  }

  /// Flat fields describe one container and its pod; a template, if there is one, adds to them.
  private func sparkRole(_ node: NodeID) -> Pod {
    let template = mapping(Fields.template, in: node)
    let templateSpec = template.flatMap { mapping(Fields.spec, in: $0) }
    var main: [(String, View)] = [("name", .text("spark-kubernetes-role"))]
    for name in ["image", "securityContext", "ports", "volumeMounts", "env", "envFrom", "lifecycle"] {
      if let value = tree.field(Symbol(name), in: node) { main.append((name, .node(value))) }
    }
    if let gpu = mapping(Fields.gpu, in: node), let name = tree.text(of: Fields.name, in: gpu),
      let quantity = tree.field(Fields.quantity, in: gpu)
    {
      main.append(("resources", .map([("limits", .map([(name, .node(quantity))]))])))
    }
    let sidecars =
      mappings(Fields.sidecars, in: node) + (templateSpec.map { mappings(Fields.containers, in: $0) } ?? [])
    let starting =
      mappings(Fields.initContainers, in: node) + (templateSpec.map { mappings(Fields.initContainers, in: $0) } ?? [])
    var fields: [(String, View)] = [
      ("containers", .list([.map(main)] + sidecars.map(View.node))),
      ("initContainers", .list(starting.map(View.node))),
    ]
    for name in ["hostNetwork", "nodeSelector", "affinity", "tolerations", "schedulerName"] {
      if let value = tree.field(Symbol(name), in: node) ?? templateSpec.flatMap({ tree.field(Symbol(name), in: $0) }) {
        fields.append((name, .node(value)))
      }
    }
    if let context = tree.field(Symbol("podSecurityContext"), in: node) {
      fields.append(("securityContext", .node(context)))
    }
    let volumes = parents(of: node).lazy.compactMap { tree.field(Fields.volumes, in: $0) }.first
    if let volumes { fields.append(("volumes", .node(volumes))) }
    var meta: [(String, View)] = []
    for name in ["labels", "annotations"] {
      if let value = tree.field(Symbol(name), in: node) { meta.append((name, .node(value))) }
    }
    return Pod(
      node: node, view: .map([("metadata", .map(meta)), ("spec", .map(fields))]),
      containers: [Container(view: .map(main), role: .container, place: node)]
        + sidecars.map { container($0, .container) } + starting.map { container($0, .`init`) },
      place: node)
  }

  // MARK: Parts

  private func containers(of spec: NodeID) -> [Container] {
    mappings(Fields.containers, in: spec).map { container($0, .container) }
      + mappings(Fields.initContainers, in: spec).map { node in
        container(node, tree.text(of: Fields.restartPolicy, in: node) == "Always" ? .sidecar : .`init`)
      } + mappings(Fields.ephemeralContainers, in: spec).map { container($0, .ephemeral) }
  }

  private func container(_ node: NodeID, _ role: Container.Role) -> Container {
    Container(view: .node(node), role: role, place: tree.field(Fields.name, in: node) ?? node)
  }

  private func metadata(of node: NodeID) -> View {
    mapping(Fields.metadata, in: node).map(View.node) ?? .map([])
  }

  /// A pod template rarely has a name: its own, else the resource's.
  private func place(of node: NodeID) -> NodeID {
    if node == resource.node { return resource.namePlace }
    return mapping(Fields.metadata, in: node).flatMap { tree.field(Fields.name, in: $0) }
      ?? tree.field(Fields.name, in: node) ?? resource.namePlace
  }

  private func mapping(_ field: Symbol, in node: NodeID) -> NodeID? {
    guard let value = tree.field(field, in: node), tree.kind(value) == .mapping else { return nil }
    return value
  }

  private func items(_ node: NodeID) -> [NodeID] { Array(tree.items(of: node)) }

  private func mappings(_ field: Symbol, in node: NodeID) -> [NodeID] {
    guard let list = tree.field(field, in: node) else { return [] }
    return tree.items(of: list).filter { tree.kind($0) == .mapping }
  }

  /// The collections around a node, the innermost first, up to the resource.
  private func parents(of node: NodeID) -> [NodeID] {
    var result: [NodeID] = []
    var current = node
    while current != resource.node, let parent = tree.parent(current) {
      result.append(parent)
      current = parent
    }
    return result
  }
}
