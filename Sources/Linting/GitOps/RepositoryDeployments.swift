import GitOps
import Kustomize
import Manifests
import YAML

/// What Argo CD and Flux deploy of a run's files, and where it lands.
struct RepositoryDeployments: Sendable {
  private let plan: DeploymentPlan?
  /// What of them has to be built for itself, by place in the plan.
  private(set) var own: [(place: Int, deployment: Deployment)] = []
  private let files: [RunFile]

  /// - Parameters:
  ///   - files: of the run, without what kustomizations make.
  ///   - built: the kustomizations that no other builds upon.
  ///   - prefix: where the working directory lies in its repository; nil where nobody knows.
  init(
    _ files: [RunFile], _ results: [FileResult], built: Deployments, _ store: BuildStore, _ texts: TextTable,
    prefix: String?
  ) {
    self.files = files
    var deployers = zip(files, results).flatMap { file, result in
      result.deployers.map {
        (
          $0.document,
          PlacedResource(file: file.source.name.text, resource: $0.resource, variables: file.variables)
        )
      }
    }
    guard !deployers.isEmpty else {
      plan = nil
      return
    }
    deployers += RepositoryDeployments.values(of: files, results, texts)
    var documents: [ObjectIdentifier: RetainedDocument] = [:]
    for (document, placed) in deployers { documents[ObjectIdentifier(placed.resource.tree)] = document }
    let view = RepositoryView(
      files: files.map(\.source.name.text), prefix: prefix, documents: { store.build.trees(of: $0) },
      text: { store.build.bytes(of: $0).map { String(decoding: $0, as: UTF8.self) } })
    let plan = DeploymentPlan(of: deployers.map(\.1), in: view)
    self.plan = plan
    let roots = Set(built.files.compactMap { $0.deployment?.folder })
    let sources = Dictionary(files.map { ($0.source.name.text, $0.source) }, uniquingKeysWith: { first, _ in first })
    for (place, deployment) in plan.deployments.enumerated() {
      guard let cause = sources[deployment.origin.place.file] else { continue }
      let edits = RepositoryDeployments.edits(of: deployment, documents)
      let isGenerated = deployment.selection == .generatedKustomization
      guard edits != nil || deployment.selection == .kustomization && !roots.contains(deployment.folder) else {
        continue
      }
      if !isGenerated, deployment.selection != .kustomization { continue }
      own.append(
        (
          place,
          Deployment(
            of: deployment.folder, files: isGenerated ? RepositoryDeployments.resources(of: deployment) : nil, edits,
            askedBy: cause, number: place)
        ))
    }
  }

  /// The ConfigMaps and Secrets of files, from which Flux takes values and Argo CD clusters: read again, since those of
  /// applications are many and few runs ask for them.
  private static func values(
    of files: [RunFile], _ results: [FileResult], _ texts: TextTable
  ) -> [(RetainedDocument, PlacedResource)] {
    let kinds = ["ConfigMap", "Secret"].map { texts.id(of: $0) }
    var stream = DocumentStream()
    return zip(files, results).flatMap { file, result in
      let places = Set(
        result.facts.resources.filter { $0.group == .empty && kinds.contains($0.kind) }.map { Int($0.document) })
      return places.sorted().flatMap { place -> [(RetainedDocument, PlacedResource)] in
        guard let document = file.document(at: result.facts.documents[place], &stream), let tree = document.tree else {
          return []
        }
        return Resource.resources(in: tree).filter { DeploymentPlan.concerns($0.identity) }
          .map { (document, PlacedResource(file: file.source.name.text, resource: $0)) }
      }
    }
  }

  /// What the kustomization names that Flux makes of a folder: its files, and the folders below that have one themselves.
  private static func resources(of deployment: GitOps.Deployment) -> [String] {
    let folders = Set(deployment.files.filter(BuildFiles.isKustomization).map(BuildPath.folder(of:)))
    var found: Set<String> = []
    for file in deployment.files {
      var entry = BuildFiles.isKustomization(file) ? nil : file
      var isBelow = deployment.folder.isEmpty
      for folder in BuildPath.folders(above: file) {
        isBelow = isBelow || folder == deployment.folder
        if folder == deployment.folder { break }
        if folders.contains(folder) { entry = folder }
      }
      // Bases that lie elsewhere come with the folders that name them.
      if let entry, isBelow { found.insert(entry) }
    }
    return found.sorted()
  }

  private static func edits(
    of deployment: GitOps.Deployment, _ documents: [ObjectIdentifier: RetainedDocument]
  ) -> BuildEdits? {
    let customization = deployment.customization.flatMap { $0.isTemplate ? nil : $0 }
    guard customization != nil || deployment.substitution != nil else { return nil }
    let place = customization?.place ?? deployment.origin.place
    var fill: (@Sendable (String) -> String)?
    if let substitution = deployment.substitution { fill = { substitution.applied(to: $0) } }
    return BuildEdits(
      deployment.origin.kind == .fluxKustomization ? .flux : .argoCD,
      document: customization.flatMap { documents[ObjectIdentifier($0.place.tree)] }, file: place.file,
      node: place.node, substitute: fill, leavesMarks: deployment.substitution?.leavesMarks ?? false)
  }

  // MARK: Notices

  /// What could not be told, and charts that are not rendered.
  var notices: [Notice] {
    let places = Dictionary(files.map { ($0.source.name.text, $0) }, uniquingKeysWith: { first, _ in first })
    return (plan?.problems ?? []).compactMap { problem in
      guard let file = places[problem.place.file], !file.isContext else { return nil }
      return Notice(
        kind: problem.kind == .chartNotRendered ? .templateSkipped : .deploymentUnclear, file: file.source.name,
        message: problem.text)
    }
  }

  // MARK: Scopes

  /// The clusters that are told apart, as scopes; none where the whole run is one.
  var scopes: [ScopeSettings.Scope] {
    guard let found = plan?.scopes, found.tellsClustersApart else { return [] }
    return found.clusters.map { cluster in
      let files = Set(cluster.files)
      return ScopeSettings.Scope(name: cluster.name, region: nil, capacity: nil) { files.contains($0.text) }
    }
  }

  /// The scopes in which what a kustomization makes lands, by number; nil where nothing tells.
  func scopes(of deployment: Deployment) -> [Int]? {
    guard let plan, plan.scopes.tellsClustersApart else { return nil }
    let places = self.places(of: deployment)
    if places.isEmpty { return nil }
    let numbers = plan.scopes.clusters.indices.filter { number in
      plan.scopes.clusters[number].deployments.contains(where: places.contains)
    }
    return numbers.isEmpty ? nil : numbers
  }

  /// The deployments of the plan that a deployment of the run stands for.
  private func places(of deployment: Deployment) -> Set<Int> {
    if let own = own.first(where: { $0.deployment.key == deployment.key }) { return [own.place] }
    guard let plan else { return [] }
    let taken = Set(own.map(\.place))
    return Set(
      plan.deployments.indices.filter {
        !taken.contains($0) && plan.deployments[$0].selection == .kustomization
          && plan.deployments[$0].folder == deployment.folder
      })
  }

  /// Whether a kustomization is deployed in other ways alone than as it stands.
  func replaces(_ deployment: Deployment) -> Bool {
    guard let plan, deployment.edits == nil else { return false }
    let all = plan.deployments.indices.filter {
      plan.deployments[$0].selection == .kustomization && plan.deployments[$0].folder == deployment.folder
    }
    return !all.isEmpty && places(of: deployment).isEmpty
  }

  /// The deployments of the plan that take a file, or that it stands for.
  private func places(of file: RunFile) -> Set<Int> {
    guard let plan else { return [] }
    if let deployment = file.deployment { return places(of: deployment) }
    let name = file.source.name.text
    let taken = Set(own.map(\.place))
    return Set(
      plan.deployments.indices.filter {
        !taken.contains($0) && plan.deployments[$0].selection != .kustomization
          && plan.deployments[$0].files.contains(name)
      })
  }

  /// Which files Flux deploys before which others.
  func order(of files: [RunFile]) -> DeploymentOrder {
    let deployments = plan?.deployments ?? []
    guard deployments.contains(where: { !$0.dependsOn.isEmpty }) else { return DeploymentOrder() }
    let names = Dictionary(grouping: deployments.indices.filter { deployments[$0].origin.name != nil }) {
      deployments[$0].origin.name ?? ""
    }
    let needed = deployments.map { deployment in
      deployment.dependsOn.flatMap { names[$0.split(separator: "/").last.map(String.init) ?? $0] ?? [] }
    }
    return DeploymentOrder(needed: needed, ofFiles: files.map { places(of: $0) })
  }

  // MARK: Namespaces

  /// The namespace that objects of a file get on the way to a scope.
  /// - Parameter scope: a number; nil: where the whole run is one scope, or for what no scope reaches.
  func target(of file: RunFile, scope: Int?) -> NamespaceMap.Target? {
    guard let plan else { return nil }
    let here = places(of: file).filter { place in
      guard let scope, plan.scopes.tellsClustersApart else { return true }
      return plan.scopes.clusters[scope].deployments.contains(place)
    }
    let targets = Set(here.compactMap { plan.deployments[$0].namespace })
    guard let first = targets.first else { return nil }
    guard targets.count == 1, let name = first.namespace.text else {
      return .unknown("several namespaces are given, or one that is filled in later")
    }
    return first.mode == .overrides ? .overrides(name) : .fillsEmpty(name)
  }
}
