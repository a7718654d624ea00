import GitOps
import Kustomize
import Manifests
import Synchronization
import YAML

/// What the deployments of a run make: kept as long as it is little, made again where it is not. What a program rendered
/// is kept whatever its size.
final class BuildStore: Sendable {
  /// How many nodes are kept in all, some 60 bytes each.
  private static let budget = 1 << 20

  private struct State {
    var kept: [String: [ReadDocument]] = [:]
    var nodes = 0
  }

  let build: Build
  private let renderer: Renderer?
  private let variables: ConfiguredVariables
  private let state = Mutex(State())

  init(_ files: BuildFiles, _ variables: ConfiguredVariables, _ renderer: Renderer? = nil) {
    build = Build(files)
    self.variables = variables
    self.renderer = renderer
  }

  func make(_ deployment: Deployment) -> Made {
    let made = fresh(deployment)
    state.withLock { state in
      if made.isRendered {
        state.kept[deployment.key] = made.documents
        return
      }
      let nodes = made.size
      guard state.nodes + nodes <= BuildStore.budget else { return }
      state.nodes += nodes
      state.kept[deployment.key] = made.documents
    }
    return made
  }

  /// What is said of suppression in a file that a deployment is made of.
  func suppressions(in file: FileName) -> [Suppression] {
    guard let text = build.bytes(of: file.text) else { return [] }
    var found: [Suppression] = []
    var stream = DocumentStream()
    _ = stream.read(text, as: .yaml) { document in
      FileChecker.collect(from: document, &found)
      return true
    }
    return found
  }

  private func fresh(_ deployment: Deployment) -> Made {
    let own = variables.variables(of: deployment.source.name)
    switch deployment.maker {
    case .chart(let chart): return renderer?.made(chart).filled(by: own) ?? Made()
    case .kustomization:
      let result = build.run(deployment.folder, files: deployment.files, deployment.edits, filling: filling(after: own))
      return renderer?.made(deployment, result)?.filled(by: own) ?? Made(result)
    }
  }

  /// What fills in a text that a deployment takes: the variables of what deploys it, then those of the text's file.
  private func filling(after own: Variables?) -> ((_ text: String, _ file: String?) -> String)? {
    if variables.isEmpty { return nil }
    return { [variables] text, file in
      let filled = own?.applied(to: text) ?? text
      return file.flatMap { variables.variables(of: FileName($0))?.applied(to: filled) } ?? filled
    }
  }

  fileprivate func kept(_ deployment: Deployment) -> [ReadDocument]? {
    state.withLock { $0.kept[deployment.key] }
  }
}

/// One thread's way to the store, which remembers what was made again last.
final class BuildCache {
  private static let most = 16
  private let store: BuildStore
  private var recent: [(key: String, documents: [ReadDocument])] = []

  init(_ store: BuildStore) { self.store = store }

  func documents(of deployment: Deployment) -> [ReadDocument] {
    if let place = recent.lastIndex(where: { $0.key == deployment.key }) {
      let entry = recent.remove(at: place)
      recent.append(entry)
      return entry.documents
    }
    let documents = store.kept(deployment) ?? store.make(deployment).documents
    if recent.count == BuildCache.most { recent.removeFirst() }
    recent.append((deployment.key, documents))
    return documents
  }
}
