/// Reads the documents of one file after another, holding one document and one window of the file at a time.
///
/// Text is cut at its `---` lines and each piece is parsed by itself, so that a broken document costs itself only.
/// One stream serves one thread and is used again from file to file.
public struct DocumentStream: ~Copyable {
  public enum Format: Sendable { case yaml, json }

  public enum ReadError: Error, Sendable {
    /// The system's error number.
    case unreadable(Int32)
  }

  /// What was read.
  public struct Totals: Sendable {
    public var bytes = 0
    public var documents = 0
  }

  /// kubectl ends an unfinished last line; the YAML test suite does not.
  public var endsLastLine = true

  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var builder = TreeBuilder()
  private static let window = 1 << 20

  /// - Parameter capacity: how many bytes are likely to be held at once; more is taken where that is not enough.
  public init(capacity: Int = 256 << 10) {
    self.capacity = capacity
    buffer = .allocate(capacity: capacity + EventReader.padding)
  }

  deinit { buffer.deallocate() }

  /// Calls `body` for each document behind the file descriptor, in order; it returns false to stop.
  public mutating func read(
    _ descriptor: Int32, as format: Format, _ body: (borrowing Document) -> Bool
  ) throws(ReadError) -> Totals {
    var source = Source(descriptor: descriptor)
    try fill(&source, upTo: DocumentStream.window)
    return try read(&source, as: format, body)
  }

  /// Calls `body` for each document of a text in memory.
  public mutating func read(_ bytes: [UInt8], as format: Format, _ body: (borrowing Document) -> Bool) -> Totals {
    if bytes.count >= capacity { grow(by: bytes.count, keeping: 0) }
    bytes.withUnsafeBufferPointer { bytes in
      if let start = bytes.baseAddress { buffer.update(from: start, count: bytes.count) }
    }
    var source = Source(descriptor: -1, have: bytes.count, isAtEnd: true, total: bytes.count)
    // At the end of its input a source is never asked for more, so nothing can fail.
    return (try? read(&source, as: format, body)) ?? Totals()
  }

  /// Reads one document of a file again.
  /// - Parameters:
  ///   - descriptor: the file, from its start on.
  ///   - address: what the document said of itself when it was read first.
  /// - Returns: nil when it is not there any more, as when the file has changed.
  public mutating func read(
    _ descriptor: Int32, as format: Format, at address: ChunkAddress
  ) throws(ReadError) -> RetainedDocument? {
    var found: RetainedDocument?
    guard let offset = address.offset else {
      _ = try read(descriptor, as: format) { document in
        if document.index == address.index { found = document.retained() }
        return found == nil
      }
      return found
    }
    if address.length + 1 >= capacity { grow(by: address.length + 1, keeping: 0) }
    let count = systemRead(descriptor, buffer, address.length, at: offset)
    if count < 0 { throw .unreadable(systemError()) }
    guard count == address.length else { return nil }
    var reading = Reading(firstLine: address.firstLine)
    reading.totals.documents = address.firstIndex
    reading.firstIndex = address.firstIndex
    reading.offset = offset
    reading.length = address.length
    var source = Source(descriptor: -1, have: count, isAtEnd: true, total: count)
    if endsLastLine, count > 0, buffer[count - 1] != 0x0a {
      buffer[count] = 0x0a
      source.have += 1
    }
    parse(UnsafeMutableBufferPointer(start: buffer, count: source.have), &reading, format) { document in
      if document.index == address.index { found = document.retained() }
      return found == nil
    }
    return found
  }

  /// Reads one document of a text in memory again.
  public mutating func read(_ bytes: [UInt8], as format: Format, at address: ChunkAddress) -> RetainedDocument? {
    var found: RetainedDocument?
    _ = read(bytes, as: format) { document in
      if document.index == address.index { found = document.retained() }
      return found == nil
    }
    return found
  }

  private mutating func read(
    _ source: inout Source, as format: Format, _ body: (borrowing Document) -> Bool
  ) throws(ReadError) -> Totals {
    if source.have >= 2, let big = Transcoder.utf16ByteOrder(buffer[0], buffer[1]) {
      try fill(&source, upTo: Limits.documentBytes + 1)
      var reading = Reading(firstLine: 1)
      guard transcode(&source, bigEndian: big, &reading, body) else { return reading.totals }
      return drain(&source, &reading, format, body)
    }
    var reading = Reading(firstLine: 1)
    if source.have >= 3, buffer[0] == 0xef, buffer[1] == 0xbb, buffer[2] == 0xbf { source.position = 3 }
    if format == .json { try fill(&source, upTo: Limits.documentBytes + 1) }
    while true {
      let continues = drain(&source, &reading, format, body)
      if source.isAtEnd || reading.stopped { return continues }
      // The rest of the window belongs to a document whose end is not seen yet.
      let rest = source.have - source.position
      (buffer).update(from: buffer + source.position, count: rest)
      source.before = source.before.map { $0 + source.position }
      source.have = rest
      source.position = 0
      if rest > Limits.documentBytes {
        reading.skipping = true
        _ = deliver(
          broken: Problem(
            .limit, "a document of more than \(Limits.documentBytes >> 20) MiB is not read", 0..<0),
          &reading, body)
        source.before = source.before.map { $0 + rest - 4 }
        source.have = 4
      }
      try fill(&source, upTo: max(DocumentStream.window, source.have * 2))
    }
  }

  /// Where the reading of one file stands.
  private struct Reading {
    var firstLine: Int
    var totals = Totals()
    var stopped = false
    /// Whether the text is part of a document that was given up, up to the next marker.
    var skipping = false
    var pending: [Comment] = []
    /// Where the chunk that is being parsed stands in the file; nil when it is no part of it as it is.
    var offset: Int?
    var length = 0
    /// The index of the chunk's first document.
    var firstIndex = 0

    init(firstLine: Int) { self.firstLine = firstLine }

    var chunk: ChunkAddress {
      ChunkAddress(
        offset: offset, length: length, firstLine: firstLine, index: totals.documents, firstIndex: firstIndex)
    }
  }

  private struct Source {
    let descriptor: Int32
    var have = 0
    var position = 0
    var isAtEnd = false
    var total = 0
    /// Bytes of the file that lie before the buffer; nil when the buffer holds the file in another encoding.
    var before: Int? = 0
  }

  // MARK: Windows

  private mutating func fill(_ source: inout Source, upTo wanted: Int) throws(ReadError) {
    if wanted > capacity {
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted + EventReader.padding + 1)
      larger.update(from: buffer, count: source.have)
      buffer.deallocate()
      buffer = larger
      capacity = wanted
    }
    while source.have < wanted, !source.isAtEnd {
      let got = systemRead(source.descriptor, buffer + source.have, wanted - source.have)
      if got < 0 {
        throw .unreadable(systemError())
      }
      if got == 0 {
        source.isAtEnd = true
        return
      }
      source.have += got
      source.total += got
    }
  }

  /// Replaces UTF-16 in the buffer by the same text in UTF-8; false when it is not UTF-16, which is then said.
  private mutating func transcode(
    _ source: inout Source, bigEndian: Bool, _ reading: inout Reading, _ body: (borrowing Document) -> Bool
  ) -> Bool {
    guard source.isAtEnd else {
      _ = deliver(
        broken: Problem(.limit, "a UTF-16 file of more than \(Limits.documentBytes >> 20) MiB is not read", 0..<0),
        &reading, body)
      return false
    }
    let units = UnsafeBufferPointer(start: buffer + 2, count: source.have - 2)
    switch Transcoder.utf8(fromUTF16: units, bigEndian: bigEndian) {
    case .success(let text):
      source.before = nil
      source.have = 0
      source.position = 0
      if text.count > capacity {
        buffer.deallocate()
        capacity = text.count
        buffer = .allocate(capacity: capacity + EventReader.padding + 1)
      }
      text.withUnsafeBufferPointer { bytes in
        if let start = bytes.baseAddress { buffer.update(from: start, count: bytes.count) }
      }
      source.have = text.count
      return true
    case .failure(let problem):
      _ = deliver(broken: problem, &reading, body)
      return false
    }
  }

  // MARK: Documents

  /// Parses every document that lies whole in the window; `source.position` is then where the first one begins that
  /// does not.
  private mutating func drain(
    _ source: inout Source, _ reading: inout Reading, _ format: Format, _ body: (borrowing Document) -> Bool
  ) -> Totals {
    let written = source.have
    if source.isAtEnd, endsLastLine, source.have > source.position, buffer[source.have - 1] != 0x0a {
      if source.have == capacity { grow(by: 1, keeping: source.have) }
      buffer[source.have] = 0x0a
      source.have += 1
    }
    reading.totals.bytes = source.total
    let window = UnsafeBufferPointer(start: buffer, count: source.have)
    let whole = format == .json || Chunk.hasDirective(UnsafeBufferPointer(rebasing: window[source.position...]))
    if whole, !source.isAtEnd { return reading.totals }
    while source.position < source.have, !reading.stopped {
      var end = source.have
      if !whole {
        let marker = Chunk.marker(in: window, from: source.position + 1)
        if let marker, source.isAtEnd || marker + 4 <= source.have {
          end = marker
        } else if !source.isAtEnd {
          return reading.totals
        }
      }
      let start = source.position
      source.position = end
      let chunk = UnsafeMutableBufferPointer(start: buffer + start, count: end - start)
      reading.offset = source.before.map { $0 + start }
      reading.length = min(end, written) - start
      reading.firstIndex = reading.totals.documents
      if reading.skipping {
        reading.skipping = false
      } else {
        parse(chunk, &reading, format, body)
      }
      reading.firstLine += Chunk.lineCount(UnsafeBufferPointer(chunk))
    }
    return reading.totals
  }

  private mutating func grow(by more: Int, keeping have: Int) {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + more + EventReader.padding + 1)
    larger.update(from: buffer, count: have)
    buffer.deallocate()
    buffer = larger
    capacity += more
  }

  private mutating func parse(
    _ chunk: UnsafeMutableBufferPointer<UInt8>, _ reading: inout Reading, _ format: Format,
    _ body: (borrowing Document) -> Bool
  ) {
    let text = UnsafeBufferPointer(chunk)
    let locator = Locator(text, firstLine: reading.firstLine)
    let characters: Int
    switch Characters.check(text) {
    case .fine(let count): characters = count
    case .invalid(let at, let before):
      let byte = String(chunk[at], radix: 16)
      return fail(
        Problem(.encoding, "the byte 0x\(byte) is no UTF-8 here: save the file as UTF-8", before..<before), text,
        locator, &reading, body)
    case .forbidden(let scalar, _, let before):
      let code = String(scalar, radix: 16, uppercase: true)
      let name = String(repeating: "0", count: max(0, 4 - code.count)) + code
      return fail(
        Problem(.syntax, "the character U+\(name) is not allowed in YAML", before..<before), text, locator, &reading,
        body)
    }
    if format == .json || firstSolidByte(text) == UInt8(ascii: "{") {
      let (problem, found) = parseJSON(text, locator, &reading, body)
      guard let problem else { return }
      if found || problem.kind != .syntax {
        return fail(problem, text, locator, &reading, body)
      }
      // Not JSON from the start: YAML's flow style allows what JSON does not.
      if let yaml = parseYAML(chunk, characters, locator, &reading, body) {
        fail(format == .json ? problem : yaml, text, locator, &reading, body)
      }
    } else if let problem = parseYAML(chunk, characters, locator, &reading, body) {
      fail(problem, text, locator, &reading, body)
    }
  }

  private func firstSolidByte(_ text: UnsafeBufferPointer<UInt8>) -> UInt8? {
    text.first { $0 != 0x20 && $0 != 0x0a && $0 != 0x0d && $0 != 0x09 }
  }

  /// Parses a chunk as JSON texts one behind the other; the problem that ended it, and whether a value came before.
  private mutating func parseJSON(
    _ text: UnsafeBufferPointer<UInt8>, _ locator: Locator, _ reading: inout Reading,
    _ body: (borrowing Document) -> Bool
  ) -> (Problem?, Bool) {
    var reader = JSONReader(text)
    var found = false
    do throws(Problem) {
      while !reading.stopped, try reader.next(into: &builder) {
        found = true
        deliver(text, locator, isLast: false, &reading, body)
      }
      return (nil, found)
    } catch { return (error, found) }
  }

  /// Parses a chunk as YAML; the problem that ended it.
  private mutating func parseYAML(
    _ chunk: UnsafeMutableBufferPointer<UInt8>, _ characters: Int, _ locator: Locator, _ reading: inout Reading,
    _ body: (borrowing Document) -> Bool
  ) -> Problem? {
    let text = UnsafeBufferPointer(chunk)
    var reader = EventReader(chunk, characters: characters)
    var finished = false
    do throws(Problem) {
      while try reader.next({ event throws(Problem) in
        if case .documentStart = event.kind, finished {
          deliver(text, locator, isLast: false, &reading, body)
          finished = false
        }
        if try builder.take(event) { finished = true }
      }), !reading.stopped {}
      if finished {
        deliver(text, locator, isLast: true, &reading, body)
      } else {
        reading.pending += Directives.find(in: text, tree: nil, locator: locator)
      }
      return nil
    } catch {
      if finished { deliver(text, locator, isLast: false, &reading, body) }
      return error
    }
  }

  /// Hands out the document in the builder.
  private mutating func deliver(
    _ text: UnsafeBufferPointer<UInt8>, _ locator: Locator, isLast: Bool, _ reading: inout Reading,
    _ body: (borrowing Document) -> Bool
  ) {
    let tree = builder.finish(mayHavePlaceholders: mayHavePlaceholders(text))
    var directives = reading.pending
    if isLast { directives += Directives.find(in: text, tree: tree, locator: locator) }
    reading.pending = []
    let document = Document(
      tree: builder.looksLikeTemplate ? nil : tree, problems: builder.looksLikeTemplate ? [] : builder.problems,
      index: reading.totals.documents, directives: directives, isTemplate: builder.looksLikeTemplate, conflict: nil,
      chunk: reading.chunk, text: text, locator: locator)
    reading.totals.documents += 1
    if !body(document) { reading.stopped = true }
  }

  private func mayHavePlaceholders(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress else { return false }
    return memoryIndex(of: UInt8(ascii: "$"), base, text.count) != nil
      || memoryIndex(of: UInt8(ascii: "<"), base, text.count) != nil || Text.find("{{", in: text, from: 0) != nil
  }

  /// Hands out a document that cannot be read.
  private func fail(
    _ problem: Problem, _ text: UnsafeBufferPointer<UInt8>, _ locator: Locator, _ reading: inout Reading,
    _ body: (borrowing Document) -> Bool
  ) {
    let isTemplate = problem.kind == .syntax && Template.isMarked(text)
    let conflict = problem.kind == .syntax ? Template.conflict(in: text) : nil
    let document = Document(
      tree: nil, problems: [problem], index: reading.totals.documents, directives: reading.pending,
      isTemplate: isTemplate, conflict: conflict.map { locator.position(of: $0) }, chunk: reading.chunk, text: text,
      locator: locator)
    reading.pending = []
    reading.totals.documents += 1
    if !body(document) { reading.stopped = true }
  }

  private func deliver(broken problem: Problem, _ reading: inout Reading, _ body: (borrowing Document) -> Bool) -> Bool
  {
    let empty = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    fail(problem, empty, Locator(empty, firstLine: reading.firstLine), &reading, body)
    return !reading.stopped
  }
}

extension Text {
  static func find(_ word: StaticString, in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
    word.withUTF8Buffer { find($0, in: bytes, from: from) }
  }
}
