import YAML

/// A configuration in the classic format of Fluent Bit (its manual, "Format and Schema"): sections, each with its
/// entries.
struct FluentBit {
  private(set) var sections: [Section] = []

  /// A stretch of the text, in characters.
  struct Part {
    let text: String
    let range: Range<UInt32>

    fileprivate init(_ characters: ArraySlice<Unicode.Scalar>) {
      text = String(String.UnicodeScalarView(characters))
      range = UInt32(characters.startIndex)..<UInt32(characters.endIndex)
    }
  }

  /// `[NAME]`, or a command such as `@INCLUDE`, which has no entries.
  struct Section {
    /// What stands in the brackets.
    let name: Part
    let line: Line
    fileprivate(set) var entries: [Entry] = []
  }

  struct Entry {
    let key: Part
    /// Empty where the line holds a key alone.
    let value: Part
    let line: Line
  }

  struct Line {
    /// From 1.
    let number: Int
    /// In characters, a tab counting as one.
    let indent: Int
    /// Without the blanks around it.
    let content: Part
  }

  init(_ text: String) {
    let characters = Array(text.unicodeScalars)
    var start = 0
    var number = 0
    /// Where entries go: commands stand between sections, and begin none.
    var open: Int?
    while start < characters.count {
      let end = characters[start...].firstIndex(of: "\n") ?? characters.count
      number += 1
      let content = FluentBit.trimmed(characters[start..<end])
      let line = Line(number: number, indent: content.startIndex - start, content: Part(content))
      start = end + 1
      switch content.first {
      case nil, "#": continue
      case "[":
        guard let close = content.firstIndex(of: "]") else { continue }
        open = sections.count
        sections.append(Section(name: Part(FluentBit.trimmed(content[..<close].dropFirst())), line: line))
      case "@":
        sections.append(Section(name: Part(content.prefix { !FluentBit.isBlank($0) }), line: line))
      default:
        // An entry before any section is an error to Fluent Bit, and says nothing here.
        guard let open else { continue }
        let key = content.prefix { !FluentBit.isBlank($0) }
        let value = FluentBit.trimmed(content[key.endIndex...])
        sections[open].entries.append(Entry(key: Part(key), value: Part(value), line: line))
      }
    }
  }

  private static func isBlank(_ character: Unicode.Scalar) -> Bool {
    character == " " || character == "\t" || character == "\r"
  }

  private static func trimmed(_ characters: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
    let rest = characters.drop(while: isBlank)
    return rest[..<((rest.lastIndex { !isBlank($0) } ?? rest.startIndex - 1) + 1)]
  }
}

extension FluentBit.Entry {
  /// The names of the environment variables in the value, `${NAME}` each.
  var variables: [String] {
    value.text.matches(of: /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/).map { String($0.output.1) }
  }
}

// MARK: As rules see it

extension FluentBit {
  /// The configuration as a tree, each node of which covers what it was read from: a section its header.
  func tree() throws(Problem) -> Tree {
    var writer = TreeWriter()
    try writer.begin(.mapping)
    try writer.string("sections")
    try writer.begin(.sequence)
    for section in sections {
      let place = section.line.content.range
      try writer.begin(.mapping, at: place)
      try writer.field("name", section.name)
      try writer.string("entries", at: place)
      try writer.begin(.sequence, at: place)
      for entry in section.entries { try writer.add(entry) }
      try writer.end()
      try writer.fields(of: section.line)
      try writer.end()
    }
    try writer.end()
    try writer.end()
    return writer.finish()
  }
}

extension TreeWriter {
  fileprivate mutating func add(_ entry: FluentBit.Entry) throws(Problem) {
    let place = entry.line.content.range
    try begin(.mapping, at: place)
    try field("key", entry.key)
    try field("value", entry.value)
    try string("variables", at: place)
    try begin(.sequence, at: place)
    for name in entry.variables { try string(name, at: entry.value.range) }
    try end()
    try fields(of: entry.line)
    try end()
  }

  /// Last of the fields: where they end, what they belong to ends.
  fileprivate mutating func fields(of line: FluentBit.Line) throws(Problem) {
    for (name, number) in [("line", line.number), ("indent", line.indent)] {
      try string(name, at: line.content.range)
      try plain(String(number), at: line.content.range)
    }
  }

  fileprivate mutating func field(_ name: String, _ part: FluentBit.Part) throws(Problem) {
    try string(name, at: part.range)
    try string(part.text, at: part.range)
  }
}
