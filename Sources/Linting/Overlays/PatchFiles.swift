import Kustomize
import Manifests
import YAML

/// The files that a kustomization names as patches: they look like objects with half their fields, and are none.
///
/// Strategic merge patches and JSON patches, from kustomize's `patches`, `patchesStrategicMerge` and
/// `patchesJson6902`.
struct PatchFiles {
  /// By file, as reports name it: the kustomization that patches with it.
  private var patches: [String: FileName] = [:]
  private let deployed: Set<String>

  /// - Parameter deployed: files that kustomizations are known to be built of.
  init(_ kustomizations: Kustomizations, besides deployed: Set<String>) {
    self.deployed = deployed
    var resources: Set<String> = []
    for entry in kustomizations.all {
      for path in entry.kustomized.patches where patches[path] == nil { patches[path] = entry.deployment.source.name }
      resources.formUnion(entry.kustomized.resources)
    }
    for path in resources { patches[path] = nil }
  }

  /// Results in which patch files keep only what was found in them as YAML.
  func leavingOut(of results: [FileResult], _ files: [RunFile]) -> [FileResult] {
    guard !patches.isEmpty else { return results }
    return zip(files, results).map { file, result in
      let name = file.source.name
      guard let kustomization = patches[name.text], result.resources > 0 else { return result }
      return deployed.contains(name.text) ? result.uncounted : result.asPatch(of: kustomization, name)
    }
  }
}

extension FileResult {
  /// For a patch that is judged in what it patches.
  fileprivate var uncounted: FileResult {
    var patch = withoutObjects
    patch.resources = 0
    patch.workloads = 0
    return patch
  }

  fileprivate func asPatch(of kustomization: FileName, _ file: FileName) -> FileResult {
    var patch = FileResult()
    patch.findings = findings.filter { $0.resource == nil }
    // A rule that is off here may be so for what the patch makes of its target.
    patch.suppressions = patch.findings.isEmpty ? [] : suppressions
    patch.documents = documents
    patch.skipped = true
    patch.notices = [
      Notice(
        kind: .kustomizePatch, file: file,
        message:
          "a patch of \(kustomization.text), no object of its own: lint what comes out, as in `kustomize build … | fargate-lint -`"
      )
    ]
    return patch
  }
}

/// The files that a kustomization names, as reports name files.
struct Kustomized: Sendable {
  private(set) var patches: [String] = []
  private(set) var resources: [String] = []
  private(set) var components: [String] = []
  /// Whether it is a kustomization, which may be built by itself, and no component.
  private(set) var isKustomization = false

  init(_ tree: Tree, of file: FileName) {
    let folder = NamespaceMap.folder(of: file.text)
    func paths(_ fields: [FieldPath]) -> [String] {
      guard let root = tree.root else { return [] }
      return fields.flatMap { $0.nodes(in: tree, from: root) }
        .compactMap { Kustomized.path(tree.string($0), from: folder) }
    }
    patches = paths(Kustomized.patchFields)
    resources = paths(Kustomized.resourceFields)
    components = paths(Kustomized.componentFields)
    guard let root = tree.root, tree.kind(root) == .mapping else { return }
    func text(_ name: String) -> String? { tree.value(of: name, in: root).map { tree.string($0) } }
    isKustomization =
      text("apiVersion")?.hasPrefix("kustomize.config.k8s.io/") ?? true
      && text("kind") ?? "Kustomization" == "Kustomization"
  }

  static func isKustomization(_ file: FileName) -> Bool {
    guard let last = file.bytes.last, last == UInt8(ascii: "l") || last == UInt8(ascii: "n") else { return false }
    return BuildFiles.isKustomization(file.text)
  }

  /// A path from a folder; nil for a patch that is written in place.
  private static func path(_ path: String, from folder: String) -> String? {
    path.contains("\n") ? nil : BuildPath.join(folder, path)
  }

  private static let patchFields = [
    FieldPath("patches[].path"), FieldPath("patchesStrategicMerge[]"), FieldPath("patchesJson6902[].path"),
  ]
  private static let componentFields = [FieldPath("components[]")]
  private static let resourceFields = [FieldPath("resources[]"), FieldPath("bases[]")]
}
