/// What an object asks for, before it is known which cluster that object lands in.
struct Request {
  enum Content {
    case folder(FolderRequest)
    case chart(ChartRequest)
  }

  let origin: Origin
  /// `own` is that of the object.
  let cluster: DestinationCluster
  let content: Content
}

struct FolderRequest {
  let folder: String
  let pathPlace: Place
  let namespace: TargetNamespace?
  let customization: Customization?
  let selection: FileSelection
  /// Folders of components, which are added to the kustomization.
  var components: [String] = []
  var substitution: Substitution?
  var dependsOn: [String] = []
  var isSuspended = false
}

struct ChartRequest {
  let chart: Stated?
  let folder: String?
  let namespace: Stated?
  var storageNamespace: Stated?
  let releaseName: Stated?
}

/// Reads an Argo CD Application (operator-manual/application.yaml, user-guide/application-specification).
struct ApplicationReader {
  let repository: Repository
  let clusters: ArgoClusters
  let text: FieldText
  var problems: [DeploymentProblem] = []

  init(_ repository: Repository, _ clusters: ArgoClusters, _ text: FieldText) {
    self.repository = repository
    self.clusters = clusters
    self.text = text
  }

  /// - Parameter object: the Application, or the ApplicationSet that generates it.
  mutating func requests(of application: ApplicationLayers, _ kind: Origin.Kind, object: Place) -> [Request] {
    let spec = application.field("spec")
    let name = text.stated(application.field("metadata").place("name"))
    let origin = Origin(kind: kind, name: name?.text, place: object)
    let sources = self.sources(of: spec)
    guard !sources.isEmpty else { return [] }
    let destination = spec.field("destination")
    let cluster = self.cluster(destination, object)
    let namespace = text.stated(destination.place("namespace"))
    if case .unknown(let place)? = namespace {
      problems.append(DeploymentProblem(.unresolved, "the destination's namespace is not known", place))
    }
    return sources.compactMap { source in
      content(of: source, namespace: namespace, name: name, object).map {
        Request(origin: origin, cluster: cluster, content: $0)
      }
    }
  }

  /// `sources`, else `source`, else what the source hydrator reads.
  private func sources(of spec: ApplicationLayers) -> [ApplicationLayers] {
    let several = spec.items("sources")
    if !several.isEmpty { return several }
    let single = spec.field("source")
    if !single.isEmpty { return [single] }
    let dry = spec.field("sourceHydrator").field("drySource")
    return dry.isEmpty ? [] : [dry]
  }

  private mutating func cluster(_ destination: ApplicationLayers, _ object: Place) -> DestinationCluster {
    let name = text.stated(destination.place("name"))
    let server = text.stated(destination.place("server"))
    guard let stated = name ?? server else {
      problems.append(
        DeploymentProblem(.invalid, "the destination names no cluster", destination.layers.first ?? object))
      return .unknown
    }
    if let name, server != nil {
      problems.append(DeploymentProblem(.invalid, "the destination gives both `name` and `server`", name.place))
      return .unknown
    }
    guard let value = stated.text else {
      problems.append(DeploymentProblem(.unresolved, "the destination's cluster is not known", stated.place))
      return .unknown
    }
    return name != nil ? clusters.destination(named: value) : clusters.destination(server: value)
  }

  // MARK: Sources

  /// nil for what deploys nothing that this repository holds.
  private mutating func content(
    of source: ApplicationLayers, namespace: Stated?, name: Stated?, _ object: Place
  ) -> Request.Content? {
    let place = source.layers.first ?? object
    let chart = text.stated(source.place("chart"))
    if let chart {
      problems.append(DeploymentProblem(.chartNotRendered, "the chart is not rendered", chart.place))
      return .chart(chartRequest(source, chart, folder: nil, namespace, name))
    }
    // A source with `ref` and no path only lends its value files (user-guide/multiple_sources).
    if !source.field("ref").isEmpty, source.field("path").isEmpty { return nil }
    let url = source.place("repoURL")
    switch repository.remotes.repository(at: text.stated(url)) {
    case .other:
      problems.append(DeploymentProblem(.otherRepository, "the source is another repository", url ?? place))
      return nil
    case .this, .unknown: break
    }
    let pathPlace = source.place("path") ?? place
    let path = text.stated(source.place("path"))
    if case .unknown(let place)? = path {
      problems.append(DeploymentProblem(.unresolved, "the path is not known", place))
      return nil
    }
    guard let folder = folder(at: path?.text ?? "", pathPlace) else { return nil }
    if let plugin = source.place("plugin") {
      problems.append(DeploymentProblem(.needsOutside, "what the plugin makes of the folder is not known", plugin))
      return nil
    }
    let settings = directory(source.field("directory"))
    let kustomize = source.field("kustomize")
    let isExplicit = settings != nil || !kustomize.isEmpty
    if !source.field("helm").isEmpty || !isExplicit && repository.folders.isChart(folder) {
      problems.append(DeploymentProblem(.chartNotRendered, "the chart is not rendered", pathPlace))
      return .chart(chartRequest(source, path, folder: folder, namespace, name))
    }
    let isKustomization = settings == nil && (!kustomize.isEmpty || repository.folders.kustomization(in: folder) != nil)
    let selection: FileSelection =
      isKustomization ? .kustomization : .directory(settings ?? DirectorySettings())
    return .folder(
      FolderRequest(
        folder: folder, pathPlace: pathPlace,
        namespace: namespace.map { TargetNamespace(mode: .fillsEmpty, namespace: $0) },
        customization: customization(kustomize), selection: selection,
        components: components(kustomize, below: folder)))
  }

  private mutating func folder(at path: String, _ place: Place) -> String? {
    switch repository.folders.folder(at: path, for: place.file) {
    case .found(let folder): return folder
    case .missing:
      problems.append(DeploymentProblem(.pathNotFound, "no folder here is the path `\(path)`", place))
    case .ambiguous(let folders):
      problems.append(
        DeploymentProblem(
          .pathAmbiguous, "\(folders.count) folders here end like the path `\(path)`", place))
    }
    return nil
  }

  private func chartRequest(
    _ source: ApplicationLayers, _ chart: Stated?, folder: String?, _ namespace: Stated?, _ name: Stated?
  ) -> ChartRequest {
    let helm = source.field("helm")
    return ChartRequest(
      chart: chart, folder: folder, namespace: text.stated(helm.place("namespace")) ?? namespace,
      releaseName: text.stated(helm.place("releaseName")) ?? name)
  }

  /// nil where no settings are given, or none that differ from the usual.
  private func directory(_ directory: ApplicationLayers) -> DirectorySettings? {
    guard !directory.isEmpty else { return nil }
    var settings = DirectorySettings()
    settings.recurse = directory.place("recurse")?.isTrue == true
    settings.include = text.stated(directory.place("include"))?.text
    settings.exclude = text.stated(directory.place("exclude"))?.text
    settings.hasJsonnet = directory.field("jsonnet").layers.contains { !$0.entries.isEmpty }
    return settings == DirectorySettings() ? nil : settings
  }

  private mutating func customization(_ kustomize: ApplicationLayers) -> Customization? {
    guard let place = kustomize.layers.first else { return nil }
    if kustomize.layers.count > 1 {
      problems.append(
        DeploymentProblem(
          .unresolved, "the `kustomize` of the generator's template and of the set's are not merged", place))
    }
    return Customization(
      form: .argoCD, place: place,
      isTemplate: kustomize.layers.count > 1 || text.leavesPlaceholders(in: place)
        || place.anyScalar { $0.contains("{{") })
  }

  private func components(_ kustomize: ApplicationLayers, below folder: String) -> [String] {
    kustomize.items("components").compactMap { component in
      component.layers.first.flatMap { text.stated($0)?.text }.flatMap { RepositoryPath.joined(folder, $0) }
    }
  }
}
