import RE2

extension Library {
  /// `matches`, the regex extension library and Kubernetes' `find` and `findAll`.
  static let regex: [Function] = [
    Function(
      "matches", [.member([.string, .string], .bool), .global([.string, .string], .bool)], cost: .matching
    ) { arguments, e in
      search(arguments, &e) { text, expression in .bool(expression.matches(text)) }
    },
    Function("find", [.member([.string, .string], .string)], cost: .matching) { arguments, e in
      search(arguments, &e) { text, expression in
        .string(matches(of: expression, in: text, limit: 1).first?.text(0, of: text) ?? "")
      }
    },
    Function(
      "findAll", [.member([.string, .string], .list(.string)), .member([.string, .string, .int], .list(.string))],
      cost: .matching
    ) { arguments, e in
      guard let limit = integer(arguments, 2, default: -1) else { return nil }
      return search(arguments, &e) { text, expression in
        .list(matches(of: expression, in: text, limit: limit).map { .string($0.text(0, of: text) ?? "") })
      }
    },
    Function(
      "regex.extract", [.global([.string, .string], .optional(.string))], cost: .searching(also: 2)
    ) { arguments, e in
      search(arguments, &e, mostGroups: 1) { text, expression in
        let found = matches(of: expression, in: text, limit: 1).first?.captured(of: text)
        return .optional(found.map { .of(.string($0)) } ?? .none)
      }
    },
    Function(
      "regex.extractAll", [.global([.string, .string], .list(.string))],
      cost: .searching(also: 1 + CostModel.listCreation)
    ) { arguments, e in
      let found = search(arguments, &e, mostGroups: 1) { text, expression in
        // A group that captured nothing is left out.
        .list(
          matches(of: expression, in: text, limit: -1).compactMap { $0.captured(of: text) }.filter { !$0.isEmpty }
            .map(Value.string))
      }
      guard case .list(let texts)? = found else { return found }
      return e.spend(texts.count) ? found : Evaluation.overBudget
    },
    Function(
      "regex.replace",
      [.global([.string, .string, .string], .string), .global([.string, .string, .string, .int], .string)],
      cost: .searching(also: 1)
    ) { arguments, e in
      guard case .string(let template) = arguments[2], let limit = integer(arguments, 3, default: -1) else {
        return nil
      }
      guard case .string(let text) = arguments[0],
        e.makes(bytes: CostModel.product(text.utf8.count + 1, template.utf8.count + 1))
      else { return Evaluation.overBudget }
      let replaced = search(arguments, &e) { replace($0, $1, template, limit: limit) }
      guard let replaced else { return nil }
      return e.spend(e.size(replaced)) ? replaced : Evaluation.overBudget
    },
  ]

  /// Compiles the second argument and hands it on with the first.
  private static func search(
    _ arguments: [Value], _ e: inout Evaluation, mostGroups: Int = Int.max,
    _ body: (String, RegularExpression) -> Value
  ) -> Value? {
    guard case .string(let text) = arguments[0], case .string(let pattern) = arguments[1] else { return nil }
    guard e.makes(items: text.utf8.count), e.takes(64 * pattern.utf8.count) else { return Evaluation.overBudget }
    do throws(RegularExpression.PatternError) {
      let expression = try e.expression(pattern)
      guard expression.groupCount <= mostGroups else {
        return .invalid("`\(pattern)` has \(expression.groupCount) groups; at most one says what to extract")
      }
      return body(text, expression)
    } catch { return .invalid("`\(pattern)` is no regular expression: \(error.message)") }
  }

  /// A match: byte ranges of the whole and of each group.
  private struct Match {
    let ranges: [Range<Int>?]

    func text(_ group: Int, of text: String) -> String? {
      ranges[group].map { range in String(decoding: Array(text.utf8)[range], as: UTF8.self) }
    }

    /// The group's text where there is a group, else the whole; nil when the group took no part.
    func captured(of text: String) -> String? { self.text(ranges.count > 1 ? 1 : 0, of: text) }
  }

  /// The matches from left to right, none within another; `limit` bounds their number, below 0 all.
  private static func matches(of expression: RegularExpression, in text: String, limit: Int64) -> [Match] {
    var found: [Match] = []
    let bytes = Array(text.utf8)
    var start = 0
    var end = -1
    while start <= bytes.count, limit < 0 || found.count < limit {
      guard let ranges = expression.firstMatch(in: text, from: start), let whole = ranges[0] else { break }
      // An empty match right behind another one does not count.
      if !(whole.isEmpty && whole.lowerBound == end) { found.append(Match(ranges: ranges)) }
      end = whole.upperBound
      start = whole.isEmpty ? whole.upperBound + 1 : whole.upperBound
      while start < bytes.count, bytes[start] & 0xc0 == 0x80 { start += 1 }
    }
    return found
  }

  /// `\1` in the template stands for the first group, `\0` for the match, `\\` for a backslash.
  private static func replace(_ text: String, _ expression: RegularExpression, _ template: String, limit: Int64)
    -> Value
  {
    enum Piece {
      case text(String)
      case group(Int)
    }
    var pieces: [Piece] = []
    var rest = Substring(template)
    while let character = rest.popFirst() {
      guard character == "\\" else {
        pieces.append(.text(String(character)))
        continue
      }
      guard let next = rest.popFirst() else { return .invalid("the replacement ends in a backslash") }
      if next == "\\" {
        pieces.append(.text("\\"))
      } else if next.isDigit, let group = next.wholeNumberValue {
        guard group <= expression.groupCount else {
          return .invalid("the replacement names group \(group), the expression has \(expression.groupCount)")
        }
        pieces.append(.group(group))
      } else {
        return .invalid("in a replacement, a digit or a backslash follows a backslash")
      }
    }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var done = 0
    for match in matches(of: expression, in: text, limit: limit) {
      guard let whole = match.ranges[0] else { continue }
      result += bytes[done..<whole.lowerBound]
      for piece in pieces {
        switch piece {
        case .text(let text): result += Array(text.utf8)
        case .group(let group): if let range = match.ranges[group] { result += bytes[range] }
        }
      }
      done = whole.upperBound
    }
    return .string(String(decoding: result + bytes[done...], as: UTF8.self))
  }
}
