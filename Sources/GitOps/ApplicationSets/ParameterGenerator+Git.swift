import YAML

/// The git generator (Generators-Git): folders of a repository, or the contents of its files.
extension ParameterGenerator {
  mutating func git(_ settings: Place, _ text: FieldText) -> [Parameters]? {
    let url = text.stated(settings.field("repoURL"))
    guard repository.remotes.repository(at: url) != .other else {
      return fail(.otherRepository, "the generator reads another repository", settings.field("repoURL") ?? settings)
    }
    let directories = settings.field("directories")?.items ?? []
    let files = settings.field("files")?.items ?? []
    guard let patterns = patterns(directories.isEmpty ? files : directories, text) else {
      return fail(.unresolved, "a path of the generator is not known", settings)
    }
    guard !patterns.isEmpty else {
      return fail(.invalid, "the generator names neither directories nor files", settings)
    }
    let dialect: PathPattern.Dialect =
      directories.isEmpty ? hasNewGlobbing ? .doublestar : .pathspec : .pathMatch
    let paths = directories.isEmpty ? repository.view.files.sorted() : repository.folders.folders
    guard let found = matches(of: patterns, dialect, among: paths, for: settings) else { return nil }
    let prefix = text.stated(settings.field("pathParamPrefix"))?.text
    var result: [Parameters] = []
    for (path, name) in found {
      if directories.isEmpty {
        guard let sets = contents(of: name, at: path, prefix, settings) else { return nil }
        for set in sets { result.append(adding(settings.field("values"), to: set, text)) }
      } else {
        let set = pathParameters(folder: path, file: nil, prefix)
        result.append(adding(settings.field("values"), to: set, text))
      }
    }
    return result
  }

  private struct Pattern {
    let text: String
    let excludes: Bool
  }

  private func patterns(_ places: [Place], _ text: FieldText) -> [Pattern]? {
    var result: [Pattern] = []
    for place in places {
      guard let path = text.stated(place.field("path"))?.text else { return nil }
      result.append(Pattern(text: path, excludes: place.field("exclude")?.isTrue == true))
    }
    return result
  }

  /// What the patterns take: its path in the repository and its name in the run.
  private mutating func matches(
    of patterns: [Pattern], _ dialect: PathPattern.Dialect, among names: [String], for settings: Place
  ) -> [(path: String, name: String)]? {
    let wanted = patterns.filter { !$0.excludes }.map { compiled($0.text, dialect) }
    let unwanted = patterns.filter(\.excludes).map { compiled($0.text, dialect) }
    var found: [[(path: String, name: String)]] = []
    for root in repository.folders.roots(for: settings.file) {
      guard spend(4 * (names.count + 10) * patterns.count) else { return [] }
      let matching = names.compactMap { name -> (path: String, name: String)? in
        guard let below = RepositoryPath.relative(name, to: root.folder), !below.isEmpty else { return nil }
        let path = root.prefix.isEmpty ? below : "\(root.prefix)/\(below)"
        // Hidden folders are none of the generator's.
        if dialect == .pathMatch, path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { return nil }
        guard wanted.contains(where: { $0.matches(path) }), !unwanted.contains(where: { $0.matches(path) }) else {
          return nil
        }
        return (path, name)
      }
      if !matching.isEmpty { found.append(matching) }
    }
    if found.count > 1 {
      problems.append(
        DeploymentProblem(
          .pathAmbiguous, "the generator's paths match below several folders that may be the repository's root",
          settings))
      return nil
    }
    if found.isEmpty {
      problems.append(DeploymentProblem(.pathNotFound, "nothing here matches the generator's paths", settings))
    }
    return found.first ?? []
  }

  private mutating func compiled(_ text: String, _ dialect: PathPattern.Dialect) -> PathPattern {
    let key = "\(dialect) \(text)"
    if let known = self.patterns[key] { return known }
    let pattern = PathPattern(text, dialect)
    self.patterns[key] = pattern
    return pattern
  }

  private mutating func contents(
    of file: String, at path: String, _ prefix: String?, _ settings: Place
  ) -> [Parameters]? {
    guard spend(1_000) else { return [] }
    guard let documents = repository.documents(file) else {
      return fail(.invalid, "the generator's file `\(path)` cannot be read", settings)
    }
    let root = documents.first
    let objects: [Place]
    switch root.map({ $0.tree.kind($0.node) }) {
    case .sequence?: objects = root?.items ?? []
    case .mapping?: objects = root.map { [$0] } ?? []
    default: return fail(.invalid, "the generator's file `\(path)` is neither an object nor a list", settings)
    }
    var sets: [Parameters] = []
    for object in objects {
      guard let content = Parameter(object).map else {
        return fail(.invalid, "the generator's file `\(path)` holds what is no object", settings)
      }
      let own = engine.isGo ? content : content.flattened
      sets.append(
        own.merging(pathParameters(folder: RepositoryPath.folder(of: path), file: path, prefix)) { $1 })
    }
    return sets
  }

  /// `path` and its parts.
  private func pathParameters(folder: String, file: String?, _ prefix: String?) -> Parameters {
    // As Go's path package names the root.
    let folder = folder.isEmpty ? "." : folder
    let name = RepositoryPath.name(of: folder)
    let fileName = file.map(RepositoryPath.name)
    let segments = folder.split(separator: "/").map(String.init)
    if engine.isGo {
      var path: Parameters = [
        "path": .string(folder), "basename": .string(name), "basenameNormalized": .string(NormalizedName.of(name)),
        "segments": .list(segments.map(Parameter.string)),
      ]
      if let fileName {
        path["filename"] = .string(fileName)
        path["filenameNormalized"] = .string(NormalizedName.of(fileName))
      }
      return prefix.map { [$0: .map(["path": .map(path)])] } ?? ["path": .map(path)]
    }
    let key = prefix.map { "\($0).path" } ?? "path"
    var flat: Parameters = [
      key: .string(folder), "\(key).basename": .string(name),
      "\(key).basenameNormalized": .string(NormalizedName.of(name)),
    ]
    for (index, segment) in segments.enumerated() { flat["\(key)[\(index)]"] = .string(segment) }
    if let fileName {
      flat["\(key).filename"] = .string(fileName)
      flat["\(key).filenameNormalized"] = .string(NormalizedName.of(fileName))
    }
    return flat
  }
}
