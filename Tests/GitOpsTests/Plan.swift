import GitOps
import Manifests
import YAML

typealias File = (name: String, text: String)

/// Reads what texts in memory deploy. A file whose text does not parse is there, but cannot be read.
func plan(_ files: [File], prefix: String? = "", remotes: [String] = []) -> DeploymentPlan {
  var trees: [String: [Tree]] = [:]
  for file in files {
    do throws(Problem) { trees[file.name] = try Tree.parse(file.text) } catch { trees[file.name] = nil }
  }
  let objects = files.flatMap { file in
    (trees[file.name] ?? []).flatMap(Resource.resources).map { PlacedResource(file: file.name, resource: $0) }
  }
  let documents = trees
  let texts = Dictionary(files.map { ($0.name, $0.text) }) { $1 }
  let view = RepositoryView(
    files: files.map(\.name).filter { !$0.hasSuffix(".sourceignore") }, prefix: prefix, remotes: remotes,
    documents: { documents[$0] }, text: { texts[$0] })
  return DeploymentPlan(of: objects, in: view)
}

extension DeploymentPlan {
  /// `NAME: FOLDER > CLUSTER [NAMESPACE]`, a namespace that overrides with `!`.
  var lines: [String] {
    deployments.map { deployment in
      let namespace = deployment.namespace.map { target in
        " [\(target.namespace.text ?? "?")\(target.mode == .overrides ? "!" : "")]"
      }
      return
        "\(deployment.origin.name ?? "?"): \(deployment.folder) > \(deployment.cluster.word)\(namespace ?? "")"
    }
  }

  /// `KIND FILE: TEXT`.
  var said: [String] { problems.map { "\($0.kind) \($0.place.file): \($0.text)" } }
}

extension DestinationCluster {
  var word: String {
    switch self {
    case .own: "own"
    case .named(let name): name
    case .unknown: "?"
    }
  }
}

/// A manifest that deploys nothing.
func pod(_ name: String) -> File { (name, "{apiVersion: v1, kind: Pod, metadata: {name: web}}") }

/// An Argo CD Application.
func application(_ name: String, _ path: String, destination: String = "{name: prod}", rest: String = "") -> String {
  """
  apiVersion: argoproj.io/v1alpha1
  kind: Application
  metadata: {name: \(name), namespace: argocd}
  spec:
    destination: \(destination)
    source: {repoURL: "https://github.com/acme/fleet.git", path: "\(path)"\(rest)}
  ---

  """
}

/// An ApplicationSet whose template deploys `path` to the cluster `cluster`.
func applicationSet(
  _ generators: String, name: String = "x", path: String, cluster: String, isGo: Bool = false, rest: String = ""
) -> String {
  """
  apiVersion: argoproj.io/v1alpha1
  kind: ApplicationSet
  metadata: {name: set}
  spec:
    goTemplate: \(isGo)
    generators: \(generators)
    template:
      metadata: {name: '\(name)'}
      spec:
        source: {repoURL: "https://github.com/acme/fleet.git", path: '\(path)'}
        destination: {name: '\(cluster)', namespace: web}
  \(rest)
  """
}

/// A Flux Kustomization.
func flux(_ name: String, _ path: String, _ rest: String = "") -> String {
  """
  apiVersion: kustomize.toolkit.fluxcd.io/v1
  kind: Kustomization
  metadata: {name: \(name), namespace: flux-system}
  spec:
    path: \(path)
    sourceRef: {kind: GitRepository, name: flux-system}
  \(rest.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
  ---

  """
}

func kustomization(_ resources: String...) -> String {
  "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [\(resources.joined(separator: ", "))]"
}
