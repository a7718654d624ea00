import YAML

/// Which objects that deploy others a kustomize patch may change in what they deploy.
struct PatchTarget: Sendable {
  private let place: Place
  private let kind: String?
  private let name: String?
  /// Whether it touches a field that says what is deployed, and where to.
  private let isTelling: Bool

  /// - Parameter patch: an item of `patches`, `patchesStrategicMerge`, `patchesJson6902` or `replacements`.
  init(_ patch: Place, _ repository: Repository) {
    place = patch
    let target = patch.field("target")
    var document: Place?
    if let inline = patch.field("patch")?.string {
      document = PatchTarget.parsed(inline, patch.file)
    } else if let path = PatchTarget.file(of: patch), repository.folders.holds(file: path) {
      document = repository.documents(path)?.first
    } else if let text = patch.string {
      document = PatchTarget.parsed(text, patch.file)
    }
    kind = target?.field("kind")?.string ?? document?.field("kind")?.string
    name = target?.field("name")?.string ?? (target == nil ? document?.field("metadata", "name")?.string : nil)
    isTelling = document.map(PatchTarget.isTelling) ?? (target != nil)
  }

  /// The path of the run that a patch names, if it is a file.
  static func file(of patch: Place) -> String? {
    guard let path = patch.field("path")?.string ?? patch.string, !path.contains("\n") else { return nil }
    return RepositoryPath.joined(RepositoryPath.folder(of: patch.file), path)
  }

  private static func parsed(_ text: String, _ file: String) -> Place? {
    do throws(Problem) {
      let tree = try Tree.parse(text).first
      return tree.flatMap { tree in tree.root.map { Place(file: file, tree: tree, node: $0) } }
    } catch { return nil }
  }

  private static let fields: Set<String> = [
    "path", "targetNamespace", "sourceRef", "kubeConfig", "postBuild", "source", "sources", "destination", "generators",
    "template", "releaseName", "storageNamespace",
  ]

  private static func isTelling(_ document: Place) -> Bool {
    if document.isMapping {
      return document.field("spec")?.entries.contains { key, value in
        fields.contains(key) && !(value.isMapping && value.entries.allSatisfy { $0.key == "targetRevision" })
      } ?? false
    }
    return document.items.contains { operation in
      let parts = operation.field("path")?.string?.split(separator: "/").map(String.init) ?? []
      guard parts.first == "spec" else { return false }
      return parts.count == 1 || fields.contains(parts[1]) && parts.last != "targetRevision"
    }
  }

  /// Whether it may change what any object deploys.
  var concernsDeployers: Bool { isTelling && kind.flatMap(Origin.Kind.init) != nil }

  func mayMean(_ object: PlacedResource) -> Bool {
    guard isTelling, let deployer = object.deployer, kind == deployer.rawValue else { return false }
    // kustomize takes the name as a regular expression; one with more than letters may mean any.
    guard let name, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) else { return true }
    return name == object.identity.name
  }

  func problem(_ object: PlacedResource) -> DeploymentProblem {
    DeploymentProblem(
      .patched, "the \(object.identity.kind) `\(object.identity.name)` is patched before it is deployed", place)
  }
}
