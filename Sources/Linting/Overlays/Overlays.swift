import Manifests
import YAML

/// The folders whose manifests something else deploys, which may set namespace and labels on the way.
struct Overlays {
  /// By folder, as reports name it: what deploys it, for people.
  private(set) var folders: [String: String] = [:]

  init(_ files: [RunFile], _ results: [FileResult]) {
    var names: Set<String> = []
    for file in files where file.deployment == nil {
      let folder = NamespaceMap.folder(of: file.source.name.text)
      names.insert(folder)
      if Kustomized.isKustomization(file.source.name) {
        folders[folder] = "\(file.source.name.text) may set it"
      }
    }
    for (file, result) in zip(files, results) {
      for path in result.deployedPaths {
        for folder in names where Overlays.ends(folder, with: path) {
          folders[folder] = folders[folder] ?? "\(file.source.name.text) deploys the folder and may set it"
        }
      }
    }
  }

  /// Whether a folder lies at a path of its repository, whose root nobody knows here.
  private static func ends(_ folder: String, with path: String) -> Bool {
    folder == path || folder.hasSuffix("/\(path)")
  }
}

extension Resource {
  /// The path of the repository that a Flux Kustomization or an Argo CD Application deploys.
  var deployedPaths: [String] {
    let paths: [FieldPath]
    switch (identity.group, identity.kind) {
    case ("kustomize.toolkit.fluxcd.io", "Kustomization"): paths = Resource.flux
    case ("argoproj.io", "Application"): paths = Resource.argo
    default: return []
    }
    return paths.flatMap { $0.nodes(in: tree, from: node) }.compactMap { node in
      let parts = tree.string(node).split(separator: "/").filter { $0 != "." }
      return parts.isEmpty ? nil : parts.joined(separator: "/")
    }
  }

  private static let flux = [FieldPath("spec.path")]
  private static let argo = [FieldPath("spec.source.path"), FieldPath("spec.sources[].path")]
}
