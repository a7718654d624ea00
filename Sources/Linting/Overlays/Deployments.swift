import Kustomize
import Manifests

/// The deployments of a run when they have been read for the first time.
struct Deployments: Sendable {
  /// Those that can be built, as files of the run behind its own.
  private(set) var files: [RunFile] = []
  private(set) var results: [FileResult] = []
  /// Why namespaces and labels may still change, by place in `files`.
  private(set) var doubts: [String?] = []
  /// The files whose objects some deployment makes or patches, as reports name them.
  private(set) var deployed: Set<String> = []
  /// The files that some deployment puts into a ConfigMap or a Secret. Manifests among them are for somebody else to
  /// apply, as they are written.
  private var data: Set<String> = []
  private(set) var notices: [Notice] = []
  /// The folders of Helm charts, whose files helm deploys.
  private let charts: Set<String>
  /// The folders of the kustomizations that were read.
  private(set) var folders: Set<String> = []

  init(_ deployments: [Deployment], _ results: [DeploymentResult], of files: [RunFile]) {
    let judged = Set(files.filter { !$0.isContext }.map(\.source.name))
    charts = Set(files.map(\.source.name.text).filter { $0.hasSuffix("/Chart.yaml") }.map(BuildPath.folder(of:)))
    let matched = Deployments.matched(results)
    for (deployment, result) in zip(deployments, results) {
      let reached = [deployment.source.name] + result.files.map { FileName($0) }
      let isJudged = deployment.chart != nil || reached.contains(where: judged.contains)
      notices += isJudged ? result.notices(of: deployment, besides: matched) : result.failures(of: deployment)
      guard result.isBuilt else { continue }
      for file in result.files {
        if Kustomized.isKustomization(FileName(file)) {
          folders.insert(BuildPath.folder(of: file))
        } else if result.dataFiles.contains(file) {
          data.insert(file)
        } else {
          deployed.insert(file)
        }
      }
      self.files.append(RunFile(deployment, isContext: !isJudged))
      self.results.append(result.result)
      doubts.append(result.doubt)
    }
  }

  /// The patches of components and bases that meet something in one of the deployments that have them.
  private static func matched(_ results: [DeploymentResult]) -> Set<BuildProblem.Place> {
    var unmatched: [BuildProblem.Place: Int] = [:]
    for result in results where result.isBuilt {
      for place in Set(result.problems.compactMap(\.placeUnmatched)) { unmatched[place, default: 0] += 1 }
    }
    if unmatched.isEmpty { return [] }
    var uses: [String: Int] = [:]
    for result in results where result.isBuilt {
      for file in result.files { uses[file, default: 0] += 1 }
    }
    return Set(unmatched.filter { $0.value < uses[$0.key.file] ?? 0 }.keys)
  }

  /// Leaves out what is deployed in other ways alone, and adds what is built for itself.
  mutating func replace(by repository: RepositoryDeployments, _ own: [DeploymentResult], of files: [RunFile]) {
    let kept = self.files.indices.filter { place in !(self.files[place].deployment.map(repository.replaces) ?? false) }
    self.files = kept.map { self.files[$0] }
    results = kept.map { results[$0] }
    doubts = kept.map { doubts[$0] }
    let more = Deployments(repository.own.map(\.deployment), own, of: files)
    self.files += more.files
    results += more.results
    doubts += more.doubts
    deployed.formUnion(more.deployed)
    data.formUnion(more.data)
    notices += more.notices
    folders.formUnion(more.folders)
  }

  /// What the files' own reading gave, without the objects of files that turned out to be deployed by something.
  func leavingOut(of results: [FileResult], _ files: [RunFile], known: Set<String>) -> [FileResult] {
    let later = deployed.subtracting(known)
    if later.isEmpty { return results }
    return zip(files, results).map { file, result in
      later.contains(file.source.name.text) ? result.withoutObjects : result
    }
  }

  /// Notices without those of templates that were rendered.
  func unrendered(_ notices: [Notice]) -> [Notice] {
    let charts = files.compactMap(\.deployment?.chart)
    return notices.filter { notice in
      notice.kind != .templateSkipped || !charts.contains { $0.holds(notice.file) }
    }
  }

  private func isInChart(_ file: String) -> Bool {
    !charts.isEmpty && BuildPath.folders(above: file).contains(where: charts.contains)
  }

  /// Says of objects that stand beside a kustomization and that it leaves out.
  func orphans(of files: [RunFile], _ results: [FileResult]) -> [Notice] {
    zip(files, results).compactMap { file, result in
      let name = file.source.name
      guard !file.isContext, result.resources > 0, !deployed.contains(name.text), !data.contains(name.text),
        !Kustomized.isKustomization(name),
        folders.contains(BuildPath.folder(of: name.text)), !isInChart(name.text)
      else { return nil }
      return Notice(
        kind: .orphanManifest, file: name,
        message: "no kustomization names this file, though one stands beside it: nothing here deploys it")
    }
  }
}
