/// Makes manifests that mostly have the expected shape: fields are absent, null, substituted later, aliases, merged, or
/// of another type now and then.
struct ManifestGenerator {
  private var random: SplitMix64
  /// Anchors that are set so far.
  private var anchors = 0

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// A document with what each variable of `Declarations.manifest` holds.
  mutating func document() -> String {
    anchors = 0
    let object = value(.pod, oddity: 4)
    let labels = plain(Schema.labels)
    let names =
      "[" + (0..<random.below(4)).map { _ in plain(.text(["a", "b", "web", ""])) }.joined(separator: ", ") + "]"
    return "{object: \(object), labels: \(labels), names: \(names), anything: \(value(.pod, oddity: 30))}\n"
  }

  /// - Parameter oddity: of 100 values, those that are not what the schema says.
  private mutating func value(_ schema: Schema, oddity: Int) -> String {
    if random.chance(oddity) { return odd() }
    switch schema {
    case .text, .integer, .flag, .quantity: return plain(schema)
    case .list(let item):
      return "[" + (0..<random.below(5)).map { _ in value(item, oddity: oddity) }.joined(separator: ", ") + "]"
    case .fields(let fields):
      var entries: [String] = []
      for (name, field) in fields where random.chance(65) {
        if anchors > 0, random.chance(3) { entries.append("<<: *a\(1 + random.below(anchors))") }
        entries.append("\(name): \(anchored(field, oddity))")
      }
      return "{" + entries.joined(separator: ", ") + "}"
    case .texts(let names):
      var entries: [String] = []
      for name in names where random.chance(50) {
        entries.append("\(name): \(value(.text(["web", "true", "1", "first"]), oddity: oddity))")
      }
      if random.chance(5) { entries.append("1: number") }
      return "{" + entries.joined(separator: ", ") + "}"
    }
  }

  private mutating func anchored(_ schema: Schema, _ oddity: Int) -> String {
    // Only mappings are anchored, so that every anchor may be merged.
    if case .fields = schema, random.chance(10) {
      let text = value(schema, oddity: 0)
      anchors += 1
      return "&a\(anchors) \(text)"
    }
    if anchors > 0, random.chance(2) { return "*a\(1 + random.below(anchors))" }
    return value(schema, oddity: oddity)
  }

  private mutating func odd() -> String {
    random.pick([
      "null", "~", "", "${VAR}", "\"${NAME}-x\"", "$(PORT)", "true", "1", "-5", "1.5", "0x1F", "1e3", "\"\"", "text",
      "[]", "{}", "[null, 1, a]", "{a: null, first: 1}", "18446744073709551615", "9223372036854775807", "yes",
      "\"true\"",
      "\"80\"", "[[1], [2]]", "0.1", "<name>", "2024-01-01", "é😀",
    ])
  }

  private mutating func plain(_ schema: Schema) -> String {
    switch schema {
    case .text(let texts): return "\"\(random.pick(texts))\""
    case .integer(let numbers): return String(random.pick(numbers))
    case .flag: return random.chance(50) ? "true" : "false"
    case .quantity: return random.pick(["100m", "\"1\"", "1", "512Mi", "1.5Gi", "0.5", "\"x\"", "2", "1e3", "4Gi"])
    case .texts(let names):
      let entries = names.filter { _ in random.chance(50) }.map { "\($0): \"web\"" }
      return "{" + entries.joined(separator: ", ") + "}"
    case .list, .fields: return "{}"
    }
  }
}
