import YAML

/// A mutant that a policy declares to change nothing, so that no test can notice it.
public struct EquivalentMutant: Sendable {
  /// The changed lines, as the mutant has them; blanks between words do not matter.
  public let mutant: String
  /// Why it changes nothing.
  public let reason: String
  /// The line of the policy file where it is declared.
  public let line: Int

  /// Whether it speaks of this change.
  public func describes(_ diff: PolicyDiff) -> Bool {
    EquivalentMutant.words(mutant) == diff.added.flatMap(EquivalentMutant.words)
  }

  private static func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

  static func all(_ spec: NodeID, _ source: inout FieldReader) -> [EquivalentMutant] {
    source.list("equivalent", of: spec).map { node in
      source.allow(["mutant", "reason"], in: node)
      return EquivalentMutant(
        mutant: source.required("mutant", of: node), reason: source.required("reason", of: node),
        line: source.text.position(of: source.tree.range(node).lowerBound).line)
    }
  }
}
