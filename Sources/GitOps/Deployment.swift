import Manifests

/// One folder that an object makes a controller deploy, and what it changes on the way.
public struct Deployment: Sendable {
  public let origin: Origin
  /// The folder, relative to the run's root; empty for the root itself.
  public let folder: String
  /// Where the path is stated; the source or spec where none is.
  public let pathPlace: Place
  public let cluster: DestinationCluster
  public let namespace: TargetNamespace?
  public let customization: Customization?
  /// nil where nothing is substituted.
  public let substitution: Substitution?
  public let selection: FileSelection
  /// The names of the Flux Kustomizations that come first: `NAME`, or `NAMESPACE/NAME` where one is given.
  public let dependsOn: [String]
  public let isSuspended: Bool
  /// The manifests and kustomizations of the run that it takes, shared bases too, ascending.
  public let files: [String]
}

/// The object that asks for a deployment.
public struct Origin: Sendable, Hashable {
  public enum Kind: String, Sendable {
    case application = "Application"
    case applicationSet = "ApplicationSet"
    case fluxKustomization = "Kustomization"
    case helmRelease = "HelmRelease"
  }

  public let kind: Kind
  /// That of the Application where a set generates it; nil while it is not known.
  public let name: String?
  public let place: Place
}

/// Where a deployment lands.
public enum DestinationCluster: Sendable, Hashable {
  /// The cluster of the object that asks for it, which has no name in this repository.
  case own
  case named(String)
  /// The name holds a placeholder, or none is given.
  case unknown

  public var name: String? {
    if case .named(let name) = self { return name }
    return nil
  }
}

public struct TargetNamespace: Sendable, Hashable {
  public enum Mode: Sendable {
    /// Flux `targetNamespace`: kustomize's `namespace`, whatever the manifests say.
    case overrides
    /// Argo CD `destination.namespace`: for objects that name none.
    case fillsEmpty
  }

  public let mode: Mode
  public let namespace: Stated
}

/// What a deployment adds to the kustomization of its folder.
public struct Customization: Sendable, Hashable {
  public enum Form: Sendable {
    /// The `spec` of a Flux Kustomization: `patches`, `images`, `components`, `namePrefix`, `nameSuffix`,
    /// `commonMetadata`, `targetNamespace`.
    case flux
    /// The `kustomize` of an Argo CD source, with the fields of `ApplicationSourceKustomize`.
    case argoCD
  }

  public let form: Form
  /// The mapping that holds the fields.
  public let place: Place
  /// Whether a placeholder is left in one of them.
  public let isTemplate: Bool
}

/// Which files of a folder are deployed.
public enum FileSelection: Sendable, Hashable {
  /// What the folder's kustomization names.
  case kustomization
  /// Flux makes a kustomization of all `.yaml` and `.yml` files, folders below included.
  case generatedKustomization
  /// Argo CD applies `.yaml`, `.yml` and `.json` files as they are.
  case directory(DirectorySettings)
}

/// `directory` of an Argo CD source (user-guide/directory).
public struct DirectorySettings: Sendable, Hashable {
  public var recurse = false
  /// Globs over the path below the folder, in which `*` takes `/` too; nil for none.
  public var include: String?
  public var exclude: String?
  /// Whether Jsonnet settings are given; what Jsonnet makes is not known.
  public var hasJsonnet = false
}

/// What is put in place of `${NAME}` when a Flux Kustomization has been built.
public struct Substitution: Sendable, Hashable {
  public struct Variable: Sendable, Hashable {
    public let name: String
    public let value: Stated
  }

  /// By name, ascending, each once: `substitute` before `substituteFrom`, of which the last counts.
  public let variables: [Variable]
  /// Whether there are no others: nothing comes from a Secret, or a ConfigMap that this repository does not hold.
  public let isComplete: Bool
  /// Values of what is left then; nil: there are none.
  var others: Variables?

  /// Whether the cluster fills in what is left as it stands here.
  public var leavesMarks: Bool { !isComplete || variables.contains { $0.value.text == nil } }
}

/// A chart that is installed, of which only what the release says of itself is known.
public struct ChartRelease: Sendable {
  public let origin: Origin
  public let cluster: DestinationCluster
  /// The chart's name or path; nil where a source is referred to.
  public let chart: Stated?
  /// The chart's folder, where the run holds it.
  public let folder: String?
  /// nil where the release says none: then that of the object itself for a HelmRelease.
  public let namespace: Stated?
  /// `storageNamespace` of a HelmRelease.
  public let storageNamespace: Stated?
  public let releaseName: Stated?
}
