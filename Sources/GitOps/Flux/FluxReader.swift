/// Reads the Kustomizations and HelmReleases of Flux (kustomize-controller and helm-controller, docs/spec).
struct FluxReader {
  let repository: Repository
  let sources: FluxSources
  let text: FieldText
  var problems: [DeploymentProblem] = []

  init(_ repository: Repository, _ sources: FluxSources, _ text: FieldText) {
    self.repository = repository
    self.sources = sources
    self.text = text
  }

  // MARK: Kustomization

  mutating func kustomization(_ object: PlacedResource, _ substitution: Substitution?) -> [Request] {
    guard let spec = object.place.field("spec") else { return [] }
    let pathPlace = spec.field("path") ?? spec
    let path = text.stated(spec.field("path"))
    if case .unknown(let place)? = path {
      problems.append(DeploymentProblem(.unresolved, "the path is not known", place))
      return []
    }
    guard let folder = folder(at: path?.text ?? "", pathPlace, spec.field("sourceRef"), object) else { return [] }
    let namespace = text.stated(spec.field("targetNamespace"))
    if case .unknown(let place)? = namespace {
      problems.append(DeploymentProblem(.unresolved, "the target namespace is not known", place))
    }
    let isKustomization = repository.folders.kustomization(in: folder) != nil
    let request = FolderRequest(
      folder: folder, pathPlace: pathPlace,
      namespace: namespace.map { TargetNamespace(mode: .overrides, namespace: $0) },
      customization: customization(spec), selection: isKustomization ? .kustomization : .generatedKustomization,
      components: components(spec, below: folder), substitution: substitution, dependsOn: dependsOn(spec),
      isSuspended: spec.field("suspend")?.isTrue == true)
    return [
      Request(
        origin: origin(.fluxKustomization, object), cluster: cluster(spec, object.place), content: .folder(request))
    ]
  }

  private mutating func folder(
    at path: String, _ place: Place, _ reference: Place?, _ object: PlacedResource
  ) -> String? {
    let namespace = object.identity.namespace
    switch sources.meaning(of: path, from: reference, in: namespace, file: object.file) {
    case .other(let url):
      problems.append(DeploymentProblem(.otherRepository, "the source is another repository", url))
      return nil
    case .somewhere where RepositoryPath.normalized(path)?.isEmpty != false:
      problems.append(
        DeploymentProblem(.needsOutside, "which folder the source was made of is not known", reference ?? place))
      return nil
    case .somewhere: return found([path], place, object)
    case .paths(let paths): return found(paths, place, object)
    }
  }

  private mutating func found(_ paths: [String], _ place: Place, _ object: PlacedResource) -> String? {
    var ambiguous = 0
    var found: Set<String> = []
    for path in paths {
      switch repository.folders.folder(at: path, for: object.file) {
      case .found(let folder): found.insert(folder)
      case .missing: break
      case .ambiguous(let folders): ambiguous += folders.count
      }
    }
    if found.count == 1 { return found.first }
    let stated = place.string ?? "."
    if found.count + ambiguous > 1 {
      problems.append(
        DeploymentProblem(
          .pathAmbiguous, "\(found.count + ambiguous) folders here may be the path `\(stated)`", place))
    } else {
      problems.append(DeploymentProblem(.pathNotFound, "no folder here is the path `\(stated)`", place))
    }
    return nil
  }

  private func customization(_ spec: Place) -> Customization? {
    let fields = [
      "targetNamespace", "namePrefix", "nameSuffix", "commonMetadata", "images", "components", "patches",
      "patchesStrategicMerge", "patchesJson6902",
    ].compactMap { spec.field($0) }
    guard !fields.isEmpty else { return nil }
    return Customization(
      form: .flux, place: spec, isTemplate: fields.contains { text.leavesPlaceholders(in: $0) })
  }

  private func components(_ spec: Place, below folder: String) -> [String] {
    (spec.field("components")?.items ?? []).compactMap { component in
      text.stated(component)?.text.flatMap { RepositoryPath.joined(folder, $0) }
    }
  }

  private func dependsOn(_ spec: Place) -> [String] {
    (spec.field("dependsOn")?.items ?? []).compactMap { dependency in
      guard let name = text.stated(dependency.field("name"))?.text else { return nil }
      return text.stated(dependency.field("namespace"))?.text.map { "\($0)/\(name)" } ?? name
    }
  }

  // MARK: HelmRelease

  mutating func helmRelease(_ object: PlacedResource) -> [Request] {
    guard let spec = object.place.field("spec") else { return [] }
    let target = text.stated(spec.field("targetNamespace"))
    let chart = spec.field("chart", "spec")
    problems.append(
      DeploymentProblem(.chartNotRendered, "the chart is not rendered", chart?.field("chart") ?? object.place))
    let own = text.stated(object.place.field("metadata", "namespace"))
    let request = ChartRequest(
      chart: text.stated(chart?.field("chart")), folder: chart.flatMap { chartFolder($0, object) },
      namespace: target ?? own, storageNamespace: text.stated(spec.field("storageNamespace")),
      releaseName: releaseName(spec, object.place, target))
    return [
      Request(origin: origin(.helmRelease, object), cluster: cluster(spec, object.place), content: .chart(request))
    ]
  }

  /// `releaseName`, else the object's name behind the target namespace.
  private func releaseName(_ spec: Place, _ object: Place, _ target: Stated?) -> Stated? {
    if let stated = text.stated(spec.field("releaseName")) { return stated }
    guard let name = text.stated(object.field("metadata", "name")), let target else {
      return text.stated(object.field("metadata", "name"))
    }
    guard let first = target.text, let second = name.text else { return .unknown(name.place) }
    return .value("\(first)-\(second)", name.place)
  }

  /// A chart of a git repository is a path in it.
  private func chartFolder(_ chart: Place, _ object: PlacedResource) -> String? {
    let reference = chart.field("sourceRef")
    guard reference?.field("kind")?.string == "GitRepository", let path = text.stated(chart.field("chart"))?.text,
      case .paths(let paths) = sources.meaning(
        of: path, from: reference, in: object.identity.namespace, file: object.file),
      let first = paths.first, case .found(let folder) = repository.folders.folder(at: first, for: object.file)
    else { return nil }
    return folder
  }

  // MARK: Both

  private func origin(_ kind: Origin.Kind, _ object: PlacedResource) -> Origin {
    Origin(kind: kind, name: text.stated(object.place.field("metadata", "name"))?.text, place: object.place)
  }

  /// Another cluster is known by the name of the Secret or ConfigMap that holds its kubeconfig.
  private mutating func cluster(_ spec: Place, _ object: Place) -> DestinationCluster {
    guard let kubeConfig = spec.field("kubeConfig") else { return .own }
    guard let name = kubeConfig.field("secretRef", "name") ?? kubeConfig.field("configMapRef", "name") else {
      problems.append(DeploymentProblem(.invalid, "the kubeconfig names no cluster", kubeConfig))
      return .unknown
    }
    guard let text = text.stated(name)?.text else {
      problems.append(DeploymentProblem(.unresolved, "the cluster of the kubeconfig is not known", name))
      return .unknown
    }
    return .named(ClusterName.ofKubeConfig(text))
  }
}
