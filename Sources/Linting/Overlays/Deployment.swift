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

  fileprivate init(_ kustomization: SourceFile) {
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

}

/// The kustomizations of a run, in file order.
struct Kustomizations {
  let all: [Entry]

  /// What its own file says.
  struct Entry: Sendable {
    let deployment: Deployment
    let kustomized: Kustomized

    /// - Returns: nil for a file that cannot be read.
    init?(_ file: SourceFile, _ build: Build) {
      guard let tree = build.tree(of: file.name.text) else { return nil }
      deployment = Deployment(file)
      kustomized = Kustomized(tree, of: file.name)
    }
  }

  init(_ entries: [Entry?]) { all = entries.compactMap(\.self) }

  static func files(of run: [RunFile]) -> [SourceFile] {
    run.map(\.source).filter { Kustomized.isKustomization($0.name) }
  }

  /// Those that no other builds upon.
  var outermost: [Deployment] {
    let used = Set(all.flatMap { $0.kustomized.resources + $0.kustomized.components })
    return all.filter { $0.kustomized.isKustomization && !used.contains($0.deployment.folder) }.map(\.deployment)
  }

  /// What is to be built when something cannot be: the kustomizations upon which that builds, unless something that can
  /// be built has them. They are deployed by themselves, as far as anybody can tell.
  func below(_ deployments: [Deployment], _ results: [DeploymentResult]) -> [Deployment] {
    var known = Set(deployments.map(\.folder))
    var refused: Set<String> = []
    for (deployment, result) in zip(deployments, results) where deployment.chart == nil {
      if result.isBuilt {
        known.formUnion(result.files.filter(BuildFiles.isKustomization).map(BuildPath.folder(of:)))
      } else {
        refused.formUnion(result.refusedFolders.union([deployment.folder]))
      }
    }
    if refused.isEmpty { return [] }
    known.formUnion(refused)
    let used = Set(all.filter { refused.contains($0.deployment.folder) }.flatMap(\.kustomized.resources))
    return all.map { ($0.deployment, $0.kustomized.isKustomization) }
      .filter { deployment, isKustomization in
        isKustomization && used.contains(deployment.folder) && !known.contains(deployment.folder)
      }.map(\.0)
  }
}
