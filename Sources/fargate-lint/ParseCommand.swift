import Manifests
import YAML

/// `parse FILE`: a file as Kubernetes reads it; `parse FOLDER`: what the folder's kustomization makes. It stops at the first thing that kubectl would refuse.
enum ParseCommand {
  static let options = [
    Option(
      name: "format", value: "FORMAT",
      help:
        "json (default): a line a document; events: YAML test suite notation; tree: with positions; provenance: a kustomization's values with their places",
      words: Format.allCases.map(\.rawValue))
  ]

  enum Format: String, CaseIterable { case json, events, tree, provenance }

  static func run(_ arguments: Arguments) throws(Failure) -> ExitCode {
    let format: Format
    do throws(UsageError) { format = try arguments.word("format", Format.self, default: .json) } catch {
      throw Failure(error)
    }
    guard let path = arguments.operands.first, arguments.operands.count == 1 else {
      throw Failure(UsageError("`parse` takes one file, a folder with a kustomization, or `-`"))
    }
    if path != "-", System.kind(Array(path.utf8)) == .folder { return try ParseKustomization.run(path, format) }
    if format == .provenance {
      throw Failure(
        UsageError("`--format provenance` takes a folder with a kustomization; `tree` shows a file's places"))
    }
    let file = try SourceFile.one(path, for: "parse")
    if format == .events { return try events(file) }
    return try documents(file, format)
  }

  private static func events(_ file: SourceFile) throws(Failure) -> ExitCode {
    guard let bytes = file.bytes(upTo: Limits.documentBytes) else {
      throw Failure(UsageError("`\(file.name.text)` cannot be read"))
    }
    let notation = EventNotation(of: bytes)
    var output = Output(1)
    output.write(notation.text)
    output.flush()
    guard let problem = notation.problem else { return .fine }
    return report(problem.message, problem.position, file)
  }

  private static func documents(_ file: SourceFile, _ format: Format) throws(Failure) -> ExitCode {
    var output = Output(1)
    let problem = try file.forEachDocument { document, tree, root in
      if format == .tree {
        TreeText.write(root, of: tree, document, to: &output)
      } else if !tree.isNull(root) {
        var text = ""
        tree.appendJSON(of: root, to: &text)
        output.write(text + "\n")
      }
    }
    output.flush()
    guard let problem else { return .fine }
    return report(problem.message, problem.position, file)
  }

  private static func report(_ message: String, _ position: Position, _ file: SourceFile) -> ExitCode {
    Output.standardError("\(file.name.text):\(position.line):\(position.column): error: \(message)")
    return .findings
  }
}

/// A tree a node a line: where it stands, how deep, what it is.
enum TreeText {
  static func write(
    _ node: NodeID, of tree: Tree, _ document: borrowing Document, to output: inout Output, depth: Int = 0,
    label: String = ""
  ) {
    let range = tree.range(node)
    let start = document.position(of: range.lowerBound)
    let end = document.position(of: range.upperBound)
    let indent = String(repeating: "  ", count: depth)
    var value = ""
    if tree.kind(node) == .scalar {
      tree.appendJSON(of: node, to: &value)
    } else {
      value = tree.kind(node) == .mapping ? "{}" : "[]"
    }
    output.write("\(start.line):\(start.column)-\(end.line):\(end.column)\t\(indent)\(label)\(value)\n")
    for (key, child) in tree.entries(of: node) {
      write(child, of: tree, document, to: &output, depth: depth + 1, label: tree.string(key) + ": ")
    }
    for item in tree.items(of: node) { write(item, of: tree, document, to: &output, depth: depth + 1, label: "- ") }
  }
}
