import CEL
import Manifests
import YAML

/// The text of a document that people write for this program, a policy or a configuration, and its tree: for reading
/// fields and telling what is wrong where.
///
/// Null counts as absent. Every mistake becomes an error at its place, and reading goes on.
public struct FieldReader: Sendable {
  /// As errors name it.
  public let file: String
  public let text: SourceText
  public let tree: Tree
  /// A change with which a policy is read, to see whether its tests notice.
  var mutation: PolicyMutation?
  public private(set) var errors: [LoadError] = []

  /// More mistakes than anybody reads; a hostile file has a million.
  private static let errorLimit = 100

  public init(file: String, text: SourceText, tree: Tree) {
    self.file = file
    self.text = text
    self.tree = tree
  }

  // MARK: Errors

  public static func error(_ message: String, at character: Int, file: String, text: SourceText) -> LoadError {
    let position = text.position(of: character)
    return LoadError(file: file, position: position, message: message, line: text.line(position.line))
  }

  public mutating func report(_ message: String, at node: NodeID) {
    report(message, at: tree.range(node).lowerBound)
  }

  /// Reports at an offset in characters.
  mutating func report(_ message: String, at character: Int) {
    guard errors.count < FieldReader.errorLimit else { return }
    errors.append(FieldReader.error(message, at: character, file: file, text: text))
  }

  // MARK: Fields

  public func field(_ name: String, of node: NodeID) -> NodeID? {
    guard let value = tree.value(of: name, in: node), !tree.isNull(value) else { return nil }
    return value
  }

  /// Reports every key that does not belong to its place in a policy: with the nearest that does, or with the place where
  /// it does.
  mutating func allow(_ place: PolicyKeys, in node: NodeID) {
    allow(place.keys, in: node) { key in PolicyKeys.allCases.first { $0.keys.contains(key) }?.rawValue }
  }

  /// Reports every key that is none of the allowed ones, with the nearest.
  /// - Parameter home: where a key belongs that is out of its place, for people.
  public mutating func allow(
    _ allowed: [String], in node: NodeID, home: (_ key: String) -> String? = { _ in nil }
  ) {
    guard tree.kind(node) == .mapping else {
      return report("expected a mapping with \(allowed.joined(separator: ", "))", at: node)
    }
    for (key, _) in tree.entries(of: node) where errors.count < FieldReader.errorLimit {
      let name = tree.string(key)
      guard !allowed.contains(name) else { continue }
      let others =
        home(name).map { " here; it belongs in \($0)" } ?? "; the keys here are \(allowed.joined(separator: ", "))"
      let hint = Spelling.hint(name, among: allowed, else: others)
      report("no such key `\(name.prefix(100))`\(hint)", at: key)
    }
  }

  /// The text of a required field; empty, with an error, when it is missing.
  public mutating func required(_ name: String, of node: NodeID) -> String {
    guard let value = field(name, of: node) else {
      report("`\(name)` is missing", at: tree.entries(of: node).first?.key ?? node)
      return ""
    }
    return string(value, name)
  }

  public mutating func optional(_ name: String, of node: NodeID) -> String? {
    field(name, of: node).map { string($0, name) }
  }

  private mutating func string(_ value: NodeID, _ name: String) -> String {
    guard tree.kind(value) == .scalar else {
      report("`\(name)` is text, not a \(tree.kind(value) == .mapping ? "mapping" : "list")", at: value)
      return ""
    }
    return tree.string(value)
  }

  /// A field that is text in YAML too, not a number or a boolean; nil, when it is absent or with an error.
  public mutating func text(_ name: String, of node: NodeID) -> String? {
    guard let value = field(name, of: node) else { return nil }
    let text = string(value, name)
    guard tree.kind(value) == .scalar, tree.scalar(value) != .string else {
      return tree.kind(value) == .scalar ? text : nil
    }
    report("`\(name)` is text: write \"\(text)\"", at: value)
    return nil
  }

  public mutating func flag(_ name: String, of node: NodeID) -> Bool? {
    guard let value = field(name, of: node) else { return nil }
    if case .bool(let flag)? = tree.scalar(value) { return flag }
    report("`\(name)` is true or false", at: value)
    return nil
  }

  /// Where a node stands: to its end, or to that of its first key where it spans lines.
  public func range(of node: NodeID) -> (start: Position, end: Position) {
    let start = text.position(of: tree.range(node).lowerBound)
    for part in [node, tree.firstChild(of: node) ?? node] {
      let end = text.position(of: tree.range(part).upperBound)
      if end.line == start.line { return (start, end) }
    }
    return (start, Position(line: start.line, column: start.column + 1))
  }

  /// A field whose text is one of some words.
  public mutating func word<Word: RawRepresentable & CaseIterable>(_ name: String, of node: NodeID, _ type: Word.Type)
    -> Word?
  where Word.RawValue == String {
    let text = required(name, of: node)
    guard let value = field(name, of: node), !text.isEmpty else { return nil }
    return parse(text, at: value, name)
  }

  public mutating func parse<Word: RawRepresentable & CaseIterable>(_ text: String, at node: NodeID, _ name: String)
    -> Word?
  where Word.RawValue == String {
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    let hint = Spelling.hint(text, among: words)
    report("`\(name)` is one of \(words.joined(separator: ", ")), not `\(text.prefix(100))`\(hint)", at: node)
    return nil
  }

  /// The items of a field that is a list; none when it is absent.
  public mutating func list(_ name: String, of node: NodeID) -> [NodeID] {
    guard let value = field(name, of: node) else { return [] }
    guard tree.kind(value) == .sequence else {
      report("`\(name)` is a list", at: value)
      return []
    }
    return tree.items(of: value).filter { !isRemoved($0) }
  }

  func isRemoved(_ node: NodeID) -> Bool {
    guard let mutation, mutation.node == node, case .removal = mutation.change else { return false }
    return true
  }

  public mutating func texts(_ name: String, of node: NodeID) -> [String] {
    list(name, of: node).map { string($0, name) }
  }
}
