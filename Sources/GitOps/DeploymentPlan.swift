import Manifests

/// What Argo CD and Flux deploy from a repository, as far as the repository itself tells.
///
/// ```swift
/// let plan = DeploymentPlan(of: objects, in: RepositoryView(files: names, prefix: "", documents: read))
/// for deployment in plan.deployments { print(deployment.folder, deployment.cluster) }
/// ```
public struct DeploymentPlan: Sendable {
  /// In the order of the objects given, then of clusters by name, then of sources or generated parameters.
  public let deployments: [Deployment]
  public let releases: [ChartRelease]
  /// What could not be told, each once.
  public let problems: [DeploymentProblem]
  public let scopes: ScopesFound

  /// - Parameters:
  ///   - objects: those of the run that `concerns` names, in report order.
  ///   - view: the rest of the repository.
  /// - Complexity: in proportion to objects and to the files that each deploys; no more than 10,000 Applications a set
  ///   and 20,000 readings of objects in all.
  public init(of objects: [PlacedResource], in view: RepositoryView) {
    self = DeploymentGraph(objects.filter { DeploymentPlan.concerns($0.identity) }, view).plan()
  }

  init(deployments: [Deployment], releases: [ChartRelease], problems: [DeploymentProblem], scopes: ScopesFound) {
    self.deployments = deployments
    self.releases = releases
    self.problems = problems
    self.scopes = scopes
  }

  /// Whether an object may say what is deployed: those of Argo CD and Flux, and the ConfigMaps and Secrets that they
  /// take variables and clusters from.
  public static func concerns(_ identity: ResourceIdentity) -> Bool {
    switch (identity.group, identity.kind) {
    case ("argoproj.io", "Application"), ("argoproj.io", "ApplicationSet"), ("helm.toolkit.fluxcd.io", "HelmRelease"),
      ("kustomize.toolkit.fluxcd.io", "Kustomization"), ("source.toolkit.fluxcd.io", _),
      ("source.extensions.fluxcd.io", "ArtifactGenerator"), ("", "ConfigMap"), ("", "Secret"):
      true
    default: false
    }
  }
}
