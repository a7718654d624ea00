/// The sources of Flux in this repository: what a `sourceRef` means.
struct FluxSources {
  private let remotes: Remotes
  private var sources: [String: Place] = [:]
  /// By namespace and name: the same name in another cluster may copy other folders.
  private var artifacts: [String: [Place]] = [:]

  /// What a path of a source is here.
  enum Meaning {
    /// These paths of this repository; several where an artifact is put together from several.
    case paths([String])
    /// The source is no git repository: its root may be any folder of this one.
    case somewhere
    case other(Place)
  }

  init(_ objects: [PlacedResource], _ remotes: Remotes) {
    self.remotes = remotes
    for object in objects {
      let identity = object.identity
      switch (identity.group, identity.kind) {
      case ("source.toolkit.fluxcd.io", _):
        sources[FluxSources.key(identity.kind, identity.namespace, identity.name)] = object.place
      case ("source.extensions.fluxcd.io", "ArtifactGenerator"):
        for artifact in object.place.field("spec", "artifacts")?.items ?? [] {
          guard let name = artifact.field("name")?.string else { continue }
          artifacts[FluxSources.key("", identity.namespace, name), default: []].append(artifact)
        }
      default: break
      }
    }
  }

  private static func key(_ kind: String, _ namespace: String?, _ name: String) -> String {
    "\(kind)/\(namespace ?? "")/\(name)"
  }

  /// The rules of `spec.ignore` of a source, if it has any.
  func ignore(of reference: Place?, in namespace: String?) -> String? {
    source(reference, namespace)?.field("spec", "ignore")?.string
  }

  private func source(_ reference: Place?, _ namespace: String?) -> Place? {
    guard let kind = reference?.field("kind")?.string, let name = reference?.field("name")?.string else { return nil }
    let stated = reference?.field("namespace")?.string ?? namespace
    return sources[FluxSources.key(kind, stated, name)] ?? sources[FluxSources.key(kind, nil, name)]
  }

  /// - Parameter file: that of the object which refers to the source.
  func meaning(of path: String, from reference: Place?, in namespace: String?, file: String) -> Meaning {
    guard let kind = reference?.field("kind")?.string, let name = reference?.field("name")?.string else {
      return .paths([path])
    }
    switch kind {
    case "GitRepository":
      guard let url = source(reference, namespace)?.field("spec", "url"), let text = url.string else {
        return .paths([path])
      }
      let stated: Stated = text.holdsPlaceholder ? .unknown(url) : .value(text, url)
      return remotes.repository(at: stated) == .other ? .other(url) : .paths([path])
    case "ExternalArtifact":
      let stated = reference?.field("namespace")?.string ?? namespace
      guard let artifact = artifact(name, stated, near: file) else { return .somewhere }
      return .paths(FluxSources.origins(of: path, in: artifact))
    default: return .somewhere
    }
  }

  /// The one of the name, in the same folder if there are several.
  private func artifact(_ name: String, _ namespace: String?, near file: String) -> Place? {
    let all = artifacts[FluxSources.key("", namespace, name)] ?? []
    let folder = RepositoryPath.folder(of: file)
    let near = all.filter { RepositoryPath.folder(of: $0.file) == folder }
    let candidates = near.isEmpty ? all : near
    return candidates.count == 1 ? candidates.first : nil
  }

  /// The folders that an artifact's copies put at a path (source-watcher, ArtifactGenerator).
  private static func origins(of path: String, in artifact: Place) -> [String] {
    guard let path = RepositoryPath.normalized(path) else { return [] }
    return (artifact.field("copy")?.items ?? []).compactMap { copy in
      guard let from = copy.field("from")?.string, from.hasPrefix("@"), let to = copy.field("to")?.string,
        to.hasPrefix("@artifact/"), let start = from.firstIndex(of: "/")
      else { return nil }
      var source = String(from[from.index(after: start)...])
      guard source.hasSuffix("**") else { return nil }
      source.removeLast(2)
      guard !source.contains("*"), let folder = RepositoryPath.normalized(source),
        let target = RepositoryPath.normalized(String(to.dropFirst(10))),
        let rest = RepositoryPath.relative(path, to: target)
      else { return nil }
      return RepositoryPath.joined(folder, rest)
    }
  }
}
