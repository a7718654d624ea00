import YAML

/// Turns the generators of an ApplicationSet into parameters, as far as this repository holds what they read.
struct ParameterGenerator {
  let repository: Repository
  let clusters: ArgoClusters
  /// Whether the git generator's files are matched by `--enable-new-git-file-globbing`.
  let hasNewGlobbing: Bool
  let engine: TextTemplate
  let substitution: Substitution?
  var problems: [DeploymentProblem] = []
  /// Those of the git generator that were asked for before.
  var patterns: [String: PathPattern] = [:]
  /// What of `budget` is left.
  private var remaining = ParameterGenerator.budget

  /// Paths that are compared and bytes that are filled in for one ApplicationSet.
  private static let budget = 20_000_000
  /// More sets than this of one generator are not read.
  static let limit = 10_000
  /// Matrix and merge generators may hold each other once.
  private static let nesting = 2

  init(
    _ repository: Repository, _ clusters: ArgoClusters, hasNewGlobbing: Bool, engine: TextTemplate,
    substitution: Substitution?
  ) {
    self.repository = repository
    self.clusters = clusters
    self.hasNewGlobbing = hasNewGlobbing
    self.engine = engine
    self.substitution = substitution
  }

  /// - Parameter outer: those of a matrix's first generator, which the second may name.
  /// - Returns: nil where a problem says why it cannot be told.
  mutating func sets(of generator: Place, outer: Parameters? = nil, depth: Int = 0) -> [Parameters]? {
    let text = FieldText(substitution: substitution, template: outer.map { (engine, $0) })
    let kinds = generator.entries.filter { $0.key != "selector" && $0.key != "template" }
    guard let (kind, settings) = kinds.first, kinds.count == 1 else {
      return fail(.invalid, "a generator has one kind, here are \(kinds.count)", generator)
    }
    let sets: [Parameters]?
    switch kind {
    case "list": sets = list(settings, text)
    case "git": sets = git(settings, text)
    case "clusters": sets = clusters(settings, text)
    case "matrix" where depth < ParameterGenerator.nesting: sets = matrix(settings, outer, depth)
    case "merge" where depth < ParameterGenerator.nesting: sets = merge(settings, outer, depth)
    case "matrix", "merge": sets = fail(.invalid, "`\(kind)` generators nest only once", settings)
    default: sets = fail(.needsOutside, "what the `\(kind)` generator gives is not in this repository", settings)
    }
    guard remaining > 0 else { return fail(.limit, "the generator asks for too much work", settings) }
    guard let sets, sets.count <= ParameterGenerator.limit else {
      return sets.flatMap {
        fail(.limit, "the generator gives \($0.count) sets; \(ParameterGenerator.limit) are read", settings)
      }
    }
    return selected(sets, by: generator.field("selector"), text)
  }

  private mutating func selected(_ sets: [Parameters], by place: Place?, _ text: FieldText) -> [Parameters]? {
    guard let place else { return sets }
    guard let selector = LabelSelector(place, text.filled) else {
      return fail(.unresolved, "the selector cannot be read", place)
    }
    var result: [Parameters] = []
    for set in sets {
      guard let matches = selector.matches(set.flattened) else {
        return fail(.unresolved, "the selector asks for what is not known", place)
      }
      if matches { result.append(set) }
    }
    return result
  }

  mutating func fail(_ kind: DeploymentProblem.Kind, _ text: String, _ place: Place) -> [Parameters]? {
    problems.append(DeploymentProblem(kind, text, place))
    return nil
  }

  /// Takes work from what is left.
  /// - Returns: whether there was enough.
  mutating func spend(_ work: Int) -> Bool {
    remaining -= work
    return remaining > 0
  }

  /// Adds a generator's `values`, filled with the set's own parameters.
  mutating func adding(_ values: Place?, to set: Parameters, _ text: FieldText) -> Parameters {
    guard let values, !values.entries.isEmpty else { return set }
    var filled: Parameters = [:]
    for (key, place) in values.entries where remaining > 0 {
      let value = text.text(place).flatMap { engine.render($0, set) }
      _ = spend(value?.utf8.count ?? 1)
      filled[key] = value.map(Parameter.string) ?? .unknown
    }
    var result = set
    if engine.isGo {
      result["values"] = .map(filled)
    } else {
      for (key, value) in filled { result["values.\(key)"] = value }
    }
    return result
  }

  // MARK: List (Generators-List)

  private mutating func list(_ settings: Place, _ text: FieldText) -> [Parameters]? {
    func read(_ value: String) -> Parameter { text.filled(value).map(Parameter.string) ?? .unknown }
    var result: [Parameters] = []
    for element in settings.field("elements")?.items ?? [] {
      guard let map = Parameter(element, read).map else { return fail(.invalid, "an element is no mapping", element) }
      if engine.isGo {
        result.append(map)
      } else if let flat = ParameterGenerator.texts(of: map) {
        result.append(flat)
      } else {
        return fail(.invalid, "without `goTemplate`, every value of an element is a string", element)
      }
    }
    guard let place = settings.field("elementsYaml") else { return result }
    guard let yaml = text.text(place), !yaml.contains("{{") else {
      return fail(.unresolved, "what `elementsYaml` holds is not known", place)
    }
    do throws(Problem) {
      for tree in try Tree.parse(yaml).prefix(1) {
        guard let root = tree.root, tree.kind(root) == .sequence else {
          return fail(.invalid, "`elementsYaml` is no list", place)
        }
        result += Place(file: place.file, tree: tree, node: root).items.compactMap { Parameter($0).map }
      }
    } catch { return fail(.invalid, "`elementsYaml` is no YAML: \(error.message)", place) }
    return result
  }

  /// The element as names and texts, `values` one level down; nil where a value is none.
  private static func texts(of element: Parameters) -> Parameters? {
    var result: Parameters = [:]
    for (key, value) in element {
      switch value {
      case .string, .unknown: result[key] = value
      case .map(let values) where key == "values":
        for (key, value) in values {
          guard value == .unknown || value.string != nil else { return nil }
          result["values.\(key)"] = value
        }
      default: return nil
      }
    }
    return result
  }

  // MARK: Clusters (Generators-Cluster)

  private mutating func clusters(_ settings: Place, _ text: FieldText) -> [Parameters]? {
    guard let selector = LabelSelector(settings.field("selector"), text.filled) else {
      return fail(.unresolved, "the selector cannot be read", settings)
    }
    if clusters.all.isEmpty {
      problems.append(
        DeploymentProblem(.needsOutside, "no Secret of a cluster is in this repository", settings))
    }
    for place in clusters.unread {
      problems.append(DeploymentProblem(.unresolved, "the cluster's name and server cannot be read", place))
    }
    var sets: [Parameters] = []
    let isLocalRegistered = clusters.all.contains {
      ArgoClusters.normalized($0.server) == ArgoClusters.inClusterServer
    }
    if selector.isEmpty, !isLocalRegistered {
      sets.append([
        "name": .string(ArgoClusters.inClusterName), "nameNormalized": .string(ArgoClusters.inClusterName),
        "server": .string(ArgoClusters.inClusterServer), "project": .string(""),
      ])
    }
    for cluster in clusters.all {
      guard let matches = selector.matches(cluster.labels) else {
        return fail(.unresolved, "the selector asks for a label that is not known", settings)
      }
      if matches { sets.append(parameters(of: cluster)) }
    }
    for index in sets.indices { sets[index] = adding(settings.field("values"), to: sets[index], text) }
    if settings.field("flatList")?.isTrue == true { return [["clusters": .list(sets.map(Parameter.map))]] }
    return sets
  }

  private func parameters(of cluster: ArgoClusters.Cluster) -> Parameters {
    var set: Parameters = [
      "name": .string(cluster.name), "nameNormalized": .string(NormalizedName.of(cluster.name)),
      "server": .string(cluster.server), "project": .string(cluster.project),
    ]
    if engine.isGo {
      var metadata: Parameters = [:]
      if !cluster.labels.isEmpty { metadata["labels"] = .map(cluster.labels) }
      if !cluster.annotations.isEmpty { metadata["annotations"] = .map(cluster.annotations) }
      set["metadata"] = .map(metadata)
    } else {
      for (key, value) in cluster.labels { set["metadata.labels.\(key)"] = value }
      for (key, value) in cluster.annotations { set["metadata.annotations.\(key)"] = value }
    }
    return set
  }
}
