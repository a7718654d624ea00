extension Library {
  /// The strings extension library, its members on text; offsets count characters (Unicode code points).
  static let strings: [Function] = [
    string("lowerAscii", [], .string) { text, _, _ in
      .string(
        String(
          String.UnicodeScalarView(
            text.unicodeScalars.map { ("A"..."Z").contains($0) ? Unicode.Scalar(UInt8($0.value) + 32) : $0 })))
    },
    string("upperAscii", [], .string) { text, _, _ in
      .string(
        String(
          String.UnicodeScalarView(
            text.unicodeScalars.map { ("a"..."z").contains($0) ? Unicode.Scalar(UInt8($0.value) - 32) : $0 })))
    },
    string("trim", [], .string) { text, _, _ in
      let scalars = text.unicodeScalars
      guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
        let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
      else { return .string("") }
      return .string(String(scalars[first...last]))
    },
    string("reverse", [], .string) { text, _, _ in
      .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
    },
    string("charAt", [.int], .string) { text, arguments, _ in
      guard case .int(let place) = arguments[0] else { return .noSuchOverload("charAt") }
      let scalars = Array(text.unicodeScalars)
      guard place >= 0, place <= scalars.count else {
        return .invalid("charAt(\(place)) of a text of \(scalars.count)")
      }
      return .string(place == scalars.count ? "" : String(scalars[Int(place)]))
    },
    Function("substring", [.member([.string, .int], .string), .member([.string, .int, .int], .string)]) {
      arguments, e in
      guard case .string(let text) = arguments[0], case .int(let start) = arguments[1] else {
        return .noSuchOverload("\(e.typeName(arguments[0])).substring(…)")
      }
      let scalars = Array(text.unicodeScalars)
      var end = Int64(scalars.count)
      if arguments.count > 2 {
        guard case .int(let given) = arguments[2] else {
          return .noSuchOverload("substring(int, \(e.typeName(arguments[2])))")
        }
        end = given
      }
      guard start >= 0, start <= end, end <= scalars.count else {
        return .invalid("substring(\(start), \(end)) of a text of \(scalars.count)")
      }
      var result = String.UnicodeScalarView()
      result.append(contentsOf: scalars[Int(start)..<Int(end)])
      return .string(String(result))
    },
    Function(
      "replace", [.member([.string, .string, .string], .string), .member([.string, .string, .string, .int], .string)]
    ) {
      arguments, e in
      guard case .string(let text) = arguments[0], case .string(let old) = arguments[1],
        case .string(let new) = arguments[2]
      else { return .noSuchOverload("\(e.typeName(arguments[0])).replace(…)") }
      var limit = Int64(-1)
      if arguments.count > 3, case .int(let given) = arguments[3] { limit = given }
      let parts = split(text, by: old, limit: limit < 0 ? -1 : limit + 1)
      guard e.spend((text.utf8.count + parts.count * new.utf8.count) / 10) else { return Evaluation.overBudget }
      return .string(parts.joined(separator: new))
    },
    Function(
      "split", [.member([.string, .string], .list(.string)), .member([.string, .string, .int], .list(.string))]
    ) {
      arguments, e in
      guard case .string(let text) = arguments[0], case .string(let separator) = arguments[1] else {
        return .noSuchOverload("\(e.typeName(arguments[0])).split(…)")
      }
      var limit = Int64(-1)
      if arguments.count > 2, case .int(let given) = arguments[2] { limit = given }
      guard e.spend(text.utf8.count / 10) else { return Evaluation.overBudget }
      return .list(split(text, by: separator, limit: limit).map(Value.string))
    },
    Function("join", [.member([.list(.string)], .string), .member([.list(.string), .string], .string)]) {
      arguments, e in
      guard let items = e.items(arguments[0]) else { return .noSuchOverload("\(e.typeName(arguments[0])).join(…)") }
      var separator = ""
      if arguments.count > 1, case .string(let given) = arguments[1] { separator = given }
      var texts: [String] = []
      for item in items {
        switch e.typed(item) {
        case .string(let text): texts.append(text)
        case let other where other.isErrorOrUnknown: return other
        case let other: return .noSuchOverload("join of \(e.typeName(other))")
        }
      }
      let result = texts.joined(separator: separator)
      guard e.spend(result.utf8.count / 10) else { return Evaluation.overBudget }
      return .string(result)
    },
    position("indexOf") { text, part, from in
      var place = from ?? 0
      while place + part.count <= text.count {
        if text[place..<place + part.count].elementsEqual(part) { return place }
        place += 1
      }
      return nil
    },
    position("lastIndexOf") { text, part, from in
      var place = min(from ?? text.count, text.count - part.count)
      while place >= 0 {
        if text[place..<place + part.count].elementsEqual(part) { return place }
        place -= 1
      }
      return nil
    },
  ]

  private static func string(
    _ name: String, _ parameters: [Type], _ result: Type,
    _ body: @escaping @Sendable (String, ArraySlice<Value>, Evaluation) -> Value
  ) -> Function {
    Function(name, [.member([.string] + parameters, result)]) { arguments, e in
      guard case .string(let text) = arguments[0] else {
        return .noSuchOverload("\(e.typeName(arguments[0])).\(name)(…)")
      }
      guard e.spend(text.utf8.count / 10) else { return Evaluation.overBudget }
      return body(text, ArraySlice(Array(arguments.dropFirst())), e)
    }
  }

  private static func position(
    _ name: String, _ body: @escaping @Sendable ([Unicode.Scalar], [Unicode.Scalar], Int?) -> Int?
  ) -> Function {
    Function(name, [.member([.string, .string], .int), .member([.string, .string, .int], .int)]) { arguments, e in
      guard case .string(let text) = arguments[0], case .string(let part) = arguments[1] else {
        return .noSuchOverload("\(e.typeName(arguments[0])).\(name)(…)")
      }
      let scalars = Array(text.unicodeScalars)
      var from: Int?
      if arguments.count > 2 {
        guard case .int(let given) = arguments[2] else {
          return .noSuchOverload("\(name)(string, \(e.typeName(arguments[2])))")
        }
        guard given >= 0, given <= scalars.count else {
          return .invalid("\(name) from \(given) of a text of \(scalars.count)")
        }
        from = Int(given)
      }
      guard e.spend(scalars.count * max(part.utf8.count, 1) / 100) else { return Evaluation.overBudget }
      return .int(Int64(body(scalars, Array(part.unicodeScalars), from) ?? -1))
    }
  }

  /// The pieces between separators; an empty separator cuts between characters. `limit` bounds their number, 0 gives
  /// none, below 0 all.
  private static func split(_ text: String, by separator: String, limit: Int64) -> [String] {
    if limit == 0 { return [] }
    if limit == 1 { return [text] }
    let most = limit < 0 ? Int.max : Int(limit)
    let scalars = Array(text.unicodeScalars)
    let wanted = Array(separator.unicodeScalars)
    func string(_ range: Range<Int>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[range])
      return String(view)
    }
    var parts: [String] = []
    var start = 0
    var place = 0
    if wanted.isEmpty {
      while place < scalars.count, parts.count < most - 1 {
        parts.append(string(place..<place + 1))
        place += 1
      }
      if place < scalars.count { parts.append(string(place..<scalars.count)) }
      return parts
    }
    while place + wanted.count <= scalars.count, parts.count < most - 1 {
      if scalars[place..<place + wanted.count].elementsEqual(wanted) {
        parts.append(string(start..<place))
        place += wanted.count
        start = place
      } else {
        place += 1
      }
    }
    parts.append(string(start..<scalars.count))
    return parts
  }
}
