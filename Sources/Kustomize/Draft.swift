/// A resource in the making, with what kustomize remembers of it on the way.
final class Draft {
  let root: Element
  /// Where it came from: its document, or the generator that made it.
  let base: Origin
  /// Earlier identities, the first first.
  private(set) var previous: [ResourceIdentifier] = []
  private(set) var prefixes: [String] = []
  private(set) var suffixes: [String] = []
  var needsHash = false
  /// Whether entries of its maps may stand in several places.
  var hasSharedEntries = false
  /// The names of the variables whose value it holds.
  var variables: [String] = []
  private var known: ResourceIdentifier?

  init(_ root: Element, base: Origin) {
    self.root = root
    self.base = base
  }

  // MARK: Identity

  var identifier: ResourceIdentifier {
    if let known { return known }
    let found = ResourceIdentifier(
      GroupVersionKind(apiVersion: root["apiVersion"]?.text ?? "", kind: root["kind"]?.text ?? ""),
      name: metadata("name"), namespace: metadata("namespace"))
    known = found
    return found
  }

  /// The first identity.
  var originalIdentifier: ResourceIdentifier { previousIdentifiers.first ?? identifier }

  /// Earlier identities, of the type as it is now but for the kind.
  var previousIdentifiers: [ResourceIdentifier] {
    let type = identifier.type
    return previous.map { earlier in
      ResourceIdentifier(
        GroupVersionKind(group: type.group, version: type.version, kind: earlier.type.kind), name: earlier.name,
        namespace: earlier.namespace)
    }
  }

  var allIdentifiers: [ResourceIdentifier] { previous.isEmpty ? [identifier] : previousIdentifiers + [identifier] }

  private func metadata(_ name: String) -> String {
    guard let value = root.value(at: "metadata", name), value.kind == .scalar, value.tag != .null else { return "" }
    return value.text
  }

  /// To be called when the content has changed.
  func forgetIdentifier() { known = nil }

  func rememberIdentifier() {
    let now = identifier
    previous.append(ResourceIdentifier(now.type, name: now.name, namespace: now.effectiveNamespace))
  }

  func remember(prefix: String) { prefixes.append(prefix) }
  func remember(suffix: String) { suffixes.append(suffix) }

  /// Takes over what is remembered of a resource that it replaces.
  func takeHistory(of other: Draft) {
    previous = other.previous
    prefixes = other.prefixes
    suffixes = other.suffixes
    variables = other.variables
  }

  /// Whether two were given the same prefixes and suffixes last.
  /// - Parameter orNone: whether none are like any.
  func hasPrefixesAndSuffixes(of other: Draft, orNone: Bool) -> Bool {
    Draft.endAlike(prefixes, other.prefixes, orNone) && Draft.endAlike(suffixes, other.suffixes, orNone)
  }

  private static func endAlike(_ left: [String], _ right: [String], _ orNone: Bool) -> Bool {
    let count = min(left.count, right.count)
    if count == 0 { return orNone || left.count == right.count }
    return left.suffix(count) == right.suffix(count)
  }

  // MARK: Content

  /// Makes annotations where kustomize keeps earlier identities among them: a JSON patch meets them.
  func showAnnotations() {
    guard !previous.isEmpty, let metadata = root["metadata"], metadata.kind == .mapping else { return }
    _ = metadata.mapping("annotations", origin: metadata.origin)
  }

  /// Ends that entries stand in several places.
  func separateEntries() {
    guard hasSharedEntries else { return }
    root.become(root.copy())
    hasSharedEntries = false
  }

  func set(name: String) {
    let metadata = root.mapping("metadata", origin: base)
    metadata.set("name", Element(name, .untagged, origin: metadata["name"]?.origin))
    forgetIdentifier()
  }

  /// The scalars of `metadata.labels` or `metadata.annotations`.
  func metadataMap(_ name: String) -> [String: String] {
    guard let map = root.value(at: "metadata", name), map.kind == .mapping else { return [:] }
    return Dictionary(
      map.fields.map { ($0.name, $0.value.textOrNone) }, uniquingKeysWith: { $1 })
  }
}
