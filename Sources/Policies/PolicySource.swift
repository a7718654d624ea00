import CEL
import Manifests
import YAML

/// The text of one policy file and its tree, for reading fields and telling what is wrong where.
struct PolicySource {
  let file: String
  let text: SourceText
  let tree: Tree
  private(set) var errors: [LoadError] = []

  init(file: String, text: SourceText, tree: Tree) {
    self.file = file
    self.text = text
    self.tree = tree
  }

  // MARK: Errors

  static func error(_ message: String, at character: Int, file: String, text: SourceText) -> LoadError {
    let position = text.position(of: character)
    return LoadError(file: file, position: position, message: message, line: text.line(position.line))
  }

  mutating func report(_ message: String, at node: NodeID) {
    errors.append(PolicySource.error(message, at: tree.range(node).lowerBound, file: file, text: text))
  }

  /// An issue of an expression that the scalar `node` holds from its value's byte `start` on.
  mutating func report(_ issue: Issue, in node: NodeID, from start: Int = 0) {
    let character = text.character(atValueByte: start + issue.offset, of: node, in: tree)
    errors.append(PolicySource.error(issue.message, at: character, file: file, text: text))
  }

  // MARK: Fields

  func field(_ name: String, of node: NodeID) -> NodeID? {
    guard let value = tree.value(of: name, in: node), !tree.isNull(value) else { return nil }
    return value
  }

  /// Reports every key that is none of the allowed ones, with the nearest.
  mutating func allow(_ allowed: [String], in node: NodeID) {
    guard tree.kind(node) == .mapping else {
      return report("expected a mapping with \(allowed.joined(separator: ", "))", at: node)
    }
    for (key, _) in tree.entries(of: node) {
      let name = tree.string(key)
      guard !allowed.contains(name) else { continue }
      let hint = Spelling.nearest(to: name, among: allowed).map { "; did you mean `\($0)`?" }
      report("no such key `\(name)`\(hint ?? "; the keys here are \(allowed.joined(separator: ", "))")", at: key)
    }
  }

  /// The text of a required field; empty, with an error, when it is missing.
  mutating func required(_ name: String, of node: NodeID) -> String {
    guard let value = field(name, of: node) else {
      report("`\(name)` is missing", at: tree.entries(of: node).first?.key ?? node)
      return ""
    }
    return string(value, name)
  }

  mutating func optional(_ name: String, of node: NodeID) -> String? {
    field(name, of: node).map { string($0, name) }
  }

  private mutating func string(_ value: NodeID, _ name: String) -> String {
    guard tree.kind(value) == .scalar else {
      report("`\(name)` is text, not a \(tree.kind(value) == .mapping ? "mapping" : "list")", at: value)
      return ""
    }
    return tree.string(value)
  }

  /// A field whose text is one of some words.
  mutating func word<Word: RawRepresentable & CaseIterable>(_ name: String, of node: NodeID, _ type: Word.Type) -> Word?
  where Word.RawValue == String {
    let text = required(name, of: node)
    guard let value = field(name, of: node), !text.isEmpty else { return nil }
    return parse(text, at: value, name)
  }

  mutating func parse<Word: RawRepresentable & CaseIterable>(_ text: String, at node: NodeID, _ name: String) -> Word?
  where Word.RawValue == String {
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    let hint = Spelling.nearest(to: text, among: words).map { "; did you mean `\($0)`?" } ?? ""
    report("`\(name)` is one of \(words.joined(separator: ", ")), not `\(text)`\(hint)", at: node)
    return nil
  }

  /// The items of a field that is a list; none when it is absent.
  mutating func list(_ name: String, of node: NodeID) -> [NodeID] {
    guard let value = field(name, of: node) else { return [] }
    guard tree.kind(value) == .sequence else {
      report("`\(name)` is a list", at: value)
      return []
    }
    return Array(tree.items(of: value))
  }

  mutating func texts(_ name: String, of node: NodeID) -> [String] {
    list(name, of: node).map { string($0, name) }
  }

  // MARK: Expressions

  /// Compiles the expression in a scalar; nil, with errors, when it does not compile.
  mutating func compile(_ node: NodeID, _ environment: Environment, expecting type: Type? = nil) -> Program? {
    guard tree.kind(node) == .scalar else {
      report("an expression is text", at: node)
      return nil
    }
    return compile(tree.string(node), in: node, from: 0, environment, expecting: type)
  }

  mutating func compile(
    _ expression: String, in node: NodeID, from start: Int, _ environment: Environment, expecting type: Type? = nil
  ) -> Program? {
    do throws(CompileErrors) {
      let program = try environment.compile(expression, expecting: type)
      let least = program.cost().least
      if least > Evaluation.expressionBudget {
        report(
          Issue(
            "costs at least \(least) units, more than the \(Evaluation.expressionBudget) that Kubernetes allows", at: 0),
          in: node, from: start)
        return nil
      }
      return program
    } catch {
      for issue in error.issues { report(issue, in: node, from: start) }
      return nil
    }
  }
}
