/// Reads the Applications that an ApplicationSet generates (operator-manual/applicationset).
struct ApplicationSetReader {
  let repository: Repository
  let clusters: ArgoClusters
  let hasNewGlobbing: Bool
  let substitution: Substitution?
  var problems: [DeploymentProblem] = []

  init(_ repository: Repository, _ clusters: ArgoClusters, hasNewGlobbing: Bool, substitution: Substitution?) {
    self.repository = repository
    self.clusters = clusters
    self.hasNewGlobbing = hasNewGlobbing
    self.substitution = substitution
  }

  mutating func requests(of object: Place) -> [Request] {
    guard let spec = object.field("spec") else { return [] }
    if let patch = spec.field("templatePatch"), changesDeployment(patch) {
      problems.append(
        DeploymentProblem(.unresolved, "what `templatePatch` makes of source and destination is not known", patch))
      return []
    }
    let engine = TextTemplate(applicationSet: spec)
    var generator = ParameterGenerator(
      repository, clusters, hasNewGlobbing: hasNewGlobbing, engine: engine, substitution: substitution)
    var requests: [Request] = []
    for place in spec.field("generators")?.items ?? [] {
      guard let sets = generator.sets(of: place) else { continue }
      let override = place.entries.first { $0.key != "selector" }?.value.field("template")
      let layers = ApplicationLayers([override, spec.field("template")].compactMap(\.self))
      for set in sets {
        guard requests.count <= ParameterGenerator.limit else {
          problems.append(
            DeploymentProblem(
              .limit, "the set gives more than \(ParameterGenerator.limit) Applications", place))
          return requests
        }
        let text = FieldText(substitution: substitution, template: (engine, set))
        var reader = ApplicationReader(repository, clusters, text)
        requests += reader.requests(of: layers, .applicationSet, object: object)
        problems += reader.problems
      }
    }
    problems += generator.problems
    return requests
  }

  /// Whether a patch may change what is deployed, and where to.
  private func changesDeployment(_ patch: Place) -> Bool {
    guard let text = patch.string else { return true }
    return text.contains("source") || text.contains("destination") || text.contains("path:")
  }
}
