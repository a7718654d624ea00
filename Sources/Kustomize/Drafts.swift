/// The resources of a build, in the order in which they came (kustomize's ResMap).
struct Drafts {
  private(set) var all: [Draft] = []

  init(_ all: [Draft] = []) { self.all = all }

  /// Adds resources.
  /// - Throws: that one is there already.
  mutating func append(_ more: [Draft]) throws(BuildError) {
    var known = Set(all.map { Drafts.key(of: $0.identifier) })
    for draft in more {
      guard known.insert(Drafts.key(of: draft.identifier)).inserted else {
        throw BuildError(draft.base, "\(draft.identifier.text) is there already: kustomize takes a resource once")
      }
      all.append(draft)
    }
  }

  private static func key(of identifier: ResourceIdentifier) -> ResourceIdentifier {
    ResourceIdentifier(identifier.type, name: identifier.name, namespace: identifier.effectiveNamespace)
  }

  /// - Throws: that two resources have come to bear one identity.
  func checkIdentities(_ cause: Origin?) throws(BuildError) {
    var known: Set<ResourceIdentifier> = []
    for draft in all where !known.insert(Drafts.key(of: draft.identifier)).inserted {
      throw BuildError(cause, "two resources come to be \(draft.identifier.text)")
    }
  }

  mutating func dropEmpty() { all.removeAll { $0.root.isEmpty } }

  mutating func remove(where shouldRemove: (Draft) -> Bool) { all.removeAll(where: shouldRemove) }

  mutating func replace(_ old: Draft, with new: Draft) {
    if let place = all.firstIndex(where: { $0 === old }) { all[place] = new }
  }

  /// Those of which some identity, an earlier one too, is as asked.
  func matching(_ matches: (ResourceIdentifier) -> Bool) -> [Draft] {
    all.filter { !$0.root.isEmpty && $0.allIdentifiers.contains(where: matches) }
  }
}
