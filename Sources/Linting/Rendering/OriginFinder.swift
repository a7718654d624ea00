import Kustomize
import Manifests
import YAML

/// Where kustomize says that a resource comes from: its annotation `config.kubernetes.io/origin`.
struct OriginAnnotation {
  static let name = "config.kubernetes.io/origin"

  /// From where kustomize ran, or from the root of `repository`.
  let path: String?
  let repository: String?
  /// The file whose generator made it, and the generator's kind.
  let configuredIn: String?
  let generator: String?

  /// nil where there is none.
  init?(of resource: Resource) {
    guard
      let value = OriginAnnotation.field.nodes(in: resource.tree, from: resource.node)
        .flatMap({ resource.tree.entries(of: $0) }).first(where: {
          resource.tree.string($0.key) == OriginAnnotation.name
        }),
      let tree = try? Tree.parse(resource.tree.string(value.value)).first, let root = tree.root
    else { return nil }
    func text(_ name: String, in node: NodeID) -> String? { tree.value(of: name, in: node).map { tree.string($0) } }
    path = text("path", in: root)
    repository = text("repo", in: root)
    configuredIn = text("configuredIn", in: root)
    generator = tree.value(of: "configuredBy", in: root).flatMap { text("kind", in: $0) }
  }

  private static let field = FieldPath("metadata.annotations")
}

/// Finds the places in the repository that the resources of one kustomization come from.
struct OriginFinder: ~Copyable {
  private let output: KustomizeProgram.Output
  private let deployment: Deployment
  /// What only a run can tell, in the order in which it was met.
  private let causes: [BuildProblem]
  private let files: BuildFiles
  private var stream = DocumentStream()
  private var documents: [String: [RetainedDocument]] = [:]
  /// The files that some resource is written in.
  private(set) var found: [String] = []

  init(
    _ output: KustomizeProgram.Output, of deployment: Deployment, _ problems: [BuildProblem], _ files: BuildFiles
  ) {
    self.output = output
    self.deployment = deployment
    causes = problems.filter { $0.kind == .external }
    self.files = files
  }

  mutating func place(of origin: OriginAnnotation?, _ resource: Resource) -> RenderedResource.Place {
    guard let origin else { return .made(.start(of: deployment.source.name)) }
    if let repository = origin.repository { return .made(remote(repository, origin.path)) }
    if let path = origin.path, let file = file(path), let likeness = likeness(of: resource, in: file) {
      if !found.contains(file) { found.append(file) }
      return .written(likeness)
    }
    if let path = origin.configuredIn, let file = file(path) { return .made(generator(origin.generator, in: file)) }
    return .made(remote(origin.path ?? "", nil))
  }

  /// A file by its path in an annotation, as reports name it.
  private func file(_ path: String) -> String? {
    if path.contains("://") { return nil }
    return output.path(fromOrigin: path).map { BuildPath.join(deployment.folder, $0) }
  }

  // MARK: Files

  private mutating func documents(of file: String) -> [RetainedDocument] {
    if let known = documents[file] { return known }
    var read: [RetainedDocument] = []
    if let bytes = files.read(file) {
      _ = stream.read(bytes, as: .yaml) { document in
        read.append(document.retained())
        return true
      }
    }
    documents[file] = read
    return read
  }

  /// The resource of a file that became this one: of its kind, and of its name or one that its name was made from.
  private mutating func likeness(of rendered: Resource, in file: String) -> Likeness? {
    var found: [Likeness] = []
    for document in documents(of: file) {
      guard let tree = document.tree else { continue }
      found += Resource.resources(in: tree).filter { $0.identity.kind == rendered.identity.kind }
        .map { Likeness(file: FileName(file), document: document, resource: $0) }
    }
    let name = rendered.identity.name
    let alike = found.filter { name.contains($0.resource.identity.name) }
    let longest = alike.map(\.resource.identity.name.count).max()
    return alike.first { $0.resource.identity.name == name }
      ?? alike.first { $0.resource.identity.name.count == longest } ?? (found.count == 1 ? found[0] : nil)
  }

  // MARK: Kustomizations

  /// The line that fetches from a repository.
  private func remote(_ repository: String, _ path: String?) -> Located {
    let fetched = causes.filter { !$0.needsHelm }
    let address = OriginFinder.address(repository)
    let alike = fetched.filter { $0.cause.map { OriginFinder.address($0).contains(address) } ?? false }
    let exact = alike.filter { cause in path.map { cause.cause?.contains($0) ?? false } ?? false }
    let only = fetched.count == 1 ? fetched.first : nil
    return (exact.first ?? alike.first ?? only)?.origin?.made ?? .start(of: deployment.source.name)
  }

  /// Host and path of a repository, however it is fetched.
  private static func address(_ text: String) -> String {
    var text = text[...]
    if let scheme = text.firstRange(of: "://") { text = text[scheme.upperBound...] }
    if let user = text.firstRange(of: "@") { text = text[user.upperBound...] }
    return text.replacing(".git", with: "").replacing(":", with: "/").lowercased()
  }

  /// The field of a kustomization that a generator stands in; the file's beginning where it is no kustomization's.
  private mutating func generator(_ kind: String?, in file: String) -> Located {
    let fields: [String] =
      switch kind {
      case "ConfigMapGenerator": ["configMapGenerator"]
      case "SecretGenerator": ["secretGenerator"]
      case "HelmChartInflationGenerator": ["helmCharts", "helmChartInflationGenerator"]
      default: []
      }
    guard let document = documents(of: file).first, let tree = document.tree, let root = tree.root,
      let entry = fields.lazy.compactMap({ tree.entry(of: $0, in: root) }).first
    else { return .start(of: FileName(file)) }
    return document.located(entry.key, in: FileName(file)).unpointed
  }
}

extension Origin {
  /// Where something came from that stands nowhere.
  fileprivate var made: Located { located.unpointed }
}

extension Located {
  /// The same for what does not stand there itself.
  fileprivate var unpointed: Located {
    Located(file: file, start: start, end: end, document: document, pointer: nil)
  }
}
