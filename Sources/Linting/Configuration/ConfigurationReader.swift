import Manifests
import Policies
import YAML

/// Reads a configuration: every value with its place. All mistakes are collected.
struct ConfigurationReader {
  var source: FieldReader
  var result: Configuration
  /// The folder that policies must not lie outside of; nil: they may lie anywhere.
  private let home: [UInt8]?

  private init(_ source: FieldReader, _ empty: Configuration, home: [UInt8]?) {
    self.source = source
    result = empty
    self.home = home
  }

  /// - Parameters:
  ///   - path: absolute.
  ///   - home: the folder that links of a configuration and the paths in it must not lead out of; nil for one that the
  ///     user named.
  static func read(_ path: [UInt8], home: [UInt8]?, name: FileName) -> (Configuration, [LoadError]) {
    let empty = Configuration(file: name, path: path)
    func refuse(_ message: String) -> (Configuration, [LoadError]) {
      let start = Position(line: 1, column: 1)
      return (empty, [LoadError(file: name.text, position: start, message: message, line: "")])
    }
    if let home, System.leads(path, outOf: home) {
      return refuse("a link that leads out of the repository: a configuration is a file of its own")
    }
    do throws(OpenError) {
      let text = try SourceFile(name: name, path: path, format: .yaml).contents(upTo: 1)
      return read(text, empty, home: home)
    } catch { return refuse("cannot be read: \(error.reason)") }
  }

  /// Reads a text as the content of the file that an empty configuration stands for.
  static func read(_ text: String, _ empty: Configuration, home: [UInt8]?) -> (Configuration, [LoadError]) {
    let source = SourceText(text)
    let trees: [Tree]
    do throws(Problem) { trees = try Tree.parse(text) } catch {
      return (
        empty, [FieldReader.error(error.message, at: error.range.lowerBound, file: empty.file.text, text: source)]
      )
    }
    guard let tree = trees.first, let root = tree.root, !tree.isNull(root) else { return (empty, []) }
    var reader = ConfigurationReader(
      FieldReader(file: empty.file.text, text: source, tree: tree), empty, home: home)
    reader.read(root)
    if trees.count > 1, let second = trees[1].root {
      let message = "a configuration is one document: write all keys in the first"
      let start = trees[1].range(second).lowerBound
      return (
        reader.result,
        reader.source.errors + [FieldReader.error(message, at: start, file: empty.file.text, text: source)]
      )
    }
    return (reader.result, reader.source.errors)
  }

  private mutating func read(_ root: NodeID) {
    source.allow(Configuration.keys, in: root)
    guard source.tree.kind(root) == .mapping else { return }
    if let node = source.field("preset", of: root), let preset = source.word("preset", of: root, Preset.self) {
      result.preset = Placed(value: preset, place: place(node))
    }
    result.policies = policies(root)
    result.rules = rules(root)
    result.scopes = scopes(root)
    result.profiles = profiles(root)
    result.kinds = kinds(root)
    result.prices = prices(root)
    result.variables = variables(root)
    result.exclusions = exclusions(root)
    result.source = FieldReader(file: source.file, text: source.text, tree: source.tree)
  }

  func place(_ node: NodeID) -> Place {
    let range = source.range(of: node)
    return Place(file: result.file, start: range.start, end: range.end)
  }

  // MARK: Fields of one kind each

  /// A required text that is not empty.
  mutating func name(_ key: String, of node: NodeID) -> String {
    guard source.field(key, of: node) != nil else { return source.required(key, of: node) }
    let text = source.text(key, of: node)
    if let text, text.isEmpty, let place = source.field(key, of: node) { source.report("`\(key)` is empty", at: place) }
    return text ?? ""
  }

  /// A text that counts as absent when it is empty.
  mutating func optionalName(_ key: String, of node: NodeID) -> String? {
    source.text(key, of: node).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Whether a field is absent or a list without items.
  func isEmpty(_ key: String, of node: NodeID) -> Bool {
    guard let value = source.field(key, of: node) else { return true }
    return source.tree.kind(value) == .sequence && source.tree.count(value) == 0
  }

  /// The items of a list that are text, with their nodes.
  mutating func texts(_ key: String, of node: NodeID) -> [(text: String, node: NodeID)] {
    source.list(key, of: node).compactMap { item in
      guard source.tree.kind(item) == .scalar, source.tree.scalar(item) == .string else {
        source.report("`\(key)` is a list of texts", at: item)
        return nil
      }
      return (source.tree.string(item), item)
    }
  }

  /// Patterns over paths below the folder; those that could match nothing are errors.
  mutating func globs(_ key: String, of node: NodeID) -> [(text: String, glob: Glob)] {
    texts(key, of: node).compactMap { text, place in
      let parts = text.split(separator: "/")
      if text.hasPrefix("/") {
        source.report("an absolute path matches nothing: `\(key)` is relative to the folder of this file", at: place)
      } else if parts.contains("..") {
        source.report("`..` matches nothing: `\(key)` speaks of what lies below the folder of this file", at: place)
      } else if parts.allSatisfy({ $0 == "." }) {
        source.report("a pattern that matches nothing; `**` matches every file", at: place)
      } else {
        return (text, Glob(text))
      }
      return nil
    }
  }

  private mutating func policies(_ root: NodeID) -> [ConfiguredPath] {
    texts("policies", of: root).compactMap { text, node in
      let path = PathName.absolute(Array(text.utf8), from: result.folder)
      guard !text.isEmpty, System.kind(path) != nil else {
        source.report("no such file or folder `\(text)` beside this file", at: node)
        return nil
      }
      if let home, System.leads(path, outOf: home) {
        source.report("`\(text)` lies outside of the repository; `--policy` takes policies from anywhere", at: node)
        return nil
      }
      return ConfiguredPath(text: text, path: path, place: place(node))
    }
  }
}
