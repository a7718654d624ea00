import YAML

/// What another tool adds to a kustomization before it builds it, and what it does to the result.
public struct BuildEdits: Sendable {
  /// How the fields are spelled.
  public enum Form: Sendable { case flux, argoCD }

  let form: Form
  private let fields: Source?
  private let node: NodeID
  /// Fills in what is substituted in a text once all is built.
  let substitute: (@Sendable (String) -> String)?
  /// Whether `substitute` leaves marks that are filled in with what is not known here.
  public let leavesMarks: Bool

  /// - Parameters:
  ///   - document: that holds the fields, at `node`; nil: none are added.
  ///   - file: as reports name it.
  public init(
    _ form: Form, document: RetainedDocument?, file: String, node: NodeID,
    substitute: (@Sendable (String) -> String)?, leavesMarks: Bool = false
  ) {
    self.form = form
    fields = document.flatMap { Source(file: file, $0, isAlone: true) }
    self.node = node
    self.substitute = substitute
    self.leavesMarks = leavesMarks
  }

  /// A kustomization that says nothing; nil where no fields are added.
  var empty: Kustomization? { fields.map { Kustomization(root: Origin($0, node)) } }

  /// Adds the fields to a kustomization.
  func add(to kustomization: inout Kustomization) {
    guard let fields else { return }
    let added = KustomizationReader(fields).kustomization(at: node)
    kustomization.patches += added.patches
    kustomization.components += added.components
    kustomization.images =
      kustomization.images.filter { own in
        !added.images.contains { $0.name.value == own.name.value }
      } + added.images
    kustomization.replicas += added.replicas
    kustomization.namePrefix = added.namePrefix ?? kustomization.namePrefix
    kustomization.nameSuffix = added.nameSuffix ?? kustomization.nameSuffix
    switch form {
    case .flux:
      kustomization.namespace = added.targetNamespace ?? kustomization.namespace
      if let common = added.commonMetadata {
        kustomization.labels.append(
          Kustomization.Label(
            pairs: common.labels, includesSelectors: false, includesTemplates: false, fields: [], origin: common.origin)
        )
        kustomization.metadataAnnotations += common.annotations
      }
    case .argoCD:
      kustomization.namespace = added.namespace ?? kustomization.namespace
      if added.labelsWithoutSelectors {
        kustomization.labels.append(
          Kustomization.Label(
            pairs: added.commonLabels, includesSelectors: false, includesTemplates: added.labelsInTemplates, fields: [],
            origin: added.root))
      } else {
        kustomization.commonLabels = BuildEdits.adding(added.commonLabels, to: kustomization.commonLabels)
      }
      kustomization.commonAnnotations = BuildEdits.adding(added.commonAnnotations, to: kustomization.commonAnnotations)
    }
  }

  private static func adding(
    _ more: [Kustomization.Pair], to own: [Kustomization.Pair]
  ) -> [Kustomization.Pair] {
    (own.filter { pair in !more.contains { $0.key == pair.key } } + more)
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}

extension Element {
  /// Fills in what is substituted later; what is not quoted is then read anew.
  /// - Parameter fill: gets a text and the name of the file that it is written in.
  func substitute(_ fill: (_ text: String, _ file: String?) -> String) {
    switch kind {
    case .mapping: for field in fields { field.value.substitute(fill) }
    case .sequence: for item in items { item.substitute(fill) }
    case .scalar:
      guard tag == .string || tag == .untagged, text.utf8.contains(UInt8(ascii: "$")) else { return }
      let filled = fill(text, origin?.file)
      guard filled != text else { return }
      text = filled
      if !isQuoted { tag = .untagged }
    }
  }
}
