import Kustomize
import Manifests
import YAML

/// A kustomization that no other of the run builds upon, or a chart: what it makes lands in a cluster.
struct Deployment: Sendable {
  /// Its own file: a kustomization's, or a `Chart.yaml`.
  let source: SourceFile
  let maker: Maker
  /// As reports name it; empty for the working directory.
  let folder: String

  /// What is built where the folder has no kustomization; nil: it has one.
  let files: [String]?
  /// What Flux or Argo CD does to the kustomization; nil: nothing.
  let edits: BuildEdits?
  /// Tells the deployments of a run apart.
  let key: String

  enum Maker: Sendable {
    case kustomization
    case chart(Chart)
  }

  private init(_ kustomization: SourceFile) {
    source = kustomization
    maker = .kustomization
    folder = BuildPath.folder(of: source.name.text)
    files = nil
    edits = nil
    key = folder
  }

  /// - Parameters:
  ///   - cause: the file that asks for it.
  ///   - number: that no other has.
  init(of folder: String, files: [String]?, _ edits: BuildEdits?, askedBy cause: SourceFile, number: Int) {
    source = cause
    maker = .kustomization
    self.folder = folder
    self.files = files
    self.edits = edits
    key = "\(folder)\n\(number)"
  }

  init(_ chart: Chart) {
    source = chart.source
    maker = .chart(chart)
    folder = BuildPath.folder(of: source.name.text)
    files = nil
    edits = nil
    key = source.name.text
  }

  var chart: Chart? { if case .chart(let chart) = maker { chart } else { nil } }

  /// The folder of the kustomization, for reports; nil where there is none.
  var via: String? { chart != nil || files != nil ? nil : folder.isEmpty ? "." : folder }

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
