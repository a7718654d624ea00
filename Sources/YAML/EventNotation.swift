/// A stream of YAML events in the notation of the YAML test suite, one a line: `+STR`, `+DOC ---`, `=VAL :text`.
public struct EventNotation: ~Copyable {
  /// The lines, up to the first error.
  public private(set) var text = ""
  /// What ended the reading, and where.
  public private(set) var problem: (message: String, position: Position)?

  /// Reads the whole text; nothing is added to it and nothing cut.
  public init(of bytes: [UInt8]) {
    text = "+STR\n"
    read(bytes)
    if problem == nil { text += "-STR\n" }
  }

  private mutating func read(_ bytes: [UInt8]) {
    var padded = bytes
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { padded.removeFirst(3) }
    if padded.count >= 2, let big = Transcoder.utf16ByteOrder(padded[0], padded[1]) {
      switch padded[2...].withUnsafeBufferPointer({ Transcoder.utf8(fromUTF16: $0, bigEndian: big) }) {
      case .success(let utf8): padded = utf8
      case .failure(let problem): return report(problem, in: padded)
      }
    }
    let count = padded.count
    switch padded.withUnsafeBufferPointer({ Characters.check($0) }) {
    case .fine(let characters):
      padded += [UInt8](repeating: 0, count: EventReader.padding)
      let failure = padded.withUnsafeMutableBufferPointer { buffer -> Problem? in
        var reader = EventReader(UnsafeMutableBufferPointer(rebasing: buffer[..<count]), characters: characters)
        var depth = 0
        do throws(Problem) {
          while try reader.next({ event throws(Problem) in try append(event, &depth) }) {}
          return nil
        } catch { return error }
      }
      if let failure { return report(failure, in: Array(padded[..<count])) }
    case .invalid(_, let before):
      return report(Problem(.encoding, "this is no UTF-8", before..<before), in: padded)
    case .forbidden(_, _, let before):
      return report(Problem(.syntax, "this character is not allowed in YAML", before..<before), in: padded)
    }
  }

  private mutating func report(_ problem: Problem, in bytes: [UInt8]) {
    let position = bytes.withUnsafeBufferPointer {
      Locator($0, firstLine: 1).position(of: problem.range.lowerBound)
    }
    self.problem = (problem.message, position)
  }

  private mutating func append(_ event: borrowing Event, _ depth: inout Int) throws(Problem) {
    switch event.kind {
    case .documentStart(let explicit): text += explicit ? "+DOC ---\n" : "+DOC\n"
    case .documentEnd(let explicit): text += explicit ? "-DOC ...\n" : "-DOC\n"
    case .alias: text += "=ALI *\(event.anchor ?? "")\n"
    case .scalar(let style):
      text += "=VAL" + properties(of: event) + " " + sign(of: style) + escaped(event.value) + "\n"
    case .collectionStart(let kind, let style):
      depth += 1
      guard depth <= Limits.depth else {
        throw Problem(.limit, "nested more than \(Limits.depth) levels deep", Range(event.range))
      }
      text += kind == .mapping ? "+MAP" : "+SEQ"
      if style == .flow { text += kind == .mapping ? " {}" : " []" }
      text += properties(of: event) + "\n"
    case .collectionEnd(let kind):
      depth -= 1
      text += kind == .mapping ? "-MAP\n" : "-SEQ\n"
    }
  }

  private func properties(of event: borrowing Event) -> String {
    (event.anchor.map { " &\($0)" } ?? "") + (event.tag.map { " <\($0)>" } ?? "")
  }

  private func sign(of style: NodeStyle) -> String {
    switch style {
    case .singleQuoted: "'"
    case .doubleQuoted: "\""
    case .literal: "|"
    case .folded: ">"
    case .plain, .block, .flow: ":"
    }
  }

  private func escaped(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var result = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\0": result += "\\0"
      case "\u{8}": result += "\\b"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
