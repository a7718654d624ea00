/// A selector of Calico (Calico documentation, NetworkPolicy, selectors), as far as it is a list of conditions that all
/// must hold.
struct CalicoSelector: Equatable {
  struct Condition: Equatable {
    let key: String
    let `operator`: SelectorFact.Requirement.Operator
    var values: [String] = []
  }

  /// None: it picks every pod.
  private(set) var conditions: [Condition] = []

  /// nil where it says more, as alternatives and parts of values, or is none.
  init?(_ text: String) {
    var rest = Scanner(rest: text[...])
    if rest.isAtEnd { return }
    repeat {
      if rest.take("all()") { continue }
      guard let condition = rest.condition() else { return nil }
      conditions.append(condition)
    } while rest.take("&&")
    if !rest.isAtEnd { return nil }
  }

  private struct Scanner {
    var rest: Substring

    var isAtEnd: Bool { rest.allSatisfy(\.isWhitespace) }

    /// Goes past a piece of text and the blanks before it, if it comes next.
    mutating func take(_ text: String) -> Bool {
      let next = rest.drop(while: \.isWhitespace)
      guard next.hasPrefix(text) else { return false }
      rest = next.dropFirst(text.count)
      return true
    }

    mutating func condition() -> Condition? {
      if take("has(") { return key().flatMap { take(")") ? Condition(key: $0, operator: .exists) : nil } }
      if take("!") {
        guard take("has("), let key = key(), take(")") else { return nil }
        return Condition(key: key, operator: .doesNotExist)
      }
      guard let key = key() else { return nil }
      if take("==") { return value().map { Condition(key: key, operator: .isIn, values: [$0]) } }
      if take("!=") { return value().map { Condition(key: key, operator: .isNotIn, values: [$0]) } }
      let isNegated = take("not ")
      guard take("in"), let values = values() else { return nil }
      return Condition(key: key, operator: isNegated ? .isNotIn : .isIn, values: values)
    }

    private mutating func key() -> String? {
      let next = rest.drop(while: \.isWhitespace)
      let key = next.prefix { $0.isLetter || $0.isNumber || "-_./".contains($0) }
      rest = next[key.endIndex...]
      return key.isEmpty ? nil : String(key)
    }

    private mutating func value() -> String? {
      guard let quote = (["'", "\""] as [Character]).first(where: { take(String($0)) }),
        let end = rest.firstIndex(of: quote)
      else { return nil }
      defer { rest = rest[end...].dropFirst() }
      return String(rest[..<end])
    }

    private mutating func values() -> [String]? {
      guard take("{") else { return nil }
      var values: [String] = []
      repeat {
        guard let value = value() else { return nil }
        values.append(value)
      } while take(",")
      return take("}") ? values : nil
    }
  }
}
