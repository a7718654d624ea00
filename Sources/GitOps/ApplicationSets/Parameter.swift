import YAML

/// What a generator hands to a template: JSON as Go decodes it.
indirect enum Parameter: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case list([Parameter])
  case map(Parameters)
  /// It exists, but what it is cannot be told here.
  case unknown

  var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  var map: Parameters? {
    if case .map(let map) = self { return map }
    return nil
  }

  /// As Go prints it (`%v`); nil for what is not known or has no text of its own.
  var printed: String? {
    switch self {
    case .null, .list, .map, .unknown: nil
    case .bool(let value): String(value)
    case .number(let value): GoNumber.text(value)
    case .string(let text): text
    }
  }

  /// Whether Go calls it empty: what `default` replaces, and what does not override when maps are merged.
  var isEmpty: Bool {
    switch self {
    case .null: true
    case .bool(let value): !value
    case .number(let value): value == 0
    case .string(let text): text.isEmpty
    case .list(let items): items.isEmpty
    case .map(let map): map.isEmpty
    case .unknown: false
    }
  }
}

/// The parameters of one Application, by name.
typealias Parameters = [String: Parameter]

extension Parameter {
  /// A node as JSON, each text changed on the way.
  init(_ place: Place, _ read: (String) -> Parameter = { .string($0) }) {
    let tree = place.tree
    switch tree.kind(place.node) {
    case .mapping:
      var map: Parameters = [:]
      for (key, value) in tree.entries(of: place.node) {
        map[tree.string(key)] = Parameter(Place(file: place.file, tree: tree, node: value), read)
      }
      self = .map(map)
    case .sequence: self = .list(place.items.map { Parameter($0, read) })
    case .scalar, .alias:
      switch tree.scalar(place.node) {
      case .null?, nil: self = .null
      case .bool(let value)?: self = .bool(value)
      case .int(let value)?: self = .number(Double(value))
      case .uint(let value)?: self = .number(Double(value))
      case .double(let value)?: self = .number(value)
      case .string?: self = read(tree.string(place.node))
      }
    }
  }

  /// Appends the value as JSON; false where something in it is not known.
  func appendJSON(to out: inout String) -> Bool {
    switch self {
    case .unknown: return false
    case .null: out += "null"
    case .bool(let value): out += String(value)
    case .number(let value): out += value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
    case .string(let text): JSONWriter.append(text, to: &out)
    case .list(let items):
      out += "["
      for (index, item) in items.enumerated() {
        if index > 0 { out += "," }
        guard item.appendJSON(to: &out) else { return false }
      }
      out += "]"
    case .map(let map):
      out += "{"
      for (index, entry) in map.sorted(by: { $0.key < $1.key }).enumerated() {
        if index > 0 { out += "," }
        JSONWriter.append(entry.key, to: &out)
        out += ":"
        guard entry.value.appendJSON(to: &out) else { return false }
      }
      out += "}"
    }
    return true
  }
}

extension [String: Parameter] {
  /// One level: names joined with dots, items counted, every value printed.
  var flattened: Parameters {
    var result: Parameters = [:]
    func add(_ name: String, _ value: Parameter) {
      switch value {
      case .map(let map): for (key, value) in map { add("\(name).\(key)", value) }
      case .list(let items): for (index, item) in items.enumerated() { add("\(name).\(index)", item) }
      case .null: result[name] = .string("<nil>")
      case .unknown: result[name] = .unknown
      case .bool, .number, .string: result[name] = value.printed.map(Parameter.string) ?? .unknown
      }
    }
    for (key, value) in self { add(key, value) }
    return result
  }

  /// What `other` says goes first, in maps within too, but for what is empty.
  func overridden(by other: Parameters) -> Parameters {
    merging(other) { own, new in
      if case .map(let own) = own, case .map(let new) = new { return .map(own.overridden(by: new)) }
      return new.isEmpty ? own : new
    }
  }
}

/// How Go prints a `float64`, which is what every number of a JSON document is to it.
enum GoNumber {
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    let sign = value.sign == .minus ? "-" : ""
    var (digits, exponent) = parts(of: abs(value))
    if exponent < -4 || exponent >= 6 {
      let first = digits.removeFirst()
      let fraction = digits.isEmpty ? "" : ".\(digits)"
      let power = String(abs(exponent))
      return "\(sign)\(first)\(fraction)e\(exponent < 0 ? "-" : "+")\(power.count < 2 ? "0" : "")\(power)"
    }
    if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
    let whole = digits.prefix(exponent + 1)
    let padding = String(repeating: "0", count: exponent + 1 - whole.count)
    let fraction = digits.dropFirst(exponent + 1)
    return sign + whole + padding + (fraction.isEmpty ? "" : ".\(fraction)")
  }

  /// The shortest digits that stand for a number, without zeros at either end, and the power of ten of the first.
  private static func parts(of value: Double) -> (digits: String, exponent: Int) {
    guard value != 0 else { return ("0", 0) }
    let halves = "\(value)".split(separator: "e")
    let power = halves.count > 1 ? Int(halves[1]) ?? 0 : 0
    let number = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = number[0]
    let all = whole + (number.count > 1 ? number[1] : "")
    let leading = all.prefix { $0 == "0" }.count
    var digits = all.dropFirst(leading)
    while digits.last == "0" { digits = digits.dropLast() }
    return (String(digits), power + whole.count - 1 - leading)
  }
}
