import YAML

/// A kustomization file, or the fields of one that another tool's object carries (kustomize's types.Kustomization).
struct Kustomization {
  struct Text {
    let value: String
    let origin: Origin
  }

  struct Pair {
    let key: String
    let value: Text
  }

  struct Label {
    let pairs: [Pair]
    let includesSelectors: Bool
    let includesTemplates: Bool
    let fields: [FieldSpec]
    let origin: Origin
  }

  struct Selector {
    var group = ""
    var version = ""
    var kind = ""
    var name = ""
    var namespace = ""
    var labelSelector = ""
    var annotationSelector = ""

    var identifier: ResourceIdentifier {
      ResourceIdentifier(
        GroupVersionKind(group: group, version: version, kind: kind), name: name, namespace: namespace)
    }
  }

  struct Patch {
    let path: Text?
    var text: Text?
    let target: Selector?
    let allowsNameChange: Bool
    let allowsKindChange: Bool
    let origin: Origin
  }

  struct Image {
    let name: Text
    let newName: Text?
    let newTag: Text?
    let digest: Text?
    let tagSuffix: Text?
  }

  struct Replica {
    let name: Text
    let count: Text
  }

  struct Variable {
    let name: Text
    let object: ResourceIdentifier
    let fieldPath: String
  }

  struct GeneratorOptions {
    var labels: [Pair] = []
    var annotations: [Pair] = []
    var disablesHash = false
    var isImmutable: Text?
  }

  struct Generator {
    let name: Text?
    let namespace: Text?
    let behavior: String
    let type: Text?
    let literals: [Text]
    let files: [Text]
    let environments: [Text]
    let options: GeneratorOptions
    let origin: Origin
  }

  let root: Origin
  var isComponent = false
  var resources: [Text] = []
  var components: [Text] = []
  var namespace: Text?
  var namePrefix: Text?
  var nameSuffix: Text?
  var labels: [Label] = []
  var commonLabels: [Pair] = []
  var commonAnnotations: [Pair] = []
  var patches: [Patch] = []
  var strategicMergePatches: [Text] = []
  var jsonPatches: [Patch] = []
  var images: [Image] = []
  var replicas: [Replica] = []
  /// Nodes of replacements, or of mappings with a `path` to some.
  var replacements: [Origin] = []
  var configMaps: [Generator] = []
  var secrets: [Generator] = []
  var variables: [Variable] = []
  var configurations: [Text] = []
  var openAPI: Text?
  // MARK: Of Flux and Argo CD
  var targetNamespace: Text?
  var commonMetadata: (labels: [Pair], annotations: [Pair], origin: Origin)?
  /// For the objects themselves alone.
  var metadataAnnotations: [Pair] = []
  var labelsWithoutSelectors = false
  var labelsInTemplates = false
  /// Fields whose effect only a run can tell.
  var external: [(field: String, origin: Origin)] = []
  /// For which kustomize refuses it: fields that it does not know, and values of another type.
  var mistakes: [BuildError] = []
}
