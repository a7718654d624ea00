import RE2

/// Which resources a patch is for: a selector whose parts are regular expressions that match whole names.
struct ResourceSelection {
  private let selector: Kustomization.Selector
  private let origin: Origin
  private let patterns: [RegularExpression?]

  init(_ selector: Kustomization.Selector, at origin: Origin) throws(BuildError) {
    self.selector = selector
    self.origin = origin
    var patterns: [RegularExpression?] = []
    for text in [selector.group, selector.version, selector.kind, selector.name, selector.namespace] {
      if text.isEmpty {
        patterns.append(nil)
        continue
      }
      do throws(RegularExpression.PatternError) { patterns.append(try RegularExpression("^(?:\(text))$")) } catch {
        throw BuildError(origin, "`\(text)` is no regular expression: \(error.message)")
      }
    }
    self.patterns = patterns
  }

  func selected(in drafts: Drafts) throws(BuildError) -> [Draft] {
    var found: [Draft] = []
    for draft in drafts.all where try takes(draft) { found.append(draft) }
    return found
  }

  private func takes(_ draft: Draft) throws(BuildError) -> Bool {
    let now = draft.identifier
    let first = draft.originalIdentifier
    func matches(_ part: Int, _ texts: String...) -> Bool {
      patterns[part].map { pattern in texts.contains { pattern.matches($0) } } ?? true
    }
    guard matches(4, first.effectiveNamespace, now.effectiveNamespace), matches(3, first.name, now.name),
      matches(0, now.type.group), matches(1, now.type.version), matches(2, now.type.kind)
    else { return false }
    return try draft.isSelected(byLabelsOf: selector, at: origin)
  }
}
