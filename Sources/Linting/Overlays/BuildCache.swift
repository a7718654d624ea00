import Kustomize

/// What the deployments make that were asked for last, for one thread.
final class BuildCache {
  private static let most = 4
  private var known: [(folder: String, resources: [EffectiveResource])] = []
  private let files: BuildFiles

  init(_ files: BuildFiles) { self.files = files }

  func resources(of deployment: Deployment) -> [EffectiveResource] {
    if let place = known.firstIndex(where: { $0.folder == deployment.folder }) {
      let entry = known.remove(at: place)
      known.append(entry)
      return entry.resources
    }
    let resources = Build(files).run(deployment.folder).resources
    if known.count == BuildCache.most { known.removeFirst() }
    known.append((deployment.folder, resources))
    return resources
  }
}
