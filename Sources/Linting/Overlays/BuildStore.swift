import Kustomize
import Synchronization

/// What the deployments of a run make: kept as long as it is little, made again where it is not.
final class BuildStore: Sendable {
  /// How many nodes are kept in all, some 60 bytes each.
  private static let budget = 1 << 20

  private struct State {
    var kept: [String: [EffectiveResource]] = [:]
    var nodes = 0
  }

  let build: Build
  private let state = Mutex(State())

  init(_ files: BuildFiles) { build = Build(files) }

  func build(_ deployment: Deployment) -> Build.Result {
    let result = build.run(deployment.folder, files: deployment.files, deployment.edits)
    let nodes = result.resources.reduce(0) { $0 + $1.size }
    state.withLock { state in
      guard state.nodes + nodes <= BuildStore.budget else { return }
      state.nodes += nodes
      state.kept[deployment.key] = result.resources
    }
    return result
  }

  fileprivate func kept(_ deployment: Deployment) -> [EffectiveResource]? {
    state.withLock { $0.kept[deployment.key] }
  }
}

/// One thread's way to the store, which remembers what was made again last.
final class BuildCache {
  private static let most = 16
  private let store: BuildStore
  private var recent: [(key: String, resources: [EffectiveResource])] = []

  init(_ store: BuildStore) { self.store = store }

  func resources(of deployment: Deployment) -> [EffectiveResource] {
    if let place = recent.lastIndex(where: { $0.key == deployment.key }) {
      let entry = recent.remove(at: place)
      recent.append(entry)
      return entry.resources
    }
    let resources = store.kept(deployment) ?? store.build(deployment).resources
    if recent.count == BuildCache.most { recent.removeFirst() }
    recent.append((deployment.key, resources))
    return resources
  }
}
