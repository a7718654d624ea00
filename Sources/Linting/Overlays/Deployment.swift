import Kustomize
import Manifests
import YAML

/// A kustomization that no other of the run builds upon: what it makes lands in a cluster.
struct Deployment: Sendable {
  /// Its own file.
  let kustomization: SourceFile
  /// As reports name it; empty for the working directory.
  let folder: String

  private init(_ kustomization: SourceFile) {
    self.kustomization = kustomization
    folder = BuildPath.folder(of: kustomization.name.text)
  }

  /// Those of a run, in file order.
  static func all(of files: [RunFile], _ build: Build) -> [Deployment] {
    let found = files.filter { Kustomized.isKustomization($0.source.name) }.compactMap { file in
      build.tree(of: file.source.name.text).map { (file: file, kustomized: Kustomized($0, of: file.source.name)) }
    }
    let used = Set(found.flatMap { $0.kustomized.resources + $0.kustomized.components })
    return found.compactMap { file, kustomized in
      let deployment = Deployment(file.source)
      return kustomized.isKustomization && !used.contains(deployment.folder) ? deployment : nil
    }
  }
}
