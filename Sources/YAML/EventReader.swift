import CYAML

/// Owns one libyaml parser over a text that has passed `Characters.check`. No pointer of libyaml's leaves this file
/// but into the closure that handles an event.
///
/// libyaml's own reader copies its input character by character; this one hands it the text as its decoded buffer
/// (`parser.buffer`, `unread`, `eof`: fields of the public structure, documented as internal), which gives the same
/// events and marks.
struct EventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bufferStart: UnsafeMutablePointer<yaml_char_t>?
  private let bufferEnd: UnsafeMutablePointer<yaml_char_t>?
  private let tail: UnsafeMutablePointer<UInt8>
  private let savedTail: InlineArray<64, UInt8>

  static let padding = 64

  /// - Parameters:
  ///   - text: checked UTF-8 without a byte order mark; `padding` writable bytes follow it, which are zero while the
  ///     reader lives and are put back afterwards.
  ///   - characters: the number of characters in `text`.
  init(_ text: UnsafeMutableBufferPointer<UInt8>, characters: Int) {
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    yaml_parser_initialize(parser)
    yaml_parser_set_input_string(parser, "", 0)
    parser.pointee.encoding = YAML_UTF8_ENCODING
    parser.pointee.eof = 1
    bufferStart = parser.pointee.buffer.start
    bufferEnd = parser.pointee.buffer.end
    let start = text.baseAddress ?? UnsafeMutablePointer(parser.pointee.buffer.start)!
    tail = start + text.count
    var saved = InlineArray<64, UInt8>(repeating: 0)
    for index in 0..<EventReader.padding {
      saved[index] = tail[index]
      tail[index] = 0
    }
    savedTail = saved
    parser.pointee.buffer.start = start
    parser.pointee.buffer.pointer = start
    parser.pointee.buffer.last = tail + 1
    parser.pointee.buffer.end = tail + 1
    parser.pointee.unread = characters + 1
  }

  deinit {
    for index in 0..<EventReader.padding { tail[index] = savedTail[index] }
    parser.pointee.buffer.start = bufferStart
    parser.pointee.buffer.end = bufferEnd
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// Reads one event and lends it to `handle`; false after the end of the stream.
  mutating func next(_ handle: (borrowing Event) throws(Problem) -> Void) throws(Problem) -> Bool {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
    defer { yaml_event_delete(&event) }
    if event.type == YAML_STREAM_END_EVENT { return false }
    if event.type == YAML_STREAM_START_EVENT { return true }
    try handle(Event(event))
    return true
  }

  private func problem() -> Problem {
    // What has no end is shown where it begins.
    let isUnfinished = parser.pointee.problem.map { String(cString: $0) } == "found unexpected end of stream"
    let mark = isUnfinished ? parser.pointee.context_mark : parser.pointee.problem_mark
    let context = parser.pointee.context.map { String(cString: $0) }
    let text = parser.pointee.problem.map { String(cString: $0) } ?? "not enough memory"
    let at = Int(mark.index)
    return Problem(.syntax, [text, context].compactMap { $0 }.joined(separator: " "), at..<at)
  }
}

/// One event of a YAML stream, with marks in characters from the start of the text.
struct Event: ~Copyable {
  enum Kind {
    case documentStart(explicit: Bool)
    case documentEnd(explicit: Bool)
    case scalar(NodeStyle)
    case alias
    case collectionStart(NodeKind, NodeStyle)
    case collectionEnd(NodeKind)
  }

  let kind: Kind
  /// A scalar's value.
  let value: UnsafeBufferPointer<UInt8>
  private let anchorText: UnsafeMutablePointer<yaml_char_t>?
  private let tagText: UnsafeMutablePointer<yaml_char_t>?
  let range: Range<UInt32>

  /// The anchor of a node, or the name that an alias calls.
  var anchor: String? { anchorText.map { String(cString: $0) } }
  var tag: String? { tagText.map { String(cString: $0) } }

  fileprivate init(_ event: borrowing yaml_event_t) {
    var value = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var anchor: UnsafeMutablePointer<yaml_char_t>?
    var tag: UnsafeMutablePointer<yaml_char_t>?
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: kind = .documentStart(explicit: event.data.document_start.implicit == 0)
    case YAML_DOCUMENT_END_EVENT: kind = .documentEnd(explicit: event.data.document_end.implicit == 0)
    case YAML_ALIAS_EVENT:
      kind = .alias
      anchor = event.data.alias.anchor
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      kind = .scalar(NodeStyle(scalar.style))
      value = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      anchor = scalar.anchor
      tag = scalar.tag
    case YAML_SEQUENCE_START_EVENT:
      let sequence = event.data.sequence_start
      kind = .collectionStart(.sequence, sequence.style == YAML_FLOW_SEQUENCE_STYLE ? .flow : .block)
      anchor = sequence.anchor
      tag = sequence.tag
    case YAML_MAPPING_START_EVENT:
      let mapping = event.data.mapping_start
      kind = .collectionStart(.mapping, mapping.style == YAML_FLOW_MAPPING_STYLE ? .flow : .block)
      anchor = mapping.anchor
      tag = mapping.tag
    case YAML_SEQUENCE_END_EVENT: kind = .collectionEnd(.sequence)
    default: kind = .collectionEnd(.mapping)
    }
    self.value = value
    anchorText = anchor
    tagText = tag
    let start = UInt32(truncatingIfNeeded: event.start_mark.index)
    range = start..<max(start, UInt32(truncatingIfNeeded: event.end_mark.index))
  }
}

extension NodeStyle {
  fileprivate init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: self = .literal
    case YAML_FOLDED_SCALAR_STYLE: self = .folded
    default: self = .plain
    }
  }
}
