/// A small change of an expression's text that alters what it says: a mistake that a test of it should notice.
public struct Mutation: Hashable, Sendable {
  /// The bytes of the expression that are replaced.
  public let range: Range<Int>
  public let replacement: String

  /// The expression with the change.
  public func applied(to source: String) -> String {
    let bytes = Array(source.utf8)
    return String(
      decoding: bytes[..<range.lowerBound] + Array(replacement.utf8) + bytes[range.upperBound...], as: UTF8.self)
  }

  /// The mutations of an expression in the order of its text, each with another result; none where it does not parse.
  ///
  /// They are made on syntax alone, so some may not compile.
  /// - Parameter isCondition: whether the whole is true or false, and so can be negated.
  public static func all(of source: String, isCondition: Bool) -> [Mutation] {
    let tree: Expression
    do throws(Issue) { tree = try Parser.parse(source) } catch { return [] }
    var mutator = Mutator(source, tree)
    mutator.mutateAll(isCondition: isCondition)
    var seen: Set<String> = [source]
    return mutator.mutations
      .sorted { $0.order < $1.order }
      .filter { seen.insert($0.applied(to: source)).inserted }
  }

  private var order: (Int, Int, String) { (range.lowerBound, range.upperBound, replacement) }
}
