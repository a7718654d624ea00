import YAML

/// Which fields transformers touch: kustomize's defaults, and what `configurations` add.
struct TransformerConfiguration: Sendable {
  var namePrefix: [FieldSpec] = []
  var nameSuffix: [FieldSpec] = []
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
    namePrefix = specs("namePrefix")
    nameSuffix = specs("nameSuffix")
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

  /// Whether it is what kustomize comes with, and nothing else.
  private(set) var isStandard = false

  /// What kustomize comes with, given the fields of its tables.
  static func standard(_ fields: TransformerConfiguration) -> TransformerConfiguration {
    var standard = TransformerConfiguration()
    standard.merge(fields)
    standard.isStandard = true
    return standard
  }

  /// Adds what is not there yet. The order counts: a field of any type is there where one of some type is.
  mutating func merge(_ other: TransformerConfiguration) {
    if isStandard, other.isStandard { return }
    if images.isEmpty, other.isStandard {
      self = other
      return
    }
    isStandard = false
    for list in [
      \TransformerConfiguration.namePrefix, \.nameSuffix, \.namespace, \.commonLabels, \.templateLabels, \.labels,
      \.commonAnnotations, \.varReference, \.images, \.replicas,
    ] {
      self[keyPath: list] = self[keyPath: list].adding(other[keyPath: list]).sorted { $0.type.precedes($1.type) }
    }
    for row in other.nameReference {
      if let place = nameReference.firstIndex(where: { $0.target == row.target }) {
        nameReference[place].fields = nameReference[place].fields.adding(row.fields)
      } else {
        nameReference.append(row)
      }
    }
    nameReference.sort { $0.target.precedes($1.target) }
  }
}
