import Manifests

/// Something that was not checked, or could not be decided, and why. Never a finding, never silent.
public struct Notice: Sendable, Hashable {
  public enum Kind: String, Sendable {
    /// A template, not YAML until it is rendered.
    case templateSkipped = "template-skipped"
    /// A condition rests on a value that is substituted later.
    case valueUnknown = "value-unknown"
    /// An expression failed on a manifest.
    case ruleUnevaluable = "rule-unevaluable"
    /// An expression passed its budget.
    case ruleOverBudget = "rule-over-budget"
    /// A policy of Kubernetes' own that no binding names.
    case policyUnbound = "policy-unbound"
    /// A link, a pipe or a device that was not followed.
    case fileSkipped = "file-skipped"
    /// Manifests that land in one of several clusters, nobody says in which.
    case severalClusters = "several-clusters"
    /// A patch that a kustomization names, which is no object.
    case kustomizePatch = "kustomize-patch"
    /// A kustomization that kustomize would not build.
    case kustomizationRefused = "kustomization-refused"
    /// What a kustomization brings in that only a run can tell.
    case kustomizationExternal = "kustomization-external"
    /// What a program was asked to render and did not.
    case renderFailed = "render-failed"
    /// A patch that meets no resource.
    case patchUnmatched = "patch-unmatched"
    /// A manifest that the kustomization beside it leaves out.
    case orphanManifest = "orphan-manifest"
    /// An object of Argo CD or Flux of which nobody can tell here what it deploys.
    case deploymentUnclear = "deployment-unclear"
    /// An entry of a baseline whose finding is gone.
    case baselineOutdated = "baseline-outdated"
    /// A rule that is called by a former name.
    case ruleRenamed = "rule-renamed"
    /// A kind that seems to hold a pod template but is not known.
    case kindUnknown = "kind-unknown"
  }

  public let kind: Kind
  public let rule: String?
  public let file: FileName
  /// From 1; nil when it concerns the whole file.
  public let line: Int?
  public let message: String

  public init(kind: Kind, rule: String? = nil, file: FileName, line: Int? = nil, message: String) {
    self.kind = kind
    self.rule = rule
    self.file = file
    self.line = line
    self.message = message
  }
}
