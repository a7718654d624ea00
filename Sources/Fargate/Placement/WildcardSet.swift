/// Several patterns, of which one must match; those without `*` and `?` are looked up at once.
public final class WildcardSet: Sendable {
  private let literals: Set<String>
  private let patterns: [Wildcard]

  public init(_ patterns: [String]) {
    let all = patterns.map { (text: $0, pattern: Wildcard($0)) }
    literals = Set(all.filter(\.pattern.isLiteral).map(\.text))
    self.patterns = all.map(\.pattern).filter { !$0.isLiteral }
  }

  public func matches(_ text: String) -> Bool { literals.contains(text) || patterns.contains { $0.matches(text) } }
}
