import CEL

/// A mistake in how the program was called; exit code 2.
struct UsageError: Error {
  let message: String
  /// Whether the message already says who speaks, as those of policies do.
  let isComplete: Bool

  init(_ message: String) { (self.message, isComplete) = (message, false) }
  init(verbatim message: String) { (self.message, isComplete) = (message, true) }
}

/// An option that a command takes.
struct Option {
  /// Without the dashes.
  let name: String
  /// What stands for the value in the help; nil for a switch.
  let value: String?
  let help: String
  /// The values that there are, where these are few.
  var words: [String] = []
}

/// The words of a call: options may stand anywhere, `--` ends them. `-` and `-:LINE` are standard input.
struct Arguments {
  /// What every command takes.
  static let help = Option(name: "help", value: nil, help: "show this help")

  private(set) var operands: [String] = []
  private var values: [String: [String]] = [:]

  init(_ words: [String], options: [Option]) throws(UsageError) {
    let known = options + [Arguments.help]
    var rest = words[...]
    var ended = false
    while let word = rest.popFirst() {
      if ended || word == "-" || word.hasPrefix("-:") || !word.hasPrefix("-") {
        operands.append(word)
      } else if word == "--" {
        ended = true
      } else {
        var name = String(word.drop { $0 == "-" })
        var value: String?
        if let equals = name.firstIndex(of: "=") {
          value = String(name[name.index(after: equals)...])
          name = String(name[..<equals])
        }
        if word == "-h" { name = "help" }
        guard word.hasPrefix("--") || word == "-h", let option = known.first(where: { $0.name == name }) else {
          let hint = Spelling.nearest(to: name, among: known.map(\.name)).map { "; did you mean `--\($0)`?" }
          throw UsageError("no such option `\(word)`\(hint ?? "; `--help` lists them")")
        }
        if let expected = option.value {
          guard let given = value ?? rest.popFirst() else {
            throw UsageError("`--\(name)` needs a value: --\(name) \(expected)")
          }
          values[name, default: []].append(given)
        } else {
          guard value == nil else { throw UsageError("`--\(name)` takes no value") }
          values[name, default: []].append("")
        }
      }
    }
  }

  func has(_ name: String) -> Bool { values[name] != nil }

  /// The last value given.
  func value(_ name: String) -> String? { values[name]?.last }

  /// All values given.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// All values given, each a list with commas.
  func list(_ name: String) -> [String] {
    all(name).flatMap { $0.split(separator: ",").map { String($0.filter { $0 != " " }) } }
  }

  /// The options of a run that name what it reads beside its operands.
  static let pathOptions = ["policy", "config", "profiles", "context", "baseline"]

  /// The same call with other paths in the place of those that options name.
  /// - Parameter move: nil: there is no such path.
  func replacingPaths(_ move: (String) -> String?) -> Arguments {
    var result = self
    for name in Arguments.pathOptions {
      guard let paths = values[name] else { continue }
      let moved = paths.compactMap(move)
      result.values[name] = moved.isEmpty ? nil : moved
    }
    return result
  }

  /// The value as one of some words.
  func word<Word: RawRepresentable & CaseIterable>(_ name: String, _ type: Word.Type, default standard: Word)
    throws(UsageError)
    -> Word where Word.RawValue == String
  {
    guard let text = value(name) else { return standard }
    return try Arguments.parse(text, for: name, type)
  }

  static func parse<Word: RawRepresentable & CaseIterable>(_ text: String, for name: String, _ type: Word.Type)
    throws(UsageError) -> Word where Word.RawValue == String
  {
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    let hint = Spelling.nearest(to: text, among: words).map { "; did you mean `\($0)`?" } ?? ""
    throw UsageError("`--\(name)` is one of \(words.joined(separator: ", ")), not `\(text)`\(hint)")
  }
}
