import YAML

/// `configMapGenerator` and `secretGenerator`.
struct DataGenerator {
  enum Kind: String {
    case configMap = "ConfigMap"
    case secret = "Secret"
  }

  let kind: Kind
  let generator: Kustomization.Generator
  let folder: String
  let loader: Loader

  private struct Entry {
    let key: String
    let value: [UInt8]
    let origin: Origin
  }

  func draft() throws(BuildError) -> Draft {
    guard let name = generator.name else {
      throw BuildError(generator.origin, "a generator needs a `name`")
    }
    let root = Element(.mapping, origin: generator.origin)
    root.set("apiVersion", Element("v1", .string, origin: generator.origin))
    root.set("kind", Element(kind.rawValue, .string, origin: generator.origin))
    let metadata = root.mapping("metadata", origin: generator.origin)
    metadata.set("name", Element(name.value, .string, origin: name.origin))
    if let namespace = generator.namespace {
      metadata.set("namespace", Element(namespace.value, .string, origin: namespace.origin))
    }
    if kind == .secret {
      root.set(
        "type", Element(generator.type?.value ?? "Opaque", .string, origin: generator.type?.origin ?? generator.origin))
      _ = root.mapping("data", origin: generator.origin)
    }
    for entry in try entries().sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      let text = kind == .configMap ? String(validating: entry.value, as: UTF8.self) : nil
      let field = kind == .configMap && text == nil ? "binaryData" : "data"
      let value = Element(text ?? DataEncoding.wrappedBase64(entry.value), .string, origin: entry.origin)
      // As kustomize writes it; what a patch puts in its place is text then, too.
      value.isQuoted = DataGenerator.isQuoted(value.text)
      root.mapping(field, origin: generator.origin).set(entry.key, value)
    }
    add(generator.options.labels, "labels", metadata)
    add(generator.options.annotations, "annotations", metadata)
    if let isImmutable = generator.options.isImmutable {
      root.set("immutable", Element("true", .bool, origin: isImmutable.origin))
    }
    let draft = Draft(root, base: generator.origin)
    draft.needsHash = !generator.options.disablesHash
    return draft
  }

  private static func isQuoted(_ text: String) -> Bool {
    if text.contains("\n") || CoreType(plain: text) != .string { return true }
    guard let tree = try? Tree.parse(text).first, let root = tree.root else { return false }
    return tree.kind(root) != .scalar
  }

  private func add(_ pairs: [Kustomization.Pair], _ name: String, _ metadata: Element) {
    for pair in pairs {
      metadata.mapping(name, origin: pair.value.origin).set(
        pair.key, Element(pair.value.value, .string, origin: pair.value.origin))
    }
  }

  // MARK: Entries

  private func entries() throws(BuildError) -> [Entry] {
    var entries: [Entry] = []
    for text in generator.environments { entries += try environment(text) }
    for text in generator.literals { entries.append(try literal(text)) }
    for text in generator.files { entries.append(try file(text)) }
    var keys: Set<String> = []
    for entry in entries {
      guard !entry.key.isEmpty, entry.key.utf8.allSatisfy(DataGenerator.isKeyCharacter) else {
        throw BuildError(entry.origin, "`\(entry.key)` is no key: expected letters, digits, `-`, `_` and `.`")
      }
      guard keys.insert(entry.key).inserted else {
        throw BuildError(entry.origin, "the key `\(entry.key)` comes twice")
      }
    }
    return entries
  }

  private static func isKeyCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  private func literal(_ text: Kustomization.Text) throws(BuildError) -> Entry {
    guard let sign = text.value.firstIndex(of: "="), sign != text.value.startIndex else {
      throw BuildError(text.origin, "a literal is written `KEY=VALUE`")
    }
    var value = text.value[text.value.index(after: sign)...]
    if value.count > 1, let quote = value.first, quote == "\"" || quote == "'", value.last == quote {
      value = value.dropFirst().dropLast()
    }
    return Entry(key: String(text.value[..<sign]), value: Array(value.utf8), origin: text.origin)
  }

  private func file(_ text: Kustomization.Text) throws(BuildError) -> Entry {
    let parts = text.value.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count <= 2, !parts.contains("") else {
      throw BuildError(text.origin, "a file is written `PATH` or `KEY=PATH`")
    }
    let path = String(parts[parts.count - 1])
    return Entry(
      key: parts.count == 2 ? String(parts[0]) : BuildPath.name(of: path), value: try read(path, text),
      origin: text.origin)
  }

  /// Lines `KEY=VALUE`; empty ones and comments are passed over.
  private func environment(_ text: Kustomization.Text) throws(BuildError) -> [Entry] {
    var entries: [Entry] = []
    for (number, line) in try read(text.value, text).split(separator: 0x0a, omittingEmptySubsequences: false)
      .enumerated()
    {
      var line = line
      if line.last == 0x0d { line.removeLast() }
      if number == 0, line.starts(with: [0xef, 0xbb, 0xbf]) { line.removeFirst(3) }
      line = line.drop { $0 == 0x20 || (0x09...0x0d).contains($0) }
      guard let first = line.first, first != UInt8(ascii: "#") else { continue }
      // Without a value, kustomize takes it from the environment of whoever runs it.
      guard let sign = line.firstIndex(of: UInt8(ascii: "=")) else {
        throw BuildError(
          text.origin, "`\(String(decoding: line, as: UTF8.self))` has no value: it depends on who builds")
      }
      entries.append(
        Entry(
          key: String(decoding: line[..<sign], as: UTF8.self), value: Array(line[line.index(after: sign)...]),
          origin: text.origin))
    }
    return entries
  }

  private func read(_ path: String, _ text: Kustomization.Text) throws(BuildError) -> [UInt8] {
    guard let bytes = loader.data(BuildPath.join(folder, path)) else {
      throw BuildError(text.origin, "there is no file `\(path)`")
    }
    return bytes
  }
}
