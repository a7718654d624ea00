import Manifests

/// Follows what objects deploy to the objects that are deployed by it, to any depth.
///
/// An object's home decides what it asks for, and what it asks for decides the homes of others. Homes are worked out
/// until none changes.
struct DeploymentGraph {
  private let repository: Repository
  private let objects: [PlacedResource]
  private let clusters: ArgoClusters
  private let sources: FluxSources
  private let hasNewGlobbing: Bool
  private var files: DeployedFiles
  let layout: ClusterLayout

  /// By object.
  private var homes: [Set<Home>]
  private var results: [[Deployed]]
  private var releases: [[ChartRelease]]
  private var said: [[DeploymentProblem]]
  /// By deploying object: what it makes of others' homes.
  private var reached: [[Int: Set<Home>]]
  /// By deployed object: what deploys it.
  private var deployers: [Set<Int>]
  private let objectsOfFile: [String: [Int]]
  /// ConfigMaps and Secrets by `KIND/NAME`.
  private let sourcesOfVariables: [String: [Int]]
  private var hasPassedLimit = false

  struct Deployed {
    let deployment: Deployment
    /// Deployments of the same number take the same files.
    let reach: Int
  }

  private struct Landing: Hashable {
    let home: Home
    let reach: Int
  }

  /// Times that an object is read, for a home of its own.
  static let limit = 20_000

  init(_ objects: [PlacedResource], _ view: RepositoryView) {
    let repository = Repository(view)
    self.repository = repository
    var files = DeployedFiles(repository)
    let objects = objects.filter { !$0.deploys || !files.isPatch($0.file) }
    self.objects = objects
    clusters = ArgoClusters(objects)
    sources = FluxSources(objects, repository.remotes)
    hasNewGlobbing = objects.contains {
      $0.identity.kind == "ConfigMap" && $0.identity.name == "argocd-cmd-params-cm"
        && $0.place.field("data", "applicationsetcontroller.enable.new.git.file.globbing")?.string == "true"
    }
    let layout = ClusterLayout(repository, &files)
    self.files = files
    self.layout = layout
    homes = objects.map { [.undeployed(layout.cluster(of: $0.file))] }
    results = Array(repeating: [], count: objects.count)
    releases = Array(repeating: [], count: objects.count)
    said = Array(repeating: [], count: objects.count)
    reached = Array(repeating: [:], count: objects.count)
    deployers = Array(repeating: [], count: objects.count)
    objectsOfFile = Dictionary(grouping: objects.indices) { objects[$0].file }
    sourcesOfVariables = Dictionary(grouping: objects.indices.filter { objects[$0].givesVariables }) {
      "\(objects[$0].identity.kind)/\(objects[$0].identity.name)"
    }
    work()
  }

  // MARK: Working out homes

  private mutating func work() {
    var changed = Set(objects.indices.filter { objects[$0].deploys })
    let variableReaders = changed.filter { objects[$0].takesVariables }
    var readings = 0
    while !changed.isEmpty {
      var affected: Set<Int> = []
      for object in changed.sorted() {
        readings += homes[object].count
        guard readings <= DeploymentGraph.limit else {
          hasPassedLimit = true
          // What is worked out halfway may be wrong.
          results = results.map { _ in [] }
          releases = releases.map { _ in [] }
          return
        }
        affected.formUnion(evaluate(object))
      }
      changed = []
      for object in affected.sorted() where settle(object) {
        if objects[object].deploys { changed.insert(object) }
        if objects[object].givesVariables { changed.formUnion(variableReaders) }
      }
    }
  }

  /// - Returns: whether the homes of the object are others now.
  private mutating func settle(_ object: Int) -> Bool {
    let all = deployers[object].reduce(into: Set<Home>()) { $0.formUnion(reached[$1][object] ?? []) }
    let strongest = Home.strongest(all, layout: layout.cluster(of: objects[object].file))
    guard strongest != homes[object] else { return false }
    homes[object] = strongest
    return true
  }

  /// Reads what an object asks for in each of its homes.
  /// - Returns: the objects whose homes may be others now.
  private mutating func evaluate(_ number: Int) -> Set<Int> {
    results[number] = []
    releases[number] = []
    said[number] = []
    var found: [Int: Set<Home>] = [:]
    var landings: Set<Landing> = []
    for home in DeploymentGraph.ordered(homes[number]) {
      var (requests, problems) = requests(of: number, in: home)
      for request in requests {
        let (cluster, evidence) = home.landing(request.cluster)
        switch request.content {
        case .chart(let chart):
          releases[number].append(ChartRelease(request.origin, cluster, chart))
        case .folder(let folder):
          let question = DeployedFiles.Question(
            folder: folder.folder, selection: folder.selection, components: folder.components,
            ignore: objects[number].identity.kind == "Kustomization" ? ignore(of: objects[number]) : nil)
          let reach = files.reach(question)
          results[number].append(
            Deployed(deployment: Deployment(request.origin, cluster, folder, reach), reach: reach.number))
          let landing = Home(
            cluster: cluster, evidence: evidence, substitution: folder.substitution, isDeployed: true)
          guard landings.insert(Landing(home: landing, reach: reach.number)).inserted else { continue }
          let own = (folder.customization?.place.field("patches")?.items ?? []).map { PatchTarget($0, repository) }
          for object in reach.files.flatMap({ objectsOfFile[$0] ?? [] }) where object != number {
            var landing = landing
            if let patch = (reach.patches + own).first(where: { $0.mayMean(objects[object]) }) {
              landing.isPatched = true
              problems.append(patch.problem(objects[object]))
            }
            found[object, default: []].insert(landing)
          }
        }
      }
      said[number] += problems
    }
    let before = Set(reached[number].keys)
    for object in before.subtracting(found.keys) { deployers[object].remove(number) }
    for object in found.keys { deployers[object].insert(number) }
    reached[number] = found
    return before.union(found.keys)
  }

  private func ignore(of object: PlacedResource) -> String? {
    sources.ignore(of: object.place.field("spec", "sourceRef"), in: object.identity.namespace)
  }

  private static func ordered(_ homes: Set<Home>) -> [Home] {
    guard homes.count > 1 else { return Array(homes) }
    return homes.sorted { ($0.cluster.sortKey, $0.variablesKey) < ($1.cluster.sortKey, $1.variablesKey) }
  }

  // MARK: Reading one object

  private func requests(of number: Int, in home: Home) -> ([Request], [DeploymentProblem]) {
    let object = objects[number]
    // What it asks for in the end is not what it says; a problem says so at the patch.
    if home.isPatched { return ([], []) }
    var substitution = object.isSubstituted ? home.substitution : nil
    if let variables = object.variables {
      substitution = substitution ?? Substitution(variables: [], isComplete: false)
      substitution?.others = variables
    }
    let text = FieldText(substitution: substitution, template: nil)
    switch object.deployer {
    case .application?:
      var reader = ApplicationReader(repository, clusters, text)
      let requests = reader.requests(of: ApplicationLayers([object.place]), .application, object: object.place)
      return (requests, reader.problems)
    case .applicationSet?:
      var reader = ApplicationSetReader(
        repository, clusters, hasNewGlobbing: hasNewGlobbing, substitution: text.substitution)
      let requests = reader.requests(of: object.place)
      return (requests, reader.problems)
    case .fluxKustomization?:
      var variables = SubstitutionReader(text) { kind, name in self.places(kind, name, for: number, in: home) }
      let substitution = object.place.field("spec").flatMap { variables.substitution(of: $0) }
      var reader = FluxReader(repository, sources, text)
      let requests = reader.kustomization(object, substitution)
      return (requests, variables.problems + reader.problems)
    case .helmRelease?:
      var reader = FluxReader(repository, sources, text)
      let requests = reader.helmRelease(object)
      return (requests, reader.problems)
    case nil: return ([], [])
    }
  }

  /// The ConfigMaps or Secrets of a name, in the namespace of an object and in its cluster.
  private func places(_ kind: String, _ name: String, for number: Int, in home: Home) -> [Place] {
    let namespace = objects[number].identity.namespace
    let named = (sourcesOfVariables["\(kind)/\(name)"] ?? []).filter {
      let stated = objects[$0].identity.namespace
      return stated == nil || namespace == nil || stated == namespace
    }
    let inCluster = named.filter { homes[$0].contains { $0.cluster == home.cluster } }
    let possible = inCluster.isEmpty ? named.filter { homes[$0].allSatisfy { $0.evidence == .none } } : inCluster
    return possible.map { objects[$0].place }
  }

  // MARK: What was found

  func plan() -> DeploymentPlan {
    let deployed = results.flatMap(\.self)
    var seen: Set<DeploymentProblem> = []
    var problems = said.flatMap(\.self).filter { seen.insert($0).inserted }
    if hasPassedLimit, let first = objects.first {
      problems.append(
        DeploymentProblem(
          .limit, "objects deploy each other more than \(DeploymentGraph.limit) times; nothing is told of them",
          first.place))
    }
    return DeploymentPlan(
      deployments: deployed.map(\.deployment), releases: releases.flatMap(\.self), problems: problems,
      scopes: ScopesFound(deployed, layout, repository))
  }
}

extension ChartRelease {
  init(_ origin: Origin, _ cluster: DestinationCluster, _ request: ChartRequest) {
    self.init(
      origin: origin, cluster: cluster, chart: request.chart, folder: request.folder, namespace: request.namespace,
      storageNamespace: request.storageNamespace, releaseName: request.releaseName)
  }
}

extension Deployment {
  init(_ origin: Origin, _ cluster: DestinationCluster, _ request: FolderRequest, _ reach: Reach) {
    self.init(
      origin: origin, folder: request.folder, pathPlace: request.pathPlace, cluster: cluster,
      namespace: request.namespace, customization: request.customization, substitution: request.substitution,
      selection: request.selection, dependsOn: request.dependsOn, isSuspended: request.isSuspended, files: reach.files)
  }
}

extension DestinationCluster {
  /// Own first, then by name.
  var sortKey: String {
    switch self {
    case .own: ""
    case .named(let name): "1\(name)"
    case .unknown: "2"
    }
  }
}

extension Home {
  fileprivate var variablesKey: String {
    substitution?.variables.map { "\($0.name)=\($0.value.text ?? "")" }.joined(separator: "\n") ?? ""
  }
}

extension PlacedResource {
  var deployer: Origin.Kind? {
    switch (identity.group, identity.kind) {
    case ("argoproj.io", "Application"): .application
    case ("argoproj.io", "ApplicationSet"): .applicationSet
    case ("kustomize.toolkit.fluxcd.io", "Kustomization"): .fluxKustomization
    case ("helm.toolkit.fluxcd.io", "HelmRelease"): .helmRelease
    default: nil
    }
  }

  fileprivate var deploys: Bool { deployer != nil }

  fileprivate var takesVariables: Bool {
    deployer == .fluxKustomization && place.field("spec", "postBuild", "substituteFrom") != nil
  }

  fileprivate var givesVariables: Bool {
    identity.apiVersion == "v1" && (identity.kind == "ConfigMap" || identity.kind == "Secret")
  }

  /// Whether Flux substitutes variables in it.
  fileprivate var isSubstituted: Bool {
    let metadata = place.field("metadata")
    return ["labels", "annotations"].allSatisfy {
      metadata?.field($0)?.field("kustomize.toolkit.fluxcd.io/substitute")?.string != "disabled"
    }
  }
}
