import Kustomize
import Manifests
import Reporting
import YAML

/// `parse FOLDER`: what a kustomization makes, as far as can be told without running it.
enum ParseKustomization {
  static func run(_ folder: String, _ format: ParseCommand.Format) throws(Failure) -> ExitCode {
    guard format != .events else {
      throw Failure(UsageError("a folder has no events: `--format events` takes one file"))
    }
    let bytes = Array(folder.utf8)
    let workingDirectory = System.workingDirectory()
    var above = FilesAbove(name: ".git", folders: [bytes], workingDirectory: workingDirectory)
    let absolute = PathName.absolute(bytes, from: workingDirectory)
    let files = ContainedFiles(below: [workingDirectory, above.home(of: absolute)])
    let name = FileName(bytes: PathName.relative(absolute, to: workingDirectory)).text
    let result = Build(BuildFiles(read: { files.bytes(of: FileName($0)) }, holds: { files.holds(FileName($0)) })).run(
      BuildPath.join(name, ""))
    var output = Output(1)
    for resource in result.resources { write(resource, format, to: &output) }
    output.flush()
    for problem in result.problems where problem.kind != .unmatched {
      let place = problem.origin.map { "\($0.file):\($0.entry.start.line):\($0.entry.start.column)" } ?? folder
      Output.standardError("\(place): error: \(problem.message)")
    }
    return result.isRefused || result.isIncomplete ? .findings : .fine
  }

  private static func write(_ resource: EffectiveResource, _ format: ParseCommand.Format, to output: inout Output) {
    guard let root = resource.tree.root else { return }
    if format == .tree { return tree(root, resource, to: &output) }
    var text = ""
    resource.tree.appendJSON(of: root, to: &text)
    if format == .provenance {
      var origins: [String] = []
      collect(root, resource, pointer: "", into: &origins)
      text = "{\"value\":\(text),\"origins\":[\(origins.joined(separator: ","))]}"
    }
    output.write(text + "\n")
  }

  // MARK: Provenance

  private static func collect(
    _ node: NodeID, _ resource: EffectiveResource, pointer: String, into origins: inout [String]
  ) {
    let tree = resource.tree
    if tree.count(node) > 0 {
      for (key, value) in tree.entries(of: node) {
        let name = tree.string(key).map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
        collect(value, resource, pointer: "\(pointer)/\(name)", into: &origins)
      }
      for (number, item) in tree.items(of: node).enumerated() {
        collect(item, resource, pointer: "\(pointer)/\(number)", into: &origins)
      }
      return
    }
    guard let origin = resource.origin(of: node), isWritten(node, in: tree, as: origin) else { return }
    let place = origin.value
    origins.append(
      "{\"pointer\":\(JSONObject.literal(pointer)),\"file\":\(JSONObject.literal(origin.file)),\"start\":\(position(place.start)),\"end\":\(position(place.end))}"
    )
  }

  /// Whether the text at an origin is the leaf's own: no text is where a list was emptied, or a kind comes with a generator.
  private static func isWritten(_ node: NodeID, in tree: Tree, as origin: Origin) -> Bool {
    guard let source = origin.document.tree else { return false }
    return source.kind(origin.documentNode) == tree.kind(node) && source.count(origin.documentNode) == 0
  }

  private static func position(_ position: Position) -> String {
    "{\"line\":\(position.line),\"column\":\(position.column)}"
  }

  // MARK: Tree

  private static func tree(
    _ node: NodeID, _ resource: EffectiveResource, to output: inout Output, depth: Int = 0, label: String = ""
  ) {
    let tree = resource.tree
    let place = resource.origin(of: node).map { "\($0.file):\($0.entry.start.line):\($0.entry.start.column)" } ?? "-"
    var value = ""
    if tree.kind(node) == .scalar {
      tree.appendJSON(of: node, to: &value)
    } else {
      value = tree.kind(node) == .mapping ? "{}" : "[]"
    }
    output.write("\(place)\t\(String(repeating: "  ", count: depth))\(label)\(value)\n")
    for (key, child) in tree.entries(of: node) {
      self.tree(child, resource, to: &output, depth: depth + 1, label: tree.string(key) + ": ")
    }
    for item in tree.items(of: node) { self.tree(item, resource, to: &output, depth: depth + 1, label: "- ") }
  }
}
