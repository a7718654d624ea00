extension Library {
  /// The strings extension library; offsets count characters (Unicode code points).
  static let strings: [Function] = [
    string("lowerAscii") { text in
      .string(
        String(String.UnicodeScalarView(text.unicodeScalars.map { ("A"..."Z").contains($0) ? $0.moved(32) : $0 })))
    },
    string("upperAscii") { text in
      .string(
        String(String.UnicodeScalarView(text.unicodeScalars.map { ("a"..."z").contains($0) ? $0.moved(-32) : $0 })))
    },
    string("trim") { text in
      let scalars = text.unicodeScalars
      guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
        let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
      else { return .string("") }
      return .string(String(scalars[first...last]))
    },
    string("reverse", cost: .remaking) { text in
      .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
    },
    Function("strings.quote", [.global([.string], .string)], cost: .traversing(times: 1)) { arguments, e in
      guard case .string(let text) = arguments[0] else { return nil }
      guard e.makes(bytes: 2 * text.utf8.count) else { return Evaluation.overBudget }
      return .string("\"" + text.unicodeScalars.map(quoted).joined() + "\"")
    },
    Function("charAt", [.member([.string, .int], .string)]) { arguments, e in
      guard case .string(let text) = arguments[0], case .int(let place) = arguments[1] else { return nil }
      guard e.makes(bytes: text.utf8.count) else { return Evaluation.overBudget }
      let scalars = Array(text.unicodeScalars)
      guard place >= 0, place <= scalars.count else {
        return .invalid("charAt(\(place)) of a text of \(scalars.count)")
      }
      return .string(place == scalars.count ? "" : String(scalars[Int(place)]))
    },
    Function(
      "substring", [.member([.string, .int], .string), .member([.string, .int, .int], .string)],
      cost: .traversing(times: 1)
    ) { arguments, e in
      guard case .string(let text) = arguments[0], case .int(let start) = arguments[1] else { return nil }
      guard e.makes(bytes: text.utf8.count) else { return Evaluation.overBudget }
      let scalars = Array(text.unicodeScalars)
      guard let end = integer(arguments, 2, default: Int64(scalars.count)) else { return nil }
      guard start >= 0, start <= end, end <= scalars.count else {
        return .invalid("substring(\(start), \(end)) of a text of \(scalars.count)")
      }
      return .string(String(scalars: scalars[Int(start)..<Int(end)]))
    },
    Function(
      "replace",
      [.member([.string, .string, .string], .string), .member([.string, .string, .string, .int], .string)],
      cost: .traversing(times: 2)
    ) { arguments, e in
      guard case .string(let text) = arguments[0], case .string(let old) = arguments[1],
        case .string(let new) = arguments[2], let limit = integer(arguments, 3, default: -1)
      else { return nil }
      if old.isEmpty {
        guard e.makes(bytes: CostModel.product(text.utf8.count + 1, new.utf8.count + 1)) else {
          return Evaluation.overBudget
        }
        return .string(interleaved(text, with: new, limit: limit))
      }
      guard e.makes(items: text.utf8.count) else { return Evaluation.overBudget }
      let parts = split(text, by: old, limit: limit < 0 || limit == Int64.max ? -1 : limit + 1)
      guard e.makes(bytes: text.utf8.count + CostModel.product(parts.count, new.utf8.count)) else {
        return Evaluation.overBudget
      }
      return .string(parts.joined(separator: new))
    },
    Function(
      "split", [.member([.string, .string], .list(.string)), .member([.string, .string, .int], .list(.string))],
      cost: .traversing(times: 2)
    ) { arguments, e in
      guard case .string(let text) = arguments[0], case .string(let separator) = arguments[1],
        let limit = integer(arguments, 2, default: -1)
      else { return nil }
      guard e.makes(items: text.utf8.count) else { return Evaluation.overBudget }
      return .list(split(text, by: separator, limit: limit).map(Value.string))
    },
    Function(
      "join", [.member([.list(.string)], .string), .member([.list(.string), .string], .string)], cost: .joining
    ) { arguments, e in
      guard let items = e.items(arguments[0]) else { return nil }
      var separator = ""
      if arguments.count > 1 {
        guard case .string(let given) = arguments[1] else { return nil }
        separator = given
      }
      var texts: [String] = []
      for item in items {
        switch e.typed(item) {
        case .string(let text): texts.append(text)
        case let other where other.isErrorOrUnknown: return other
        default: return nil
        }
      }
      let size = texts.reduce(CostModel.product(texts.count, separator.utf8.count)) { $0 + $1.utf8.count }
      guard e.makes(bytes: size) else { return Evaluation.overBudget }
      return .string(texts.joined(separator: separator))
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
    Function("format", [.member([.string, .list(.dyn)], .string)], cost: .traversing(times: 1)) { arguments, e in
      guard case .string(let text) = arguments[0] else { return nil }
      do throws(TextFormat.Problem) {
        return try TextFormat(text).format(arguments[1], &e)
      } catch { return .invalid(error.message) }
    }.preparing { receiver in
      guard case .string(let text) = receiver else { return nil }
      do throws(TextFormat.Problem) {
        let format = try TextFormat(text)
        return { arguments, e in format.format(arguments[1], &e) }
      } catch { return nil }
    }.refusing { arguments, tree in
      guard case .constant(.string(let text)) = tree[arguments[0]].kind,
        case .list(let elements) = tree[arguments[1]].kind, !elements.contains(where: \.optional)
      else { return nil }
      do throws(TextFormat.Problem) {
        let needed = try TextFormat(text).argumentCount
        return needed > elements.count
          ? "the format asks for \(needed) arguments, the list has \(elements.count)" : nil
      } catch { return error.message }
    },
  ]

  private static func string(
    _ name: String, cost: CallCost = .traversing(times: 1), _ body: @escaping @Sendable (String) -> Value
  ) -> Function {
    Function(name, [.member([.string], .string)], cost: cost) { arguments, e in
      guard case .string(let text) = arguments[0] else { return nil }
      guard e.makes(bytes: text.utf8.count) else { return Evaluation.overBudget }
      return body(text)
    }
  }

  /// An argument that may be left out; nil when it is no integer.
  static func integer(_ arguments: [Value], _ place: Int, default standard: Int64) -> Int64? {
    guard arguments.count > place else { return standard }
    guard case .int(let value) = arguments[place] else { return nil }
    return value
  }

  private static func position(
    _ name: String, _ body: @escaping @Sendable ([Unicode.Scalar], [Unicode.Scalar], Int?) -> Int?
  ) -> Function {
    Function(
      name, [.member([.string, .string], .int), .member([.string, .string, .int], .int)], cost: .contents
    ) { arguments, e in
      guard case .string(let text) = arguments[0], case .string(let part) = arguments[1] else { return nil }
      guard e.makes(bytes: 4 * text.utf8.count) else { return Evaluation.overBudget }
      let scalars = Array(text.unicodeScalars)
      var from: Int?
      if arguments.count > 2 {
        guard case .int(let given) = arguments[2] else { return nil }
        guard given >= 0, given <= scalars.count else {
          return .invalid("\(name) from \(given) of a text of \(scalars.count)")
        }
        from = Int(given)
      }
      guard e.takes(CostModel.product(max(scalars.count - part.utf8.count, 1), part.utf8.count)) else {
        return Evaluation.overBudget
      }
      return .int(Int64(body(scalars, Array(part.unicodeScalars), from) ?? -1))
    }
  }

  private static func quoted(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\u{07}": "\\a"
    case "\u{08}": "\\b"
    case "\u{0c}": "\\f"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case "\u{0b}": "\\v"
    case "\\": "\\\\"
    case "\"": "\\\""
    default: String(scalar)
    }
  }

  /// The text with `new` before each character and at the end, at most `limit` times (below 0: always).
  private static func interleaved(_ text: String, with new: String, limit: Int64) -> String {
    var result = ""
    var left = limit
    for scalar in text.unicodeScalars {
      if left != 0 { result += new }
      left -= left > 0 ? 1 : 0
      result.unicodeScalars.append(scalar)
    }
    return left == 0 ? result : result + new
  }

  /// The pieces between separators; an empty separator cuts between characters. `limit` bounds their number, 0 gives
  /// none, below 0 all.
  private static func split(_ text: String, by separator: String, limit: Int64) -> [String] {
    if limit == 0 { return [] }
    if limit == 1 { return [text] }
    let most = limit < 0 ? Int.max : Int(limit)
    let scalars = Array(text.unicodeScalars)
    let wanted = Array(separator.unicodeScalars)
    var parts: [String] = []
    var start = 0
    var place = 0
    if wanted.isEmpty {
      while place < scalars.count, parts.count < most - 1 {
        parts.append(String(scalars[place]))
        place += 1
      }
      if place < scalars.count { parts.append(String(scalars: scalars[place...])) }
      return parts
    }
    while place + wanted.count <= scalars.count, parts.count < most - 1 {
      if scalars[place..<place + wanted.count].elementsEqual(wanted) {
        parts.append(String(scalars: scalars[start..<place]))
        place += wanted.count
        start = place
      } else {
        place += 1
      }
    }
    parts.append(String(scalars: scalars[start...]))
    return parts
  }
}

extension String {
  fileprivate init(scalars: ArraySlice<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}

extension Unicode.Scalar {
  /// The ASCII character this far away.
  fileprivate func moved(_ distance: Int) -> Unicode.Scalar { Unicode.Scalar(UInt8(Int(value) + distance)) }
}
