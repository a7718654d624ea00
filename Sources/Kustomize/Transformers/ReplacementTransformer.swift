import RE2
import YAML

/// `replacements` (kustomize's ReplacementTransformer): copies a field of one resource into fields of others.
struct ReplacementTransformer {
  private let source: Source
  private let node: NodeID
  private var tree: Tree { source.tree }

  init(_ origin: Origin) {
    source = origin.source
    node = origin.node
  }

  private struct Options {
    var delimiter = ""
    var index = 0
    var creates = false
    var encoding = ""
  }

  func apply(to drafts: Drafts) throws(BuildError) {
    guard let from = field("source", node), let targets = field("targets", node) else {
      throw BuildError(Origin(source, node), "a replacement needs `source` and `targets`")
    }
    let value = try self.value(from, drafts)
    for target in tree.items(of: targets) { try put(value, target, drafts) }
  }

  // MARK: Source

  private func value(_ from: NodeID, _ drafts: Drafts) throws(BuildError) -> Element {
    let selector = KustomizationReader(source).selector(from).identifier
    let selected = drafts.all.filter { $0.allIdentifiers.contains { $0.isSelected(by: selector) } }
    guard let draft = selected.first else {
      throw BuildError(Origin(source, from), "no resource is the source of this replacement")
    }
    if selected.count > 1 {
      throw BuildError(
        Origin(source, from), "\(selected.count) resources may be the source of this replacement; one is wanted")
    }
    let path = text("fieldPath", from) ?? "metadata.name"
    guard let found = try FieldPathMatcher(path, at: Origin(source, from)).lookUp(in: draft.root), !found.isEmpty else {
      throw BuildError(Origin(source, from), "`\(path)` is missing in \(draft.identifier.text)")
    }
    let options = self.options(of: from)
    // Not a copy: where it is itself a target, those behind see what was put there.
    guard !options.delimiter.isEmpty else { return found }
    guard found.kind == .scalar else {
      throw BuildError(Origin(source, from), "only a scalar can be cut at a delimiter")
    }
    let parts = ReplacementTransformer.parts(of: found.text, options.delimiter)
    guard parts.indices.contains(options.index) else {
      throw BuildError(
        Origin(source, from), "`\(found.text)` has no part \(options.index) between `\(options.delimiter)`")
    }
    let part = found.copy()
    part.text = parts[options.index]
    return part
  }

  // MARK: Targets

  private func put(_ value: Element, _ target: NodeID, _ drafts: Drafts) throws(BuildError) {
    guard let select = field("select", target) else {
      throw BuildError(Origin(source, target), "the target of a replacement needs `select`")
    }
    let reader = KustomizationReader(source)
    let selector = reader.selector(select)
    let rejected = field("reject", target).map { tree.items(of: $0).map { reader.selector($0) } } ?? []
    let options = self.options(of: target)
    let paths = field("fieldPaths", target).map { tree.items(of: $0).map { tree.string($0) } } ?? []
    for draft in drafts.all {
      guard try draft.isSelected(byLabelsOf: selector, at: Origin(source, select)) else { continue }
      var isRejected = false
      for reject in rejected where !(reject.labelSelector.isEmpty && reject.annotationSelector.isEmpty) {
        if try draft.isSelected(byLabelsOf: reject, at: Origin(source, target)) { isRejected = true }
      }
      let identifiers = draft.allIdentifiers
      let names = rejected.filter { !$0.names.isEmpty }.map(\.identifier)
      if identifiers.contains(where: { own in names.contains { own.isSelected(by: $0) } }) { isRejected = true }
      guard !isRejected, identifiers.contains(where: { $0.isSelected(by: selector.identifier) }) else { continue }
      for path in paths.isEmpty ? ["metadata.name"] : paths {
        let matcher = FieldPathMatcher(path, at: Origin(source, target))
        let found = try matcher.match(draft.root, creating: options.creates ? value.kind : nil)
        if found.isEmpty {
          throw BuildError(
            Origin(source, target), "`\(path)` is not in \(draft.identifier.text), where it is to be replaced")
        }
        for element in found { try set(element, to: value.copy(), options, target) }
      }
      draft.forgetIdentifier()
    }
  }

  private func set(_ element: Element, to value: Element, _ options: Options, _ target: NodeID) throws(BuildError) {
    if !options.delimiter.isEmpty {
      guard element.kind == .scalar else {
        throw BuildError(Origin(source, target), "only a scalar can be cut at a delimiter")
      }
      var parts = ReplacementTransformer.parts(of: element.text, options.delimiter)
      switch options.index {
      case ..<0: parts.insert(value.text, at: 0)
      case parts.count...: parts.append(value.text)
      default: parts[options.index] = value.text
      }
      value.text = parts.joined(separator: options.delimiter)
    }
    if element.kind == .scalar {
      // The type of what stood there stays.
      element.text = value.text
      element.origin = value.origin
    } else {
      element.become(value)
    }
  }

  private static func parts(of text: String, _ delimiter: String) -> [String] {
    var parts: [String] = []
    var rest = text[...]
    while let range = rest.firstRange(of: delimiter) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }

  // MARK: Reading

  private func options(of node: NodeID) -> Options {
    guard let options = field("options", node) else { return Options() }
    return Options(
      delimiter: text("delimiter", options) ?? "", index: text("index", options).flatMap(Int.init) ?? 0,
      creates: text("create", options) == "true", encoding: text("encoding", options) ?? "")
  }

  private func field(_ name: String, _ node: NodeID) -> NodeID? {
    guard let value = tree.value(of: name, in: node), !tree.isNull(value) else { return nil }
    return value
  }

  private func text(_ name: String, _ node: NodeID) -> String? { field(name, node).map { tree.string($0) } }
}

extension Kustomization.Selector {
  /// The parts that name resources.
  var names: [String] { [group, version, kind, name, namespace].filter { !$0.isEmpty } }
}
