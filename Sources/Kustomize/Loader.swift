import YAML

/// Reads the documents of a build, each file once.
final class Loader {
  private let files: BuildFiles
  private let cache: SourceCache
  private var stream = DocumentStream(capacity: 4_096)
  private var known: [String: Result<[Source], BuildError>] = [:]
  /// The files that were read, in order of their first reading.
  private(set) var reached: [String] = []
  /// The folders of kustomizations that kustomize would not build by themselves either.
  var refused: Set<String> = []
  /// The files that were read as data.
  private(set) var data: Set<String> = []
  private var seen: Set<String> = []
  private var kustomizations: [String: String?] = [:]

  init(_ files: BuildFiles, _ cache: SourceCache) {
    self.files = files
    self.cache = cache
    stream.endsLastLine = false
  }

  /// What a generator takes as it is.
  func data(_ path: String) -> [UInt8]? {
    data.insert(path)
    return bytes(path)
  }

  private func bytes(_ path: String) -> [UInt8]? {
    guard let bytes = files.read(path) else { return nil }
    if seen.insert(path).inserted { reached.append(path) }
    return bytes
  }

  func holds(_ path: String) -> Bool { seen.contains(path) || files.holds(path) }

  func isKnownFolder(_ path: String) -> Bool { files.knownKustomization(in: path) != nil }

  func kustomization(in folder: String) -> String? {
    if let known = kustomizations[folder] { return known }
    let found = files.kustomization(in: folder)
    kustomizations[folder] = .some(found)
    return found
  }

  /// The documents of a file, those of null left out; nil where there is none.
  func documents(_ path: String) throws(BuildError) -> [Source]? {
    try all(path)?.filter(\.holdsValue)
  }

  private func all(_ path: String) throws(BuildError) -> [Source]? {
    if let result = known[path] { return try result.get() }
    if let sources = cache.documents(path) {
      if seen.insert(path).inserted { reached.append(path) }
      return sources
    }
    guard let bytes = bytes(path) else { return nil }
    let result = parse(bytes, path, inline: nil)
    if case .success(let sources) = result { cache.keep(sources, of: path, bytes: bytes.count) }
    known[path] = result
    return try result.get()
  }

  /// The documents that the text of a field holds.
  func documents(in text: Kustomization.Text) throws(BuildError) -> [Source] {
    let outer = text.origin.source
    let start = outer.document.withDocument { $0.literalContent(of: text.origin.node) }
    // What stands in a text of a text is told by the inner text's field.
    let isNested = outer.outermost != nil
    let inline = Source.Inline(field: text.origin, start: isNested ? nil : start)
    return try parse(Array(text.value.utf8), outer.file, inline: inline).get()
      .filter(\.holdsValue)
  }

  private func parse(_ bytes: [UInt8], _ path: String, inline: Source.Inline?) -> Result<[Source], BuildError> {
    var sources: [Source] = []
    var problem: String?
    let isAlone = !Loader.hasSeparator(bytes)
    _ = stream.read(bytes, as: .yaml) { document in
      if document.isTemplate {
        problem = "is a template, no YAML"
      } else if let found = document.problems.first(where: {
        $0.kind == .syntax || $0.kind == .limit || $0.kind == .encoding
      }) {
        let place = document.position(of: found.range.lowerBound)
        problem = "cannot be read, line \(place.line): \(found.message)"
      } else if let source = Source(file: path, document.retained(), isAlone: isAlone, inline: inline) {
        sources.append(source)
      }
      return problem == nil
    }
    if let problem {
      return .failure(BuildError(inline?.field, inline == nil ? "`\(path)` \(problem)" : "the text here \(problem)"))
    }
    return .success(sources)
  }

  /// Whether a line that begins with `---` ends what stands before it, as kustomize cuts files.
  private static func hasSeparator(_ bytes: [UInt8]) -> Bool {
    let (newline, dash) = (UInt8(ascii: "\n"), UInt8(ascii: "-"))
    var place = 0
    while let found = bytes[place...].firstIndex(of: newline) {
      place = found + 1
      if bytes[place...].prefix(3).elementsEqual([dash, dash, dash]) {
        return bytes[place...].contains(newline)
      }
    }
    return false
  }

  // MARK: Resources

  /// The resources of documents, lists opened.
  func drafts(of sources: [Source]) throws(BuildError) -> [Draft] {
    var drafts: [Draft] = []
    var waiting = sources.compactMap { source in source.tree.root.map { Element(reading: Origin(source, $0)) } }[...]
    while let root = waiting.popFirst() {
      guard let origin = root.origin else { continue }
      guard root.kind == .mapping else {
        throw BuildError(origin, "kustomize expects a resource here; this is \(root.kind.title)")
      }
      if root.fields.isEmpty { continue }
      guard let kind = root["kind"]?.text, !kind.isEmpty else {
        throw BuildError(origin, "kustomize expects a resource here; this has no `kind`")
      }
      if kind.hasSuffix("List") {
        if let items = root["items"], items.kind == .sequence {
          if !(kind == "List" && origin.source.isAlone && origin.node == origin.source.tree.root) {
            for item in items.items { item.spellAsJSON() }
          }
          waiting += items.items
        }
        continue
      }
      let draft = Draft(root, base: origin)
      guard !draft.identifier.name.isEmpty else {
        throw BuildError(origin, "kustomize expects a resource here; this has no `metadata.name`")
      }
      drafts.append(draft)
    }
    return drafts
  }
}
