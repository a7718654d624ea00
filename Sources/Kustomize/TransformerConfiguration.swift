import YAML

/// Which fields transformers touch: kustomize's defaults, and what `configurations` add.
struct TransformerConfiguration: Sendable {
  var namePrefix = [FieldSpec(path: "metadata/name", creates: false)]
  var nameSuffix = [FieldSpec(path: "metadata/name", creates: false)]
  var namespace: [FieldSpec] = []
  var commonLabels: [FieldSpec] = []
  var templateLabels: [FieldSpec] = []
  var labels: [FieldSpec] = []
  var commonAnnotations: [FieldSpec] = []
  var nameReference: [NameReferences] = []
  var varReference: [FieldSpec] = []
  var images: [FieldSpec] = []
  var replicas: [FieldSpec] = []

  /// The fields that hold names of resources of one type.
  struct NameReferences: Sendable {
    let target: GroupVersionKind
    var fields: [FieldSpec]
  }

  init() {}

  init(_ node: NodeID, in tree: Tree) {
    func specs(_ name: String) -> [FieldSpec] {
      tree.value(of: name, in: node).map { tree.items(of: $0).map { FieldSpec($0, in: tree) } } ?? []
    }
    namePrefix = namePrefix.adding(specs("namePrefix"))
    nameSuffix = nameSuffix.adding(specs("nameSuffix"))
    namespace = specs("namespace")
    commonLabels = specs("commonLabels")
    templateLabels = specs("templateLabels")
    labels = specs("labels")
    commonAnnotations = specs("commonAnnotations")
    varReference = specs("varReference")
    images = specs("images")
    replicas = specs("replicas")
    nameReference =
      tree.value(of: "nameReference", in: node).map { list in
        tree.items(of: list).map { item in
          NameReferences(
            target: FieldSpec(item, in: tree).type,
            fields: tree.value(of: "fieldSpecs", in: item).map { specs in
              tree.items(of: specs).map { FieldSpec($0, in: tree) }
            } ?? [])
        }
      } ?? []
  }

  mutating func merge(_ other: TransformerConfiguration) {
    namePrefix = namePrefix.adding(other.namePrefix)
    nameSuffix = nameSuffix.adding(other.nameSuffix)
    namespace = namespace.adding(other.namespace)
    commonLabels = commonLabels.adding(other.commonLabels)
    templateLabels = templateLabels.adding(other.templateLabels)
    labels = labels.adding(other.labels)
    commonAnnotations = commonAnnotations.adding(other.commonAnnotations)
    varReference = varReference.adding(other.varReference)
    images = images.adding(other.images)
    replicas = replicas.adding(other.replicas)
    for row in other.nameReference {
      if let place = nameReference.firstIndex(where: { $0.target == row.target }) {
        nameReference[place].fields = nameReference[place].fields.adding(row.fields)
      } else {
        nameReference.append(row)
      }
    }
  }
}
